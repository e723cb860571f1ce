/** What an evaluation measures unless a visitor says otherwise, and what can be chosen. */
import type { RunSettings } from '../runs/kept-run.ts';
import { defaultMethods } from '../pipeline/explainer-defaults.ts';

/** The layer is the model's own, known once it has loaded. */
export const defaultRunSettings: RunSettings = {
  methods: defaultMethods,
  layer: '',
  source: 'true',
  size: 224,
  limit: null,
};

/** Sides of the network's input: twice the side makes a map of twice the side, and takes four times as long. */
export const inputSizes: readonly number[] = [224, 320, 448];

export const sourceTitles = {
  true: 'The true class',
  predicted: 'The predicted class',
} as const satisfies Readonly<Record<RunSettings['source'], string>>;

/** What an evaluation measures unless a visitor says otherwise, and what can be chosen. */
import type { RunSettings } from '../runs/kept-run.ts';
import type { MeasureName } from '../runs/run-choice.ts';
import { defaultMethods } from '../pipeline/explainer-defaults.ts';

/** The layer is the model's own, known once it has loaded. */
export const defaultRunSettings: RunSettings = {
  methods: defaultMethods,
  layer: '',
  source: 'true',
  size: 224,
  limit: null,
};

/** What can be measured besides boxes, and what it costs. */
export const measureTitles = {
  pointing: { title: 'Pointing game', cost: 'Costs next to nothing' },
  energy: { title: 'Energy', cost: 'Costs next to nothing' },
  deletion: { title: 'Deletion', cost: 'Runs the network 29 times for every explanation' },
  insertion: { title: 'Insertion', cost: 'Runs the network 29 times for every explanation' },
  drop: { title: 'Average drop', cost: 'Runs the network once more for every explanation' },
  randomisation: {
    title: 'Sanity check',
    cost: 'Explains with networks of random weights: some five times as slow, with room for the weights three times more',
  },
} as const satisfies Readonly<Partial<Record<MeasureName, { readonly title: string; readonly cost: string }>>>;

/** Sides of the network's input: twice the side makes a map of twice the side, and takes four times as long. */
export const inputSizes: readonly number[] = [224, 320, 448];

export const sourceTitles = {
  true: 'The true class',
  predicted: 'The predicted class',
} as const satisfies Readonly<Record<RunSettings['source'], string>>;

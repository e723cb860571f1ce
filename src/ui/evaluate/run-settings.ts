/** What an evaluation measures unless a visitor says otherwise, and what can be chosen. */
import type { RunSettings } from '../../runs/kept-run.ts';
import type { MeasureName } from '../../runs/run-choice.ts';
import { defaultConventions, defaultMethods } from '../../pipeline/recipe/defaults.ts';

/** The layer is the model's own, known once it has loaded. */
export const defaultRunSettings: RunSettings = {
  methods: defaultMethods,
  layer: '',
  conventions: defaultConventions,
  source: 'true',
  size: 224,
  limit: null,
};

interface MeasureTitle {
  readonly title: string;
  /** The rest of a sentence that begins with the title. */
  readonly cost: string;
  readonly isDear: boolean;
}

/** What can be measured besides boxes, and what it costs. */
export const measureTitles = {
  pointing: { title: 'Pointing game', cost: 'costs next to nothing', isDear: false },
  energy: { title: 'Energy', cost: 'costs next to nothing', isDear: false },
  deletion: { title: 'Deletion', cost: 'runs the network 29 times for every explanation', isDear: true },
  insertion: { title: 'Insertion', cost: 'runs the network 29 times for every explanation', isDear: true },
  drop: { title: 'Average drop', cost: 'runs the network once more for every explanation', isDear: true },
  randomisation: {
    title: 'Sanity check',
    cost: 'explains with networks of random weights: some five times as slow, with room for the weights three times more',
    isDear: true,
  },
} as const satisfies Readonly<Partial<Record<MeasureName, MeasureTitle>>>;

/** Sides of the network's input: twice the side makes a map of twice the side, and takes four times as long. */
export const inputSizes: readonly number[] = [224, 320, 448];

export const sourceTitles = {
  true: 'The true class',
  predicted: 'The predicted class',
} as const satisfies Readonly<Record<RunSettings['source'], string>>;

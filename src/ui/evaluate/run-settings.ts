/** The default settings of an evaluation, and the choices. */
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
  /** Completes a sentence that begins with the title. */
  readonly cost: string;
  readonly isDear: boolean;
}

/** The measures besides boxes, and their costs. */
export const measureTitles = {
  pointing: { title: 'Pointing game', cost: 'costs next to nothing', isDear: false },
  energy: { title: 'Energy', cost: 'costs next to nothing', isDear: false },
  pxap: { title: 'PxAP, of masks', cost: 'adds about 5 KB to every explanation', isDear: false },
  sparseness: { title: 'Sparseness', cost: 'costs next to nothing', isDear: false },
  complexity: { title: 'Complexity', cost: 'costs next to nothing', isDear: false },
  deletion: { title: 'Deletion', cost: 'runs the network 29 times for every explanation', isDear: true },
  insertion: { title: 'Insertion', cost: 'runs the network 29 times for every explanation', isDear: true },
  road: { title: 'ROAD', cost: 'runs the network 18 times for every explanation', isDear: true },
  'pixel-flipping': {
    ...{ title: 'Pixel flipping', cost: 'runs the network 29 times for every explanation', isDear: true },
  },
  'faithfulness-correlation': {
    ...{ title: 'Faithfulness correlation', cost: 'runs the network 30 times for every explanation', isDear: true },
  },
  drop: { title: 'Average drop', cost: 'runs the network once more for every explanation', isDear: true },
  'max-sensitivity': {
    ...{ title: 'Max-sensitivity', cost: 'explains ten moved copies: about ten times as slow', isDear: true },
  },
  randomisation: {
    title: 'Sanity check',
    cost:
      'explains with networks with random weights: about five times as slow, with memory for three more ' +
      'copies of the weights',
    isDear: true,
  },
} as const satisfies Readonly<Partial<Record<MeasureName, MeasureTitle>>>;

/** In the order in which they are offered. */
export const titledMeasures = Object.keys(measureTitles) as readonly (keyof typeof measureTitles)[];

export function isDear(name: keyof typeof measureTitles): boolean {
  return measureTitles[name].isDear;
}

/** Sides of the network's input in pixels. Doubling it doubles the sides of maps and takes four times as long. */
export const inputSizes: readonly number[] = [224, 320, 448];

export const sourceTitles = {
  true: 'The true class',
  predicted: 'The predicted class',
} as const satisfies Readonly<Record<RunSettings['source'], string>>;

/**
 * Small exported networks of one trait each: logits and the gradient at the input are those of an independent
 * implementation, or the network is refused with the sentence that stands here. They lie in
 * ../shared/networks; where they are not there, this says so.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addGradients } from '../../src/autodiff/add-gradients.ts';
import { Classifier } from '../../src/autodiff/classifier.ts';
import { CamLensError } from '../../src/errors.ts';
import { readModel } from '../../src/onnx/read.ts';
import { projectRoot } from '../../cli/project-root.ts';
import { randomFrom, randomValues } from '../support/random.ts';
import { startRunner, tensor, type Tensor } from './run-model.ts';

const place = join(projectRoot, '../shared/networks');

/** What is refused, and how the sentence begins; every other network must be explained. */
const refused: ReadonlyMap<string, string> = new Map([
  [
    'argmax-outputs-op13',
    'The output "label" holds labels alone, which the ArgMax node "label" takes from scores; labels have no gradient. ' +
      'Name the scores instead: "z" (--output, or "logits" in the description).',
  ],
  ['flat-input-op11', 'The model has no input for a picture, float32 [N, channels, height, width]. Its inputs: "x" '],
  [
    'gridsample-t213-script',
    'There is no gradient rule for the operator GridSample of node "/mid/GridSample", which lies between a wanted layer and ' +
      'the logits. Choose a layer behind it, or export the model without that operator.',
  ],
  [
    'lrn-t213-script',
    'No gradient goes through the control flow of the If node "/mid/If", which lies between a wanted layer and the logits. ' +
      'Choose a layer behind it, or export the model with its branches and loops unrolled',
  ],
]);

/** Where the numbers expected are of another output than the one that is explained unless it is named. */
const outputs: Readonly<Record<string, string>> = { 'two-heads-op13': 'aux' };

interface Expected {
  readonly class: number;
  readonly logits: readonly number[];
  readonly gradient_sum: number;
  readonly gradient_abs_max: number;
  readonly gradient_first_row: readonly number[];
}

/** The share of the largest magnitude that a number may be off. */
const tolerance = 1e-4;

if (!existsSync(place)) {
  console.warn('LEFT OUT: ../shared/networks is not there.');
  test.skip('networks of one trait each', () => undefined);
} else {
  const expected = new Map(
    Object.entries(JSON.parse(readFileSync(join(place, 'expected.json'), 'utf8')) as Record<string, Expected>),
  );
  const files = readdirSync(place).filter((name) => name.endsWith('.onnx'));

  describe.each(files.map((file) => file.replace(/\.onnx$/, '')))('%s', (name) => {
    const sentence = refused.get(name);
    if (sentence !== undefined) {
      test('is refused', () => expect(refusalOf(name)?.message.slice(0, sentence.length)).toBe(sentence));
      return;
    }
    test('is explained', async () => {
      const known = expected.get(name);
      const { logits, gradients, slopes } = await explain(name, known === undefined ? [1, 2, 3, 4] : []);
      if (known === undefined) return expectSlopes(slopes);
      expect(highest(logits)).toBe(known.class);
      expectClose(logits, known.logits);
      const first = gradients.slice(0, known.gradient_first_row.length);
      expectClose(first, known.gradient_first_row, known.gradient_abs_max);
      expectClose([largest(gradients)], [known.gradient_abs_max]);
      // A sum of so many is as exact as its parts are large.
      const parts = gradients.reduce((sum, value) => sum + Math.abs(value), 0);
      expectClose([gradients.reduce((sum, value) => sum + value, 0)], [known.gradient_sum], parts);
    });
  });
}

function load(name: string): Classifier {
  const bytes = new Uint8Array(readFileSync(join(place, `${name}.onnx`)));
  return new Classifier(readModel(bytes, name), outputs[name]);
}

function refusalOf(name: string): CamLensError | undefined {
  try {
    addGradients(load(name), { layers: {}, input: true });
    return undefined;
  } catch (error) {
    if (error instanceof CamLensError) return error;
    throw error;
  }
}

interface Explained {
  readonly logits: readonly number[];
  /** ∂logit[class]/∂input */
  readonly gradients: readonly number[];
  /** The same along random directions, and by central differences. */
  readonly slopes: readonly { readonly analytic: number; readonly numeric: number }[];
}

/** @param seeds of the directions */
async function explain(name: string, seeds: readonly number[]): Promise<Explained> {
  const classifier = load(name);
  const dims = (classifier.shapes.get(classifier.image) ?? []).map(Number);
  const classes = Number(classifier.shapes.get(classifier.scores)?.[1]);
  const { model, target, logits: output, inputGradients = '' } = addGradients(classifier, { layers: {}, input: true });
  const runner = await startRunner(model);
  const run = (image: Float32Array): Promise<Readonly<Record<string, Tensor>>> =>
    runner.run({ [classifier.image]: tensor(dims, image), [target]: tensor([1, classes], new Float32Array(classes)) });

  const image = Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i));
  const found = await run(image);
  const [logits, gradients] = [output, inputGradients].map((each) => [...(found[each]?.values ?? [])]);
  if (logits === undefined || gradients?.length !== image.length) throw new Error('There are no gradients.');
  const score = async (direction: Float32Array, by: number): Promise<number> => {
    const moved = image.map((value, i) => value + by * (direction[i] ?? 0));
    return (await run(moved))[output]?.values[highest(logits)] ?? NaN;
  };
  const slopes: { analytic: number; numeric: number }[] = [];
  for (const seed of seeds) {
    const direction = randomValues(image.length, 1, randomFrom(seed));
    const numeric = ((await score(direction, step)) - (await score(direction, -step))) / (2 * step);
    slopes.push({ analytic: gradients.reduce((sum, value, i) => sum + value * (direction[i] ?? 0), 0), numeric });
  }
  await runner.release();
  return { logits, gradients, slopes };
}

/** Of central differences: kinks of ReLU lie within it, float32 shows below it. */
const step = 1 / 4096;

/** The largest of the slopes counts: kinks and float32 make them no better. */
function expectSlopes(slopes: Explained['slopes']): void {
  const size = largest(slopes.map(({ numeric }) => numeric));
  for (const { analytic, numeric } of slopes) expect(Math.abs(analytic - numeric) / size).toBeLessThan(0.03);
}

function expectClose(found: readonly number[], wanted: readonly number[], size = largest(wanted)): void {
  expect(found).toHaveLength(wanted.length);
  wanted.forEach((value, i) => {
    expect(Math.abs((found[i] ?? NaN) - value) / size, `${found[i]} for ${value} at ${i}`).toBeLessThan(tolerance);
  });
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function highest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}

/**
 * Small exported networks of one trait each: logits and the gradient at the input are those of an independent
 * implementation, or the network is refused with the message given here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addGradients } from '../../src/autodiff/add-gradients.ts';
import { Classifier } from '../../src/autodiff/classifier.ts';
import { CamLensError } from '../../src/errors.ts';
import { readModel } from '../../src/onnx/read.ts';
import { projectRoot } from '../../cli/project-root.ts';
import { randomFrom, randomValues } from '../support/random.ts';
import { startRunner, tensor, type Tensor } from './run-model.ts';

const place = join(projectRoot, 'test/fixtures/onnx');

/** The refused networks, and how the message begins; every other network must be explained. */
const refused: ReadonlyMap<string, string> = new Map([
  [
    'argmax-outputs-op13',
    'The output "label" holds only labels, which the ArgMax node "label" derives from scores; labels have no gradient. ' +
      'Name the scores instead: "z" (--output, or "logits" in the description).',
  ],
]);

/** Networks whose expected numbers are for another output than the default one. */
const outputs: Readonly<Record<string, string>> = { 'two-heads-op13': 'aux' };

interface Expected {
  readonly class: number;
  readonly logits: readonly number[];
  readonly gradient_sum: number;
  readonly gradient_abs_max: number;
  readonly gradient_first_row: readonly number[];
}

/** Tolerance as a fraction of the largest magnitude. */
const tolerance = 1e-4;

const expected = new Map(
  Object.entries(JSON.parse(readFileSync(join(place, 'expected.json'), 'utf8')) as Record<string, Expected>),
);
/** The folder also has hostile files, whose names contain no exporter or operator set. */
const files = readdirSync(place).filter((name) => /-(?:op\d+|script|dynamo)\.onnx$/.test(name));

test('there are networks, each with expected numbers', () => {
  expect(files).toHaveLength(29);
  for (const name of expected.keys()) expect(files).toContain(`${name}.onnx`);
});

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
    // The error of a sum depends on the magnitude of its terms.
    const parts = gradients.reduce((sum, value) => sum + Math.abs(value), 0);
    expectClose([gradients.reduce((sum, value) => sum + value, 0)], [known.gradient_sum], parts);
  });
});

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
  /** Along random directions, and with central differences. */
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

/** Step of central differences: larger ones cross kinks of ReLU, smaller ones show float32 rounding. */
const step = 1 / 4096;

/** Relative to the largest slope, because kinks and float32 limit the accuracy. */
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

/**
 * What do gradients cost? On WebAssembly, warm, in one run and by turns: ResNet-50 alone, with the gradients of its last
 * stage, of all four stages, and of the picture. Before that: how long does the rewrite take, and how much does the file
 * grow? The target for all four stages is less than 1.9 times the network alone, on one thread.
 */
import { addGradients, type GradientRequest } from '../src/autodiff/add-gradients.ts';
import { readModel } from '../src/onnx/read.ts';
import { writeModel } from '../src/onnx/write.ts';
import { defaultModel } from '../src/pipeline/explainer-defaults.ts';
import { loadModel } from '../src/pipeline/model.ts';
import { createNetwork, networkThreads, type Network, type NetworkTensor } from '../src/pipeline/network.ts';

interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

interface Candidate {
  readonly name: string;
  readonly network: Network;
  readonly inputs: Readonly<Record<string, NetworkTensor>>;
  readonly rewriteMs: number;
  /** Share of the model's bytes. */
  readonly growth: number;
  readonly timesMs: number[];
}

const warmUps = 2;
const runs = 10;
const stages = ['layer1', 'layer2', 'layer3', 'layer4'];

export async function run({ progress }: { progress: (message: string) => void }): Promise<Table> {
  const { bytes, description, classes } = await loadModel(defaultModel, ({ message }) => progress(message));
  const { name: imageName, size } = description.input;
  const image = { dims: [1, 3, size, size], values: pattern(3 * size * size) };
  const target = { dims: [1, classes.length], values: new Float32Array(classes.length) };
  const layersOf = (names: readonly string[]): Record<string, string> =>
    Object.fromEntries(names.map((name) => [name, description.layers[name] ?? name]));

  const alone = await createNetwork({ bytes, device: null, outputs: [description.logits] });
  const candidates: Candidate[] = [
    { name: 'network alone', network: alone, inputs: { [imageName]: image }, rewriteMs: 0, growth: 0, timesMs: [] },
  ];
  const requests: readonly (readonly [string, GradientRequest])[] = [
    ['and gradients at layer4', { layers: layersOf(['layer4']) }],
    ['and gradients at all four stages', { layers: layersOf(stages) }],
    ['and gradients at the picture', { layers: {}, input: true }],
  ];
  for (const [name, request] of requests) {
    progress(`Rewriting: ${name}`);
    const start = performance.now();
    const rewritten = addGradients(readModel(bytes), { ...request, logits: description.logits });
    const written = writeModel(rewritten.model);
    const rewriteMs = performance.now() - start;
    const outputs = rewritten.model.graph.output.map((output) => output.name);
    const network = await createNetwork({ bytes: written, device: null, outputs });
    const inputs = { [imageName]: image, [rewritten.target]: target };
    candidates.push({ name, network, inputs, rewriteMs, growth: written.length / bytes.length - 1, timesMs: [] });
  }

  for (let i = 0; i < warmUps + runs; i += 1) {
    progress(`Round ${i + 1} of ${warmUps + runs}`);
    for (const { network, inputs, timesMs } of candidates) {
      const start = performance.now();
      (await network.run(inputs)).release();
      if (i >= warmUps) timesMs.push(performance.now() - start);
    }
  }
  for (const { network } of candidates) await network.destroy();
  const baseline = candidates[0]?.timesMs ?? [];
  return {
    title: `gradients: ResNet-50 at ${size} × ${size} on wasm, ${networkThreads} thread(s)`,
    columns: ['what', 'median ms', 'least ms', 'times the network (median)', '(least)', 'rewrite ms', 'growth %'],
    rows: candidates.map(({ name, timesMs, rewriteMs, growth }) => [
      name,
      round(median(timesMs), 1),
      round(Math.min(...timesMs), 1),
      round(median(timesMs) / median(baseline), 3),
      round(Math.min(...timesMs) / Math.min(...baseline), 3),
      round(rewriteMs, 0),
      round(100 * growth, 3),
    ]),
  };
}

/** Values as a picture with its mean subtracted has them; what they show does not matter here. */
function pattern(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => 60 * Math.sin(0.37 * i));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? NaN) + (sorted[sorted.length >> 1] ?? NaN)) / 2;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

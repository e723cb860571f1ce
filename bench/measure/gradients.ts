/** Alternates between the network alone and with gradients. */
import { ExplainableNetwork } from '../../src/pipeline/network/explainable-network.ts';
import { defaultModel } from '../../src/pipeline/model/built-in-model.ts';
import { loadModel } from '../../src/pipeline/model/model.ts';
import { createNetwork, networkThreads } from '../../src/pipeline/network/network.ts';
import type { RunRequest } from '../../src/pipeline/network/run-request.ts';
import type { ModelDescription } from '../../src/pipeline/types.ts';
import { pattern } from './pattern.ts';
import { median, round, type BenchOptions, type TableRow } from './table.ts';

interface Candidate {
  readonly name: string;
  run(): Promise<void>;
  destroy(): Promise<void>;
  readonly rewriteMs: number;
  readonly timesMs: number[];
}

const warmUps = 2;
const usualRounds = 10;

/** The sets of layers whose gradients are measured. */
function rewritings({ defaultLayer, strip, layers }: ModelDescription): readonly (readonly string[])[] {
  return [[defaultLayer], strip, Object.keys(layers).slice(0, 1)];
}

export async function measureGradients({
  progress,
  rounds: runs = usualRounds,
  model: place = defaultModel,
}: BenchOptions): Promise<readonly TableRow[]> {
  const model = await loadModel(place, ({ message }) => progress(message));
  const { input, logits } = model.description;
  const image = { dims: [1, 3, input.size, input.size], values: pattern(3 * input.size ** 2) };
  const target = new Float32Array(model.classes.length);

  const network = await createNetwork({ bytes: model.bytes, device: null, outputs: [logits] });
  const alone: Candidate = {
    name: 'network alone',
    run: async () => (await network.run({ [input.name]: image })).release(),
    destroy: () => network.destroy(),
    rewriteMs: 0,
    timesMs: [],
  };
  const candidates = [alone];
  for (const layers of rewritings(model.description)) {
    const name = `and gradients at ${layers.join(', ')}`;
    progress(`Rewriting: ${name}`);
    const start = performance.now();
    let rewriteMs = 0;
    const request: RunRequest = { layers, input: false, relu: 'standard' };
    const onSession = (): void => void (rewriteMs = performance.now() - start);
    const explainable = await ExplainableNetwork.create(model, request, null, onSession);
    candidates.push({
      name,
      run: async () => (await explainable.run(request, image, target)).release(),
      destroy: () => explainable.destroy(),
      rewriteMs,
      timesMs: [],
    });
  }

  for (let i = 0; i < warmUps + runs; i += 1) {
    progress(`Round ${i + 1} of ${warmUps + runs}`);
    for (const candidate of candidates) {
      const start = performance.now();
      await candidate.run();
      if (i >= warmUps) candidate.timesMs.push(performance.now() - start);
    }
  }
  for (const candidate of candidates) await candidate.destroy();
  return candidates.map(({ name, timesMs, rewriteMs }) => [
    networkThreads(),
    name,
    round(median(timesMs), 1),
    round(Math.min(...timesMs), 1),
    round(median(timesMs) / median(alone.timesMs), 3),
    round(Math.min(...timesMs) / Math.min(...alone.timesMs), 3),
    round(rewriteMs, 0),
  ]);
}

/** One network in WebAssembly, alternating between ONNX Runtime's builds. */
import { defaultModel } from '../../src/pipeline/model/built-in-model.ts';
import { loadModel } from '../../src/pipeline/model/model.ts';
import { networkThreads } from '../../src/pipeline/network/network.ts';
import { loadRuntime, type Provider } from '../../src/pipeline/network/runtime.ts';
import { pattern } from './pattern.ts';
import { median, round, type BenchOptions, type TableRow } from './table.ts';

const builds: readonly Provider[] = ['wasm', 'webgpu'];
const warmUps = 2;
const usualRounds = 10;

/**
 * @returns rows of: threads, build, median and minimum in milliseconds, both as multiples of the first row's,
 *   milliseconds to start
 */
export async function measureRuntimes({
  progress,
  rounds = usualRounds,
  model: place = defaultModel,
}: BenchOptions): Promise<readonly TableRow[]> {
  const { bytes, description } = await loadModel(place, ({ message }) => progress(message));
  const { name, size } = description.input;
  const values = pattern(3 * size ** 2);
  const candidates = [];
  for (const build of builds) {
    progress(`Starting the build for ${build}`);
    const startMs = performance.now();
    const { InferenceSession, Tensor } = await loadRuntime(build, networkThreads());
    const session = await InferenceSession.create(bytes, { executionProviders: ['wasm'] });
    const feeds = { [name]: new Tensor('float32', values, [1, 3, size, size]) };
    const timesMs: number[] = [];
    candidates.push({ build, session, feeds, startMs: performance.now() - startMs, timesMs });
  }
  for (let i = 0; i < warmUps + rounds; i += 1) {
    progress(`Round ${i + 1} of ${warmUps + rounds}`);
    for (const { session, feeds, timesMs } of candidates) {
      const beginMs = performance.now();
      await session.run(feeds);
      if (i >= warmUps) timesMs.push(performance.now() - beginMs);
    }
  }
  const [first = []] = candidates.map(({ timesMs }) => timesMs);
  for (const { session } of candidates) await session.release();
  return candidates.map(({ build, startMs, timesMs }) => [
    networkThreads(),
    build,
    round(median(timesMs), 1),
    round(Math.min(...timesMs), 1),
    round(median(timesMs) / median(first), 3),
    round(Math.min(...timesMs) / Math.min(...first), 3),
    round(startMs, 0),
  ]);
}

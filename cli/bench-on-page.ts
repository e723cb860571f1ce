/** Runs a benchmark in a page of its own, in which nothing else has started. */
import { CamLensError } from '../src/errors.ts';
import type { Backend, BackendChoice } from '../src/pipeline/types.ts';
import type { Answer } from '../src/pipeline/worker/answer.ts';
import { browserOf } from './browser-options.ts';
import type { Terminal } from './command.ts';
import { startOnBestAdapter } from './headless.ts';
import { progressOf } from './progress.ts';
import type { SessionOptions } from './session.ts';

interface Place extends Pick<SessionOptions, 'address'> {
  readonly wanted: Parameters<typeof browserOf>[0];
  readonly terminal: Terminal;
}

/**
 * @param name of the benchmark, a file in bench/ whose `run` returns an `Answer`
 * @param backendOf what ran, as the result says
 * @param choice what is demanded of the browser
 * @throws CamLensError `no-webgpu`, `no-browser`, and the page's own
 */
export async function benchOnPage<Result>(
  name: string,
  options: object,
  { wanted, terminal, ...place }: Place,
  backendOf: (result: Result) => Backend,
  choice: BackendChoice = 'webgpu',
): Promise<Result> {
  const sessionOptions = {
    ...place,
    ...browserOf(wanted, terminal),
    onProgress: progressOf(terminal),
    interrupted: terminal.interrupted,
  };
  const { session, info } = await startOnBestAdapter(sessionOptions, choice, async (page) => {
    const answered = await page.runModule<Answer<Result>>(`./bench/${name}.js`, options);
    if (!answered.ok) throw new CamLensError(answered.error.code, answered.error.message);
    const result = answered.value;
    return { result, backend: backendOf(result) };
  });
  await session.close();
  return info.result;
}

/** Of a benchmark that runs on WebGPU only. */
export function onWebGpu(adapter: string): Backend {
  return { network: 'webgpu', stages: 'webgpu', adapter };
}

/** Drives headless.html in Chromium, through which the command uses the pipeline. */
import { CamLensError, describeError, type ErrorCode } from '../src/errors.ts';
// Only types: the page itself is reached only through Chromium.
import type {
  HeadlessPage as HeadlessPage,
  HeadlessChoice,
  HeadlessInfo,
  PageOptions as StartOptions,
  HeadlessPicture,
  HeadlessResult,
} from '../src/headless/calls.ts';
import { endsCommand } from './exit-codes.ts';
import { openSession, type Adapter, type Result, type PageSession, type SessionOptions } from './session.ts';

export interface HeadlessOptions extends SessionOptions {
  readonly start: StartOptions;
}

export interface Headless {
  readonly info: HeadlessInfo;
  /** False once the page has crashed, stopped responding or lost its device; every later call fails. */
  readonly alive: boolean;
  /** @throws CamLensError with the page's own code, and `worker-failed` if the page crashed or stopped responding */
  explain(picture: HeadlessPicture, choice: HeadlessChoice): Promise<HeadlessResult>;
  /** Imports a module from the server into the page and calls its export `run` with these options. */
  runModule<Value>(path: string, options?: object): Promise<Value>;
  close(): Promise<void>;
}

type Adapters = Readonly<Record<StartOptions['backend'], readonly Adapter[]>>;

/** The adapters to try for each backend, best first. */
const adaptersFor: Adapters = {
  auto: ['hardware', 'software'],
  webgpu: ['hardware', 'software'],
  wasm: ['hardware', 'software'],
  cpu: ['none'],
};

/** A GPU or no WebGPU, for work that is slower with shaders on a software adapter than without them. */
export const hardwareOrNone: Adapters = { ...adaptersFor, auto: ['hardware', 'none'] };

/**
 * Starts the browser and the page's pipeline. If that fails on the machine's GPU, or there is no WebGPU, tries again
 * with the software adapter.
 * @throws CamLensError `no-browser`, `no-webgpu`, `model-…`, `stopped`
 */
export async function startHeadless(options: HeadlessOptions): Promise<Headless> {
  const { backend, onSoftware } = options.start;
  const adapters = onSoftware === 'cpu' ? hardwareOrNone : adaptersFor;
  const start = (page: PageSession): Promise<HeadlessInfo> => page.call('start', options.start);
  const { session, info } = await startOnBestAdapter(options, backend, start, adapters);
  return new StartedPage(session, info);
}

/** As `startHeadless`, with another way to start the page. */
export async function startOnBestAdapter<Info extends Pick<HeadlessInfo, 'backend'>>(
  options: SessionOptions,
  backend: StartOptions['backend'],
  start: (session: PageSession) => Promise<Info>,
  { [backend]: tried }: Adapters = adaptersFor,
): Promise<{ readonly session: PageSession; readonly info: Info }> {
  // A running browser already has its adapter.
  const adapters = options.browserUrl === undefined ? tried : tried.slice(0, 1);
  for (const [index, adapter] of adapters.entries()) {
    const next = adapters[index + 1];
    const tryNext = next !== undefined && next !== 'none';
    let session: PageSession | undefined;
    try {
      session = await openSession(options, adapter);
      // Without an adapter, a start would load the model only to be repeated.
      if (tryNext && !(await session.call('offersWebGpu'))) throw noAdapter(backend);
      const info = await start(session);
      if (!tryNext || info.backend.stages === 'webgpu') return { session, info };
    } catch (error) {
      const { code, message } = describeError(error);
      if (next === undefined || failsOnEveryAdapter(code)) {
        await session?.close();
        throw error;
      }
      if (code !== 'no-webgpu') options.onProgress(`No start on the ${adapter} adapter: ${message} Trying ${next} …`);
    }
    await session?.close();
  }
  throw noAdapter(backend);
}

function noAdapter(backend: string): CamLensError {
  return new CamLensError('no-webgpu', `There is no adapter for the backend ${backend}.`);
}

/** Makes one call to the page that needs neither a pipeline nor a GPU. */
export async function askPage<Name extends keyof HeadlessPage>(
  options: SessionOptions,
  name: Name,
  ...parameters: Parameters<HeadlessPage[Name]>
): Promise<Result<Name>> {
  const session = await openSession(options, 'none');
  try {
    return await session.call(name, ...parameters);
  } finally {
    await session.close();
  }
}

/**
 * Wrong usage and unusable models. Anything else, even a crash or a browser that does not start, may be caused by the
 * adapter.
 */
function failsOnEveryAdapter(code: ErrorCode): boolean {
  return code !== 'no-webgpu' && code !== 'worker-failed' && endsCommand(code);
}

class StartedPage implements Headless {
  readonly info: HeadlessInfo;
  readonly #session: PageSession;

  constructor(session: PageSession, info: HeadlessInfo) {
    this.#session = session;
    this.info = info;
  }

  get alive(): boolean {
    return this.#session.alive;
  }

  explain(picture: HeadlessPicture, choice: HeadlessChoice): Promise<HeadlessResult> {
    return this.#session.call('explain', picture, choice);
  }

  runModule<Value>(path: string, options?: object): Promise<Value> {
    return this.#session.runModule<Value>(path, options);
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}

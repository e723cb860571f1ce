/** Drives headless.html in Chromium: the way from the command to the pipeline. */
import { CamLensError, describeError, type ErrorCode } from '../src/errors.ts';
// Types alone: the page itself is reached through Chromium only.
import type {
  Headless as HeadlessPage,
  HeadlessChoice,
  HeadlessInfo,
  HeadlessOptions as StartOptions,
  HeadlessPicture,
  HeadlessResult,
} from '../src/headless/calls.ts';
import { endsCommand } from './exit-codes.ts';
import { openSession, type Adapter, type Result, type Session, type SessionOptions } from './session.ts';

export interface HeadlessOptions extends SessionOptions {
  readonly start: StartOptions;
}

export interface Headless {
  readonly info: HeadlessInfo;
  /** False once the page has crashed, stopped answering or lost its device; every further call fails. */
  readonly alive: boolean;
  /** @throws CamLensError with the page's own code, and `worker-failed` where the page crashed or stopped answering */
  explain(picture: HeadlessPicture, choice: HeadlessChoice): Promise<HeadlessResult>;
  /** Imports a module that the server offers, inside the page, and calls its export `run` with these options. */
  runModule<Value>(path: string, options?: object): Promise<Value>;
  close(): Promise<void>;
}

type Adapters = Readonly<Record<StartOptions['backend'], readonly Adapter[]>>;

/** The adapters worth trying, best first, for each backend. */
const adaptersFor: Adapters = {
  auto: ['hardware', 'software'],
  webgpu: ['hardware', 'software'],
  wasm: ['hardware', 'software'],
  cpu: ['none'],
};

/** A run takes a GPU or none: it is faster without shaders than with them on a software adapter. */
export const adaptersForRuns: Adapters = { ...adaptersFor, auto: ['hardware', 'none'] };

/**
 * Starts the browser and the page's pipeline; where that fails on the machine's GPU, or it gives no WebGPU, once more
 * with the software adapter.
 * @throws CamLensError `no-browser`, `no-webgpu`, `model-…`, `stopped`
 */
export async function startHeadless(options: HeadlessOptions): Promise<Headless> {
  const { backend } = options.start;
  const { session, info } = await startOnBestAdapter(options, backend, (page) => page.call('start', options.start));
  return new StartedPage(session, info);
}

/** The same with another start than that of one explainer. */
export async function startOnBestAdapter<Info extends Pick<HeadlessInfo, 'backend'>>(
  options: SessionOptions,
  backend: StartOptions['backend'],
  start: (session: Session) => Promise<Info>,
  { [backend]: tried }: Adapters = adaptersFor,
): Promise<{ readonly session: Session; readonly info: Info }> {
  // A browser that runs already has the adapter it has.
  const adapters = options.browserUrl === undefined ? tried : tried.slice(0, 1);
  for (const [index, adapter] of adapters.entries()) {
    const next = adapters[index + 1];
    let session: Session | undefined;
    try {
      session = await openSession(options, adapter);
      const info = await start(session);
      if (next === undefined || next === 'none' || info.backend.stages === 'webgpu') return { session, info };
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
  throw new CamLensError('no-webgpu', `There is no adapter to try for ${backend}.`);
}

/** One call of the page that needs neither a start nor a GPU. */
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

/** Wrong usage and unusable models; all else, be it a crash or a browser that does not start, may be the fault of one adapter. */
function failsOnEveryAdapter(code: ErrorCode): boolean {
  return code !== 'no-webgpu' && code !== 'worker-failed' && endsCommand(code);
}

class StartedPage implements Headless {
  readonly info: HeadlessInfo;
  readonly #session: Session;

  constructor(session: Session, info: HeadlessInfo) {
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

/** The other end of a `WorkerHandle`. */
import { expose, transfer, type Endpoint } from 'comlink';
import { trustOwnScripts } from '../../trusted-scripts.ts';
import { startPulse } from '../pulse.ts';
import { answer, type Answer } from './answer.ts';

type Call = (...given: readonly unknown[]) => unknown;

/**
 * Answers a page's calls with these functions, whatever they return or throw, and shows that the worker is alive.
 * Outside a worker, for example in Node, where a bundler inspects its module, it does nothing.
 */
export function serve(calls: object): void {
  if (!('WorkerGlobalScope' in globalThis)) return;
  // ONNX Runtime starts its threads from here.
  trustOwnScripts();
  startPulse();
  answerCalls(calls);
}

/** As `serve`, without signs of life. */
export function answerCalls(calls: object, endpoint?: Endpoint): void {
  const answering = Object.entries<Call>(calls as Readonly<Record<string, Call>>).map(
    ([name, call]) =>
      [name, async (...given: readonly unknown[]) => handed(await answer(() => call(...given)))] as const,
  );
  expose(Object.fromEntries(answering), endpoint);
}

/** A bitmap is transferred, not copied. */
function handed(given: Answer<unknown>): Answer<unknown> {
  return given.ok && 'ImageBitmap' in globalThis && given.value instanceof ImageBitmap
    ? transfer(given, [given.value])
    : given;
}

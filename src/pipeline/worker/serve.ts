/** The other end of a `WorkerHandle`. */
import { expose, transfer, type Endpoint } from 'comlink';
import { startPulse } from '../pulse.ts';
import { answer, type Answer } from './answer.ts';

type Call = (...given: readonly unknown[]) => unknown;

/**
 * Answers a page's calls by these functions, whatever they return or throw, and shows that the worker lives. Elsewhere than in
 * a worker, such as in Node, where a bundler looks at its module, nothing happens.
 */
export function serve(calls: object): void {
  if (!('WorkerGlobalScope' in globalThis)) return;
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

/** A bitmap is handed over, not copied. */
function handed(given: Answer<unknown>): Answer<unknown> {
  return given.ok && 'ImageBitmap' in globalThis && given.value instanceof ImageBitmap
    ? transfer(given, [given.value])
    : given;
}

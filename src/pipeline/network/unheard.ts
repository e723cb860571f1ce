/** Uncaught errors of a script while its work is awaited. */

export class Unheard extends Error {
  override readonly name = 'Unheard';
}

/**
 * @param script its URL: only errors whose stack contains it are its own
 * @throws Unheard with the message of the first such error; errors of the work itself
 */
export async function unlessUnheard<Result>(script: string, work: Promise<Result>): Promise<Result> {
  let hear: (event: PromiseRejectionEvent) => void = () => undefined;
  const unheard = new Promise<never>((_, reject) => {
    hear = (event) => {
      const { reason } = event as { readonly reason: unknown };
      if (!(reason instanceof Error && reason.stack?.includes(script) === true)) return;
      event.preventDefault();
      reject(new Unheard(reason.message, { cause: reason }));
    };
  });
  globalThis.addEventListener('unhandledrejection', hear);
  try {
    return await Promise.race([work, unheard]);
  } finally {
    globalThis.removeEventListener('unhandledrejection', hear);
  }
}

/** URL of the script that an error comes from, in the stack formats of all engines; undefined if there is none. */
export function scriptOf(error: unknown): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return /[a-z-]+:\/\/\S+?(?=:\d+:\d+)/.exec(stack)?.[0];
}

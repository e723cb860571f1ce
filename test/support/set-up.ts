/** Once for all `*.full.test.ts`: what the command and the pages need is built, and a Chromium started that they share. */
import type { TestProject } from 'vitest/node';
import { setUp } from '../../scripts/setup.mjs';
import { createContext } from '../../scripts/setup/context.mjs';
import { softwareAdapter, startDebuggable } from './debuggable-chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `ws://…` of the Chromium that tests share. */
    readonly sharedChromium: string;
  }
}

export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  await setUp(createContext('test'));
  const { socket, close } = await startDebuggable(softwareAdapter);
  provide('sharedChromium', socket);
  return close;
}

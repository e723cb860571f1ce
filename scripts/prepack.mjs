/** Runs before `npm pack` and `npm publish`: builds everything from the current sources. */
import { built } from './setup/built.mjs';
import { createContext } from './setup/context.mjs';
import { setUp } from './setup.mjs';

await setUp(createContext('test'), [built]);
await import('./build-package.mjs');

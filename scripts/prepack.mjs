/** What `npm pack` and `npm publish` take along: everything built, from the sources as they are. */
import { built } from './setup/built.mjs';
import { createContext } from './setup/context.mjs';
import { setUp } from './setup.mjs';

await setUp(createContext('test'), [built]);
await import('./build-package.mjs');

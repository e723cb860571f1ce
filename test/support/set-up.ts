/** What the command and the pages need, set up and built once for all tests that run them. */
import { setUp } from '../../scripts/setup.mjs';
import { createContext } from '../../scripts/setup/context.mjs';

export const setup = (): Promise<void> => setUp(createContext('test'));

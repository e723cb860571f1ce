/** The entry of the process that takes inputs. */
import { kinds } from './kinds.ts';
import { takeInputs } from './take-inputs.ts';

takeInputs(kinds);

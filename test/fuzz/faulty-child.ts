/** The entry of the process that takes inputs of the faulty kinds. */
import { faultyKinds } from './faulty-kinds.ts';
import { takeInputs } from './take-inputs.ts';

takeInputs(faultyKinds);

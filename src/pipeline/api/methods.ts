/** The public table of methods. */
import { methods as table } from '../recipe/methods/index.ts';
import type { MethodFacts } from '../recipe/methods/method.ts';

/** Information about every method, in the order in which they are offered. */
export const methods: readonly MethodFacts[] = table;

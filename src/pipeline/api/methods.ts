/** The methods as callers see them. */
import { methods as table } from '../recipe/methods/index.ts';
import type { MethodFacts } from '../recipe/methods/method.ts';

/** What is said of every method, in the order in which they are offered. */
export const methods: readonly MethodFacts[] = table;

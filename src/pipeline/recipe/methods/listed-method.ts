/** Information about a method, available before any model is loaded. */
import { methods } from './index.ts';
import type { Need } from '../../network/needs.ts';

export interface ListedMethod {
  readonly name: string;
  readonly title: string;
  readonly paper: string;
  readonly formula: string;
  /** Where its maps are: at a layer, or at the network's input. */
  readonly at: 'layer' | 'input';
  /** What it needs from the network. */
  readonly needs: readonly Need[];
  /** It runs the network many times. */
  readonly isSlow: boolean;
  /** What to know before trusting it. */
  readonly caution?: string;
}

export function listMethods(): readonly ListedMethod[] {
  return methods.map(({ name, title, paper, formula, at, needs, isSlow = false, caution }) => ({
    ...{ name, title, paper, formula, at, needs, isSlow },
    ...(caution === undefined ? {} : { caution }),
  }));
}

/** The table: operator → its gradient rule. A new rule is one file, one line here and one test. */
import type { Rule } from '../rule.ts';
import { Add } from './Add.ts';
import { Dropout } from './Dropout.ts';
import { Flatten } from './Flatten.ts';
import { Gemm } from './Gemm.ts';
import { GlobalAveragePool } from './GlobalAveragePool.ts';
import { Identity } from './Identity.ts';
import { ReduceMean } from './ReduceMean.ts';
import { deconvRelu, guidedRelu, Relu } from './Relu.ts';
import { Reshape } from './Reshape.ts';
import { Squeeze } from './Squeeze.ts';
import { Unsqueeze } from './Unsqueeze.ts';

export const rules = {
  Add,
  Dropout,
  Flatten,
  Gemm,
  GlobalAveragePool,
  Identity,
  ReduceMean,
  Relu,
  Reshape,
  Squeeze,
  Unsqueeze,
} as const satisfies Readonly<Record<string, Rule>>;

/** What a ReLU lets through on the way back: the derivative, or the rule of one of the two picture methods. */
export const reluRules = { standard: Relu, guided: guidedRelu, deconv: deconvRelu } as const;

export type ReluRule = keyof typeof reluRules;

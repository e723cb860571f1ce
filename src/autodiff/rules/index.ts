/** The table: operator → its gradient rule. A new rule is one file, one line here and one test. */
import type { Rule } from '../rule.ts';
import { Add } from './Add.ts';
import { AveragePool } from './AveragePool.ts';
import { BatchNormalization } from './BatchNormalization.ts';
import { Clip } from './Clip.ts';
import { Concat } from './Concat.ts';
import { Conv } from './Conv.ts';
import { Div } from './Div.ts';
import { Dropout } from './Dropout.ts';
import { Flatten } from './Flatten.ts';
import { Gemm } from './Gemm.ts';
import { GlobalAveragePool } from './GlobalAveragePool.ts';
import { Identity } from './Identity.ts';
import { MatMul } from './MatMul.ts';
import { MaxPool } from './MaxPool.ts';
import { Mul } from './Mul.ts';
import { Neg } from './Neg.ts';
import { Pad } from './Pad.ts';
import { ReduceMean } from './ReduceMean.ts';
import { deconvRelu, guidedRelu, Relu } from './Relu.ts';
import { Reshape } from './Reshape.ts';
import { Sigmoid } from './Sigmoid.ts';
import { Squeeze } from './Squeeze.ts';
import { Sub } from './Sub.ts';
import { Tanh } from './Tanh.ts';
import { Transpose } from './Transpose.ts';
import { Unsqueeze } from './Unsqueeze.ts';

export const rules = {
  Add,
  AveragePool,
  BatchNormalization,
  Clip,
  Concat,
  Conv,
  Div,
  Dropout,
  Flatten,
  Gemm,
  GlobalAveragePool,
  Identity,
  MatMul,
  MaxPool,
  Mul,
  Neg,
  Pad,
  ReduceMean,
  Relu,
  Reshape,
  Sigmoid,
  Squeeze,
  Sub,
  Tanh,
  Transpose,
  Unsqueeze,
} as const satisfies Readonly<Record<string, Rule>>;

/** What a ReLU lets through on the way back: the derivative, or the rule of one of the two picture methods. */
export const reluRules = { standard: Relu, guided: guidedRelu, deconv: deconvRelu } as const;

export type ReluRule = keyof typeof reluRules;

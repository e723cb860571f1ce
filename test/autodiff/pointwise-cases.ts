/** Cases of the elementwise rules: both sides of every kink, and attributes other than the defaults. */
import type { AttributeValue } from '../../src/onnx/build.ts';
import type { RuleCase } from './rule-graphs.ts';

const bothSigns: RuleCase = { title: 'both signs', inputs: [{ dims: [4, 5] }] };
/** Between −1 and 1, the domain of arcsine and similar functions. */
const inner: RuleCase = { title: 'between −1 and 1', inputs: [{ dims: [4, 5], from: -0.8 }] };
const positive: RuleCase = { title: 'positive', inputs: [{ dims: [4, 5], from: 0.5 }] };
const wide: RuleCase = { title: 'both signs, wide', inputs: [{ dims: [4, 5], from: -5 }] };
const having = (title: string, attributes: Readonly<Record<string, AttributeValue>>): RuleCase => ({
  ...wide,
  title,
  attributes,
});

export const pointwiseCases = {
  Abs: [bothSigns],
  Acos: [inner],
  Acosh: [{ title: 'above 1', inputs: [{ dims: [4, 5], from: 1.5 }] }],
  Asin: [inner],
  Asinh: [bothSigns],
  Atan: [bothSigns],
  Atanh: [{ ...inner, inputs: [{ dims: [4, 5], from: -0.6 }] }],
  Cast: [{ ...bothSigns, title: 'float32 to float32', attributes: { to: { int: 1 } }, linear: true }],
  Celu: [bothSigns, having('alpha', { alpha: { float: 2.5 } })],
  Clip: [
    { title: 'as ReLU6 in small', inputs: [{ dims: [4, 5] }, { floats: [0], dims: [] }, { floats: [1.2], dims: [] }] },
    { title: 'above alone', inputs: [{ dims: [4, 5] }, 'absent', { floats: [0.2], dims: [] }] },
    { title: 'below alone', inputs: [{ dims: [4, 5] }, { floats: [-0.6], dims: [] }] },
    { title: 'no bounds', inputs: [{ dims: [4, 5] }] },
    {
      title: 'bounds as attributes, before operator set 11',
      inputs: [{ dims: [4, 5] }],
      attributes: { min: { float: -0.6 }, max: { float: 1.2 } },
      opset: 9,
    },
    { title: 'one bound as an attribute', inputs: [{ dims: [4, 5] }], attributes: { min: { float: 0 } }, opset: 10 },
  ],
  Cos: [bothSigns],
  Cosh: [bothSigns],
  Dropout: [
    { title: 'inference', inputs: [{ dims: [2, 3] }], linear: true },
    {
      title: 'ratio as an attribute',
      inputs: [{ dims: [2, 3] }],
      attributes: { ratio: { float: 0.7 } },
      linear: true,
      opset: 9,
    },
  ],
  Elu: [bothSigns, having('alpha', { alpha: { float: 0.3 } })],
  Erf: [bothSigns],
  Exp: [bothSigns],
  Gelu: [
    { ...wide, opset: 20 },
    { ...having('by tanh', { approximate: { string: 'tanh' } }), opset: 20 },
  ],
  HardSigmoid: [wide, having('alpha and beta', { alpha: { float: 0.4 }, beta: { float: 0.2 } })],
  HardSwish: [wide],
  Identity: [{ title: 'any', inputs: [{ dims: [2, 3] }], linear: true }],
  LeakyRelu: [bothSigns, having('alpha', { alpha: { float: -0.4 } })],
  Log: [positive],
  Mod: [
    {
      title: 'as floats, both signs, broadcast',
      inputs: [{ dims: [2, 1, 3] }, { floats: [0.7, -1.3], dims: [2, 1] }],
      attributes: { fmod: { int: 1 } },
    },
  ],
  Mish: [{ ...wide, opset: 18 }],
  Neg: [{ title: 'any', inputs: [{ dims: [2, 3] }], linear: true }],
  Reciprocal: [positive],
  Relu: [bothSigns],
  Selu: [bothSigns, having('alpha and gamma', { alpha: { float: 1.1 }, gamma: { float: 0.7 } })],
  Shrink: [having('lambd and bias', { lambd: { float: 1.5 }, bias: { float: 0.4 } }), having('defaults', {})],
  Sigmoid: [bothSigns],
  Sin: [bothSigns],
  Sinh: [bothSigns],
  Softplus: [wide],
  Softsign: [bothSigns],
  Sqrt: [positive],
  Swish: [
    { ...wide, opset: 24 },
    { ...having('alpha', { alpha: { float: 1.7 } }), opset: 24 },
  ],
  Tan: [inner],
  Tanh: [bothSigns],
  ThresholdedRelu: [having('alpha', { alpha: { float: 0.6 } }), bothSigns],
} as const satisfies Readonly<Record<string, readonly [RuleCase, ...RuleCase[]]>>;

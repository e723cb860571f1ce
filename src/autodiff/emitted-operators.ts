/**
 * The operators that gradients are written in. Each has a kernel on ONNX Runtime's WebGPU provider: one without would
 * run on the CPU, and carry its tensors off the GPU and back. (Not there, among others: LogSoftmax, LRN, Mean, OneHot,
 * Sign, SpaceToDepth, Sum, and MaxPool's indices.)
 */
export const gpuOperators = [
  'Abs',
  'Add',
  'And',
  'Cast',
  'Concat',
  'Conv',
  'ConvTranspose',
  'Cos',
  'CumSum',
  'DepthToSpace',
  'Div',
  'Einsum',
  'Equal',
  'Erf',
  'Exp',
  'Expand',
  'Flatten',
  'Gather',
  'Gemm',
  'Greater',
  'HardSigmoid',
  'Identity',
  'Less',
  'Log',
  'MatMul',
  'Mul',
  'Neg',
  'Not',
  'Pad',
  'Pow',
  'ReduceMax',
  'ReduceMean',
  'ReduceProd',
  'ReduceSum',
  'Reshape',
  'Sigmoid',
  'Sin',
  'Slice',
  'Softplus',
  'Sqrt',
  'Squeeze',
  'Sub',
  'Tanh',
  'Transpose',
  'Unsqueeze',
  'Where',
] as const;

/** A tensor's shape is known to the CPU; so is arithmetic on it, a few integers each time. */
export const shapeOperators = ['Shape'] as const;

export type EmittedOperator = (typeof gpuOperators)[number] | (typeof shapeOperators)[number];

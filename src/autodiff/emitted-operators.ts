/**
 * The operators used to express gradients. Each has a kernel on ONNX Runtime's WebGPU provider: others would run on the
 * CPU, copying their tensors off the GPU and back. (Missing there, among others: LogSoftmax, LRN, Mean, OneHot, Sign,
 * SpaceToDepth, Sum, and MaxPool's indices.)
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

/** A tensor's shape is known to the CPU, and arithmetic on it is only a few integers. */
export const shapeOperators = ['Shape'] as const;

export type EmittedOperator = (typeof gpuOperators)[number] | (typeof shapeOperators)[number];

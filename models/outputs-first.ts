/** Keras stores weights as [window, in, out]; ONNX expects [out, in, window]. */

/**
 * Transposes weights and multiplies those of each output by a factor, in float64, rounded once.
 * @param weights [window, inputs, outputs], row-major; window is height · width of a kernel, or 1 for a dense layer
 * @param scale [outputs]
 * @returns [outputs, inputs, window], row-major
 */
export function outputsFirst(weights: Float32Array, inputs: number, scale: Float64Array): Float32Array {
  const outputs = scale.length;
  const window = weights.length / (inputs * outputs);
  const result = new Float32Array(weights.length);
  let from = 0;
  for (let place = 0; place < window; place += 1) {
    for (let input = 0; input < inputs; input += 1) {
      for (let output = 0; output < outputs; output += 1) {
        result[(output * inputs + input) * window + place] = weights[from]! * scale[output]!;
        from += 1;
      }
    }
  }
  return result;
}

/** The scale that leaves weights unchanged. */
export function ones(length: number): Float64Array {
  return new Float64Array(length).fill(1);
}

import { rounding } from '../../uniform.ts';

/** As the reference of the stage `unit-vectors`, channel by channel, so that memory is read in its order. */
export function unitVectors(
  tensor: Float32Array,
  origins: Float32Array,
  channels: number,
  positions: number,
): Float32Array {
  const vectors = new Float32Array(tensor.length);
  const pictureSize = channels * positions;
  for (let first = 0; first < tensor.length; first += pictureSize) {
    const rest = new Float64Array(positions);
    const whole = new Float64Array(positions);
    for (let c = 0; c < channels; c++) {
      const [row, origin] = [first + c * positions, origins[first / positions + c]!];
      for (let p = 0; p < positions; p++) {
        const value = tensor[row + p]!;
        const difference = value - origin;
        rest[p]! += difference * difference;
        whole[p]! += value * value;
      }
    }
    // Of what is nothing but rounding: 0 times whatever it is.
    const factors = rest.map((square, p) => (square <= rounding ** 2 * whole[p]! ? 0 : 1 / Math.sqrt(square)));
    for (let c = 0; c < channels; c++) {
      const [row, origin] = [first + c * positions, origins[first / positions + c]!];
      for (let p = 0; p < positions; p++) vectors[row + p] = (tensor[row + p]! - origin) * factors[p]!;
    }
  }
  return vectors;
}

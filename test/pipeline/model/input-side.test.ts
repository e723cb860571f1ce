import { expect, it } from 'vitest';
import { inputSide, inputSize, modelInput } from '../../../src/pipeline/model/input-side.ts';
import { normalizations } from '../../../src/pipeline/model/normalizations.ts';

const free = { file: 'net.onnx', input: { name: 'x', size: 224, normalization: normalizations.torch } };
const fixed = { ...free, input: { ...free.input, isFixed: true as const } };

it('is the one wanted, else the model’s own', () => {
  expect([inputSide(free), inputSide(free, 320), inputSide(fixed), inputSide(fixed, 224)]).toEqual([
    224, 320, 224, 224,
  ]);
});

it.each([
  [free, 0, 'The input size is 0; a whole number of pixels was expected.'],
  [free, 1.5, 'The input size is 1.5; a whole number of pixels was expected.'],
  [free, NaN, 'The input size is NaN; a whole number of pixels was expected.'],
  [fixed, 320, 'The input size is 320, but net.onnx takes only pictures of 224 × 224 pixels.'],
])('%j cannot be %d', (model, side, message) => {
  expect(() => inputSide(model, side)).toThrow(expect.objectContaining({ code: 'bad-option', message }) as Error);
});

it('has a height of its own at the model’s own width alone', () => {
  const oblong = { ...free, input: { ...free.input, size: 192, height: 48 } };
  expect(inputSize(oblong.input)).toEqual({ width: 192, height: 48 });
  expect(inputSize(oblong.input, 96)).toEqual({ width: 96, height: 96 });
  expect(inputSize(free.input)).toEqual({ width: 224, height: 224 });
  const grey = { input: { ...oblong.input, channels: 1 as const } };
  expect(modelInput(grey, 192)).toEqual({ width: 192, height: 48, normalization: normalizations.torch, channels: 1 });
  const fixedOblong = { ...oblong, input: { ...oblong.input, isFixed: true as const } };
  expect(() => inputSide(fixedOblong, 48)).toThrow('net.onnx takes only pictures of 192 × 48 pixels.');
});

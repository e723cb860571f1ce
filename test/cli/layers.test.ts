/** What `cam-lens layers` says of outputs. */
import { expect, it } from 'vitest';
import { inputText, outputsText } from '../../cli/commands/layers.ts';

it('is told, with how to name another', () => {
  expect(outputsText({ explained: 'y', others: ['aux', 'b\u202e'], probabilities: 'softmax' })).toBe(
    'Explained output: "y"; probabilities by softmax. Others: "aux", "b\\u202e"; --output NAME explains one of them.',
  );
  expect(outputsText({ explained: 'y', others: [], probabilities: 'sigmoid' })).toBe(
    'Explained output: "y"; probabilities by sigmoid.',
  );
});

it('and of the input: its size, width first, and its channels', () => {
  expect(inputText({ name: 'x', width: 192, height: 48, channels: 3 })).toBe(
    'Input: "x", 192 × 48 pixels, 3 channels.',
  );
  expect(inputText({ name: 'x', width: 28, height: 28, channels: 1 })).toBe(
    'Input: "x", 28 × 28 pixels, 1 channel (grey).',
  );
});

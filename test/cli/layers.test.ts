/** What `cam-lens layers` says of outputs. */
import { expect, it } from 'vitest';
import { outputsText } from '../../cli/commands/layers.ts';

it('is told, with how to name another', () => {
  expect(outputsText({ explained: 'y', others: ['aux', 'b\u202e'], probabilities: 'softmax' })).toBe(
    'Output explained: "y", its probabilities by softmax. Others: "aux", "b\\u202e"; explain one of them by --output NAME.',
  );
  expect(outputsText({ explained: 'y', others: [], probabilities: 'sigmoid' })).toBe(
    'Output explained: "y", its probabilities by sigmoid.',
  );
});

/** The page's sample photos. */
import { expect, it } from 'vitest';
import samples from '../../../public/samples/samples.json' with { type: 'json' };
import { usualSamples } from '../../../src/ui/explain/samples.ts';

it('places are kept for as many samples as the page comes with', () => {
  expect(samples.samples).toHaveLength(usualSamples);
});

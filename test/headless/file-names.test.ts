import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fileNames } from '../../src/headless/file-names.ts';

it.each([
  ['layer4.1', 'layer4.1'],
  ['layer4/layer4.2/relu_1/Relu_output_0', 'layer4_layer4.2_relu_1_Relu_output_0'],
  ['../../etc/passwd', 'etc_passwd'],
  ['a..b', 'a.b'],
  ['Ö ß', 'layer'],
  ['.hidden', 'hidden'],
  ['x'.repeat(300), 'x'.repeat(80)],
])('calls the layer %s %s', (layer, name) => {
  expect(fileNames([layer]).get(layer)).toBe(name);
});

it('keeps names apart that would be the same', () => {
  expect([...fileNames(['a/b', 'a_b', 'A:B', 'a_b-2']).values()]).toEqual(['a_b', 'a_b-2', 'A_B-3', 'a_b-2-2']);
});

it('gives each layer its own name, one that the server stores', () => {
  const stored = /^[\w+-]+(\.[\w+-]+)*$/;
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ maxLength: 12, unit: 'grapheme' })), (layers) => {
      const names = layers.map((layer) => fileNames(layers).get(layer) ?? '');
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(layers.length);
      for (const name of names) expect(name).toMatch(stored);
    }),
  );
});

/** Ten thousand damaged files: each is refused with a message or is still a model. None hangs or crashes. */
import { describe, expect, it } from 'vitest';
import { addGradients } from '../support/rewrites.ts';
import { CamLensError } from '../../src/errors.ts';
import { readModel } from '../../src/onnx/read.ts';
import { writeModel } from '../../src/onnx/write.ts';
import { networks } from '../autodiff/networks/index.ts';
import { randomFrom } from '../support/random.ts';

const files = Object.values(networks).map((build) => {
  const { model, layers } = build();
  return { bytes: writeModel(model), layers: Object.fromEntries(layers.map((layer) => [layer, layer])) };
});
const count = 10_000;
/** The messages of nodes are what the walk trusts; the weights behind them are most of the bytes. */
const share = { cut: 0.1, spread: 0.4 };

describe('damaged files', () => {
  it('are refused or read, ten thousand of them', () => {
    const random = randomFrom(2016);
    const below = (limit: number): number => Math.floor(random() * limit);
    const outcomes = { read: 0, refused: 0, explained: 0 };
    for (let i = 0; i < count; i += 1) {
      const file = files[i % files.length];
      if (file === undefined) break;
      const bytes = mutate(file.bytes, random, below);
      const description = `file ${i}`;
      try {
        const model = readModel(bytes);
        outcomes.read += 1;
        // The rewrite takes longer than the reading: every second file.
        if (i % 2 === 1) continue;
        addGradients(model, { layers: file.layers, input: true });
        outcomes.explained += 1;
      } catch (error) {
        expect(error, `${description}: ${String((error as Error).stack)}`).toBeInstanceOf(CamLensError);
        expect((error as CamLensError).code, description).not.toBe('internal');
        outcomes.refused += 1;
      }
    }
    // All three happen, or the files were not damaged in the right places.
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(count / 20);
  });

  it('are refused wherever they are cut off', () => {
    const [{ bytes } = { bytes: new Uint8Array() }] = files;
    for (let length = 0; length < bytes.length; length += 97) {
      expect(() => readModel(bytes.subarray(0, length), 'cut.onnx'), `${length} bytes`).toThrow(CamLensError);
    }
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13)],
    ['a page', new TextEncoder().encode('<!doctype html><title>Not found</title>')],
  ])('%s is not a model', (_, bytes) => {
    expect(() => readModel(bytes, 'net.onnx')).toThrow(
      expect.objectContaining({
        code: 'model-damaged',
        message: expect.stringMatching(/^net\.onnx /) as string,
      }) as Error,
    );
  });
});

/** Cut off, or with one to four bytes changed, or a stretch overwritten or repeated. */
function mutate(original: Uint8Array, random: () => number, below: (limit: number) => number): Uint8Array {
  if (random() < share.cut) return original.slice(0, below(original.length));
  const bytes = original.slice();
  if (random() < share.spread) {
    const [from, to, length] = [below(bytes.length), below(bytes.length), below(40)];
    bytes.copyWithin(to, from, Math.min(from + length, bytes.length));
    return bytes;
  }
  for (let i = below(4); i >= 0; i -= 1) {
    const at = below(bytes.length);
    bytes[at] = random() < 0.5 ? below(256) : (bytes[at] ?? 0) ^ (1 << below(8));
  }
  return bytes;
}

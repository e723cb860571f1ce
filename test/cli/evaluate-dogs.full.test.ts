/**
 * `evaluate` with the real network on photos of Stanford Dogs, one of each of 24 breeds, where the data set is:
 * `STANFORD_DOGS` names its folder, else ../shared/data/stanford-dogs is looked for.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EvaluationResult } from '../../cli/evaluation-result.ts';
import { camLensShared } from '../support/cam-lens.ts';

const place = resolve(process.env['STANFORD_DOGS'] ?? join(import.meta.dirname, '../../../shared/data/stanford-dogs'));
const isThere = existsSync(join(place, 'manifest.csv'));
if (!isThere)
  console.warn(`LEFT OUT: evaluate on Stanford Dogs; there is no manifest.csv in ${place} (set STANFORD_DOGS).`);

describe.runIf(isThere)('cam-lens evaluate on 24 photos of Stanford Dogs', () => {
  const [, ...lines] = isThere ? readFileSync(join(place, 'manifest.csv'), 'utf8').trim().split('\n') : [];
  // Twelve photos of each breed, one breed after the other.
  const rows = lines.filter((_, i) => i % 60 === 0).map((line) => line.split(','));

  it('knows the breeds, and finds the dogs', async () => {
    const images = mkdtempSync(join(tmpdir(), 'cam-lens-dogs-'));
    for (const [id, breed] of rows) {
      mkdirSync(join(images, breed!));
      copyFileSync(join(place, 'Images', breed!, `${id!}.jpg`), join(images, breed!, `${id!}.jpg`));
    }
    const places = ['--images', images, '--annotations', join(place, 'annotation.tar')];
    const { code, printed } = await camLensShared(
      'evaluate',
      ...places,
      '--backend',
      'wasm',
      '--measures',
      'none',
      '--json',
    );
    rmSync(images, { recursive: true });
    const { dataset, failed, perPicture, methods, accuracy } = JSON.parse(printed) as EvaluationResult;

    expect(code).toBe(0);
    expect(failed).toEqual([]);
    expect(dataset).toMatchObject({ pictures: 24, withoutPicture: 20_580 - 24 });
    const facts = perPicture.map((record) => [
      record.id,
      record.width,
      record.height,
      record.boxes!.length,
      record.class,
    ]);
    expect(facts).toEqual(
      rows
        .map(([id, breed, , width, height, boxes, index]) => [
          `${breed!}/${id!}`,
          ...[Number(width), Number(height), Number(boxes), Number(index)],
        ])
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
    expect(accuracy!.top5).toBeGreaterThan(0.8);
    for (const { layer4 } of Object.values(methods)) {
      expect(layer4!.true!.empty).toBe(0);
      expect(layer4!.true!.reported).toMatchObject({ threshold: 0.15 });
      expect(layer4!.true!.reported!.meanIoU).toBeGreaterThan(0.4);
    }
    // At the layer that is pooled, raw CAM is 49 times raw Grad-CAM: they differ by the ReLU alone.
    for (const { explanations } of perPicture) {
      const [cam, gradCam] = ['cam', 'grad-cam'].map((method) => explanations[method]!['layer4']!.true!);
      expect(cam!.maximum / gradCam!.maximum / 49).toBeCloseTo(1, 4);
    }
  });
});

/**
 * A fault at each call of the GPU in turn while a picture is explained: the numbers are those of an undisturbed run, or there
 * is a named error; and the next picture is right in any case.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Explainer } from '../../src/pipeline/api/explainer.ts';
import { Recovery } from '../../src/pipeline/api/recovery.ts';
import type { PictureResult } from '../../src/pipeline/recipe/results.ts';
import type { Picture } from '../../src/pipeline/types.ts';
import { blocks } from '../support/blocks.ts';
import { tinyModel } from '../support/tiny-model.ts';
import { callsOf, disturb, kindsAt, gpuSites } from './gpu-faults.ts';
import { sweep } from './sweep.ts';

const choice = { methods: ['cam', 'grad-cam'], layers: ['last'] };

const mostCalls = 4;

let pictures: Picture[];

beforeAll(async () => {
  // Before the first device, so that it is watched.
  disturb();
  pictures = [await blocks(64, 48, 1), await blocks(33, 57, 2)];
});

afterAll(() => disturb());

/** A GPU may fail as often as a sweep wants it to. */
function patient(): Recovery {
  let nowMs = 0;
  return new Recovery(() => (nowMs += 60_000));
}

async function explain(explainer: Explainer, picture: Picture): Promise<PictureResult> {
  const { results, explained } = await explainer.explain([picture], choice);
  explained.destroy();
  return results[0] as PictureResult;
}

async function explainAll(explainer: Explainer): Promise<PictureResult[]> {
  const results: PictureResult[] = [];
  for (const picture of pictures) results.push(await explain(explainer, picture));
  return results;
}

const sites = gpuSites.filter((site) => site !== 'createComputePipeline');

describe.each(['webgpu', 'wasm'] as const)('backend %s', (backend) => {
  let explainer: Explainer;
  let right: readonly PictureResult[];

  beforeAll(async () => {
    disturb();
    explainer = await Explainer.create({ model: tinyModel(), backend }, patient());
    right = await explainAll(explainer);
  });

  afterAll(() => explainer.destroy());

  test.each(sites.flatMap((site) => kindsAt(site).map((kind) => [site, kind] as const)))(
    'explaining two pictures, %s, %s',
    async (site, kind) => {
      disturb();
      expect(await explainAll(explainer)).toEqual(right);
      await sweep({
        ...{ site: `${backend}, ${site}`, kind, calls: callsOf(site), most: mostCalls, named: [] },
        run: (call) => {
          disturb({ site, kind, call });
          return explainAll(explainer);
        },
        check: (results, call) => expect(results, `call ${call}`).toEqual(right),
      });
      disturb();
      expect(await explainAll(explainer)).toEqual(right);
    },
    600_000,
  );
});

/** Whole explanations with each refinement, beside the network alone. */
import { describeError } from '../../src/errors.ts';
import { decodePicture } from '../../src/pipeline/picture/decode.ts';
import { defaultModel } from '../../src/pipeline/model/built-in-model.ts';
import { createExplainer, type Explainer } from '../../src/pipeline/api/explainer.ts';
import { networkThreads } from '../../src/pipeline/network/network.ts';
import { refinementNames, type RefinementName } from '../../src/pipeline/recipe/refine/refinements.ts';
import type { Picture } from '../../src/pipeline/types.ts';
import { photos } from './photos.ts';
import { median, round, type BenchOptions, type TableRow } from './table.ts';

const warmUps = 2;
const usualRounds = 12;
const size = 448;

export async function measureRefinements({
  progress,
  backend = 'cpu',
  rounds = usualRounds,
  model = defaultModel,
}: BenchOptions): Promise<readonly TableRow[]> {
  const onProgress = ({ message }: { readonly message: string }): void => progress(message);
  const explainer = await createExplainer({ backend, model, size, methods: ['cam'], onProgress });
  const [photo] = await photos();
  const picture = await decodePicture(photo?.file ?? new Blob(), photo?.name ?? 'no photo');
  const names: RefinementName[] = [];
  for (const name of refinementNames) if (await canRefine(explainer, picture, name)) names.push(name);
  for (let i = 1; i < warmUps; i++) for (const name of names) await explainOnce(explainer, picture, name);
  const network: number[] = [];
  const whole = new Map<RefinementName, number[]>(names.map((name) => [name, []]));
  // In turn, so that other work on the machine slows all alike.
  for (let i = 0; i < rounds; i++) {
    progress(`round ${i + 1} of ${rounds}`);
    for (const name of names) {
      const timings = await explainOnce(explainer, picture, name);
      whole.get(name)?.push(timings['total'] ?? NaN);
      if (name === 'none') network.push(timings['network'] ?? NaN);
    }
  }
  const { backend: used } = explainer;
  await explainer.destroy();
  const plain = whole.get('none') ?? [];
  const row = (what: string, values: readonly number[]): TableRow => [
    ...[networkThreads(), used.network, used.stages, what, round(median(values), 2), round(Math.min(...values), 2)],
    ...[round(Math.max(...values), 2), round((100 * median(values)) / median(network), 2)],
  ];
  const added = (values: readonly number[]): number[] => values.map((value, i) => value - (plain[i] ?? NaN));
  return [
    row('the network', network),
    ...names.map((name) => row(`whole explanation, ${name}`, whole.get(name) ?? [])),
    ...names.filter((name) => name !== 'none').map((name) => row(`added by ${name}`, added(whole.get(name) ?? []))),
  ];
}

/** The first explanation of a kind: sessions are created for it. */
async function canRefine(explainer: Explainer, picture: Picture, name: RefinementName): Promise<boolean> {
  try {
    await explainOnce(explainer, picture, name);
    return true;
  } catch (error) {
    if (describeError(error).code !== 'method-needs') throw error;
    return false;
  }
}

async function explainOnce(
  explainer: Explainer,
  picture: Picture,
  refine: RefinementName,
): Promise<Readonly<Record<string, number>>> {
  const { explained, timings } = await explainer.explain([picture], { methods: ['cam'], refine });
  explained.destroy();
  return timings;
}

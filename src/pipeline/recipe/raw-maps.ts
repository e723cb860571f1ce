/** Every method's raw maps at every layer: of what one run of the network gave, and of many more where a method is slow. */
import { rankClasses } from './classes.ts';
import type { Chain, Engine, Value } from '../chain/chain.ts';
import type { ExplainableNetwork } from '../network/explainable-network.ts';
import type { Item } from './explained-parts.ts';
import { checkLogits } from '../finite.ts';
import { inputLayer, type Method } from './methods/method.ts';
import type { RunValues } from './network-runs.ts';
import { NetworkPasses, type PassesParts } from './passes.ts';
import { partOf, throwIfStopped, type Watch } from '../watch.ts';
import { classesOf, targetOf, targetRows, type PerPicture, type Target } from './target.ts';
import { required } from '../invariants.ts';

/** A raw map of one picture, of which every convention makes its own heatmap. */
export type MapItem = Omit<Item, 'convention'>;

export interface MapParts {
  readonly engine: Engine;
  readonly chain: Chain;
  readonly network: ExplainableNetwork;
  /** What the network was fed, [pictures, 3, height, width]. */
  readonly image: Value;
  readonly runs: RunValues;
  /** The pictures', for messages. */
  readonly names: readonly string[];
  readonly methods: readonly Method[];
  /** Methods at the input look at none of them. */
  readonly layers: readonly string[];
  readonly target: Target | PerPicture;
  readonly watch: Watch;
}

/**
 * One item for every method, layer and picture, in this order.
 * @throws CamLensError `stopped`; `not-finite` where a slow method meets what is
 */
export async function makeMaps(parts: MapParts): Promise<MapItem[]> {
  const { chain, image, runs, methods, layers, watch } = parts;
  const tasks = methods.flatMap((method) =>
    (method.at === 'input' ? [inputLayer] : layers).map((layer) => ({ method, layer })),
  );
  const slow = tasks.filter(({ method }) => method.isSlow === true);
  const scores = await scoresKnown(parts, slow.length > 0);
  const items: MapItem[] = [];
  for (const task of tasks) {
    throwIfStopped(watch);
    const { method, layer } = task;
    const part = method.isSlow === true ? partOf(watch, slow.indexOf(task), slow.length) : watch;
    const passes = new NetworkPasses({ ...parts, ...scores, layer, title: method.title, watch: part });
    const map = await method.map(chain, { ...runs.values(layer), image }, passes);
    for (let picture = 0; picture < passes.pictures; picture++) {
      items.push({ picture, method: method.name, layer, rectify: method.rectify, map });
    }
  }
  return items;
}

/** A slow method keeps to the class that the network sees in the whole picture: it must be known before. */
async function scoresKnown(
  { chain, network, runs, names, target }: MapParts,
  isNeeded: boolean,
): Promise<Pick<PassesParts, 'logitsOf' | 'targetOf' | 'nameOf'>> {
  const count = network.classes.length;
  const [read] = isNeeded ? await chain.read([runs.logits]) : [new Float32Array()];
  const logits = required(read, 'the logits read');
  const logitsOf = (picture: number): Float32Array => logits.subarray(picture * count, (picture + 1) * count);
  const nameOf = (picture: number): string => names[picture] ?? `picture ${picture}`;
  if (isNeeded) names.forEach((name, picture) => checkLogits(logitsOf(picture), name, network.classes));
  const rowOf = (picture: number): Float32Array => {
    const own = targetOf(target, picture);
    const [best] = own === 'predicted' ? rankClasses(logitsOf(picture), network.classes, 1) : [];
    const predicted = own === 'predicted' ? required(best, `a class of ${nameOf(picture)}`).index : 0;
    return targetRows(classesOf(own, predicted), 1, count);
  };
  return { logitsOf, nameOf, targetOf: rowOf };
}

/** Every method's raw maps at every layer: from one run of the network, and from many more for slow methods. */
import { rankClasses } from './classes.ts';
import type { Chain, Engine, Value } from '../chain/chain.ts';
import type { ExplainableNetwork } from '../network/explainable-network.ts';
import type { ExplainedItem } from './explained-parts.ts';
import { checkLogits } from '../finite.ts';
import { inputLayer, type Method } from './methods/method.ts';
import type { RunValues } from './run-values.ts';
import { NetworkReruns, type RerunsParts } from './reruns.ts';
import { partOf, throwIfStopped, type Watch } from '../watch.ts';
import { classesOf, targetOf, targetRows, type PerPicture, type Target } from './target.ts';
import { required } from '../invariants.ts';

/** A raw map of one picture, from which every convention makes its own heatmap. */
export type MapItem = Omit<ExplainedItem, 'convention'>;

export interface MapParts {
  readonly engine: Engine;
  readonly chain: Chain;
  readonly network: ExplainableNetwork;
  /** The network's input, [pictures, 3, height, width]. */
  readonly image: Value;
  readonly runs: RunValues;
  /** As in `RerunsParts`. */
  readonly runFor: RerunsParts['runFor'];
  /** The pictures' names, for messages. */
  readonly names: readonly string[];
  readonly methods: readonly Method[];
  /** Methods at the input use none of them. */
  readonly layers: readonly string[];
  readonly target: Target | PerPicture;
  readonly watch: Watch;
}

/**
 * One item for every method, layer and picture, in this order.
 * @throws CamLensError `stopped`; `not-finite` if a slow method meets non-finite numbers
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
    const reruns = new NetworkReruns({ ...parts, ...scores, layer, title: method.title, watch: part });
    const map = await method.map(chain, { ...runs.values(layer), image }, reruns);
    for (let picture = 0; picture < reruns.pictures; picture++) {
      items.push({ picture, method: method.name, layer, rectify: method.rectify, map, index: picture });
    }
  }
  return items;
}

/**
 * A slow method keeps explaining the class that the network predicts for the whole picture, so that must be known
 * first.
 */
async function scoresKnown(
  { chain, network, runs, names, target }: MapParts,
  isNeeded: boolean,
): Promise<Pick<RerunsParts, 'logitsOf' | 'targetOf' | 'nameOf'>> {
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

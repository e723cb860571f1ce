/**
 * Which values have no gradient, according to the rules' own refusals: the rules are tried along the whole path without
 * building anything.
 */
import { CamLensError } from '../errors.ts';
import { valuesRead } from '../onnx/graph.ts';
import type { NodeProto } from '../onnx/messages.ts';
import { applyRule, missingRule, ruleFor } from './backward.ts';
import type { Classifier } from './classifier.ts';
import type { GradientPath } from './gradient-path.ts';
import { GraphBuilder } from './graph-builder.ts';
import { Step } from './rule.ts';

/**
 * @param path from the picture to the scores
 * @returns value → why it has no gradient, for those that have none. An operator without a rule comes first, because
 *   the shapes it leaves unknown make later rules refuse; of several, the node nearest to the scores. Ordered from the
 *   scores backwards.
 */
export function findRefusals(classifier: Classifier, path: GradientPath): ReadonlyMap<string, CamLensError> {
  const hasAll = path.nodes.every((node) => ruleFor(node) !== undefined);
  const missing = hasAll
    ? new Map<string, CamLensError>()
    : refusalsAlong(path, (node) => (ruleFor(node) === undefined ? missingRule(node) : undefined));
  const { graph, shapes, contents, scores } = classifier;
  const builder = new NothingBuilt(graph, contents);
  const refused = refusalsAlong(path, (node, needed) => {
    const rule = ruleFor(node);
    if (rule === undefined) return missingRule(node);
    const upstream = node.output.map((name) => (name === scores || path.readers.has(name) ? name : undefined));
    return refusalFrom(() => applyRule(rule, new Step(node, upstream, builder, shapes, (name) => needed.has(name))));
  });
  return new Map([...missing, ...[...refused].filter(([name]) => !missing.has(name))]);
}

type RefusalOf = (node: NodeProto, needed: ReadonlySet<string>) => CamLensError | undefined;

function refusalsAlong(path: GradientPath, refusalOf: RefusalOf): ReadonlyMap<string, CamLensError> {
  const refusals = new Map<string, CamLensError>();
  for (const node of path.nodes.toReversed()) {
    const read = valuesRead(node).filter((name) => path.readers.has(name));
    const [behind] = node.output.flatMap((name) => refusals.get(name) ?? []);
    for (const [name, refusal] of whyNot(read, behind, (needed) => refusalOf(node, needed))) {
      if (!refusals.has(name)) refusals.set(name, refusal);
    }
  }
  return refusals;
}

/** A rule may refuse one of its inputs and accept another: if it refuses all together, each is tried alone. */
function whyNot(
  read: readonly string[],
  behind: CamLensError | undefined,
  refusalOf: (needed: ReadonlySet<string>) => CamLensError | undefined,
): readonly (readonly [string, CamLensError])[] {
  const all = behind ?? refusalOf(new Set(read));
  if (all === undefined) return [];
  const isTried = behind === undefined && read.length > 1 && read.length <= mostTried;
  const alone = isTried ? read.filter((name) => refusalOf(new Set([name])) !== undefined) : [];
  return (alone.length > 0 ? alone : read).map((name) => [name, all]);
}

/** Nodes that refuse only some of their inputs have few inputs. */
const mostTried = 16;

function refusalFrom(apply: () => unknown): CamLensError | undefined {
  try {
    apply();
    return undefined;
  } catch (error) {
    if (error instanceof CamLensError) return error;
    throw error;
  }
}

/** Rules ask for shapes and constants of the original graph, never for what they emitted. */
class NothingBuilt extends GraphBuilder {
  override emit(): string {
    return nothing;
  }

  override floats(): string {
    return nothing;
  }

  override ints(): string {
    return nothing;
  }

  override scalarInt(): string {
    return nothing;
  }
}

const nothing = 'nothing';

/**
 * The backward walk (reverse-mode differentiation): from the gradients of the score with respect to some values to
 * those with respect to others, by the chain rule, one node at a time, written as new nodes of the same graph.
 */
import { CamLensError } from '../errors.ts';
import { isStandardDomain, valuesRead } from '../onnx/graph.ts';
import type { NodeProto } from '../onnx/messages.ts';
import type { Shapes } from '../onnx/shapes.ts';
import { isOptimised, optimisedModel } from './check-operators.ts';
import type { GraphBuilder } from './graph-builder.ts';
import { operatorName, Step, type Rule } from './rule.ts';
import { reluRules, rules, type ReluRule } from './rules/index.ts';
import { endsGradients } from './rules/no-gradient.ts';
import { own } from '../own.ts';

export interface BackwardRequest {
  /** Value → its gradient, where the walk starts. */
  readonly seeds: ReadonlyMap<string, string>;
  /** Values whose gradients are needed; the walk goes no further than they require. */
  readonly wanted: readonly string[];
  readonly relu?: ReluRule;
}

/**
 * Emits into `builder` the nodes that compute the requested gradients.
 * @returns value → its gradient, for every requested value that the seeds depend on (and values in between)
 * @throws CamLensError `operator-unsupported` naming the first node in between that has no gradient
 */
export function emitBackward(
  builder: GraphBuilder,
  shapes: Shapes,
  { seeds, wanted, relu = 'standard' }: BackwardRequest,
): ReadonlyMap<string, string> {
  const { nodes } = builder.graph;
  const table: RuleTable = { ...rules, ...reluRules[relu] };
  const gradients = new Map(seeds);
  const accumulate = (value: string, gradient: string): void => {
    const before = gradients.get(value);
    gradients.set(
      value,
      before === undefined ? gradient : builder.emit('Add', [before, gradient], {}, `backward/${value}`),
    );
  };

  const active = findActive(nodes, wanted);
  // All rules are looked up first: what a missing one leaves unknown would make others fail.
  for (const { node, rule } of findPath(nodes, active, seeds).map((node) => ({ node, rule: findRule(table, node) }))) {
    const upstream = node.output.map((name) => gradients.get(name));
    if (upstream.every((gradient) => gradient === undefined)) continue;
    const step = new Step(node, upstream, builder, shapes, (name) => active.has(name));
    applyRule(rule, step).forEach((gradient, i) => {
      if (gradient !== undefined && step.needs(i)) accumulate(step.input(i), gradient);
    });
  }
  return gradients;
}

const controlFlow: ReadonlySet<string> = new Set(['If', 'Loop', 'Scan', 'SequenceMap']);

/** A rule assumes that its node conforms to ONNX; if it does not, the error names the node. */
export function applyRule(rule: Rule, step: Step): ReturnType<Rule> {
  try {
    return rule(step);
  } catch (cause) {
    if (cause instanceof CamLensError) throw cause;
    throw new CamLensError('model-damaged', `The ${step.title} does not conform to ONNX.`, { cause });
  }
}

/** The requested values and everything that depends on them: only these need gradients. */
function findActive(nodes: readonly NodeProto[], wanted: readonly string[]): ReadonlySet<string> {
  const active = new Set(wanted);
  for (const node of nodes) {
    if (endsGradients(node) || !valuesRead(node).some((name) => active.has(name))) continue;
    for (const name of node.output) active.add(name);
  }
  active.delete('');
  return active;
}

/** The nodes between the seeds and the requested values, those nearest to the seeds first. */
function findPath(
  nodes: readonly NodeProto[],
  active: ReadonlySet<string>,
  seeds: ReadonlyMap<string, string>,
): readonly NodeProto[] {
  const reached = new Set(seeds.keys());
  return nodes.toReversed().filter((node) => {
    const read = valuesRead(node).filter((name) => active.has(name));
    if (endsGradients(node) || read.length === 0 || !node.output.some((name) => reached.has(name))) return false;
    for (const name of read) reached.add(name);
    return true;
  });
}

type RuleTable = Readonly<Partial<Record<string, Rule>>>;

/** The rule of a node's operator, which may still refuse this node. */
export function ruleFor(node: NodeProto): Rule | undefined {
  return ruleOf(rules, node);
}

function ruleOf(table: RuleTable, node: NodeProto): Rule | undefined {
  return isStandardDomain(node.domain) ? own(table, node.opType) : undefined;
}

function findRule(table: RuleTable, node: NodeProto): Rule {
  const rule = ruleOf(table, node);
  if (rule === undefined) throw missingRule(node);
  return rule;
}

/** `operator-unsupported`, naming the node. */
export function missingRule(node: NodeProto): CamLensError {
  if (isOptimised(node)) return optimisedModel(node);
  const [operator, name] = [operatorName(node), node.name || (node.output[0] ?? '')];
  if (controlFlow.has(node.opType)) {
    return new CamLensError(
      'operator-unsupported',
      `The ${operator} node "${name}", which lies between a requested layer and the logits, is control ` +
        'flow, which has no gradient. Choose a layer after it, or export the model with its branches and ' +
        'loops unrolled (traced, not scripted).',
    );
  }
  return new CamLensError(
    'operator-unsupported',
    `There is no gradient rule for the operator ${operator} of node "${name}", ` +
      'which lies between a requested layer and the logits. Choose a layer after it, or export the model without that ' +
      `operator. Operators with a rule: ${Object.keys(rules).sort().join(', ')}.`,
  );
}

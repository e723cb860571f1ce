/**
 * Converts a model of operator sets 7 to 12 to set 13: attributes that have become inputs, and the few operators that
 * changed their meaning. In every set, Dropout, which does nothing, becomes Identity, and operators that the standard
 * defines by others become these (see decompositions.ts). Values keep their names and weights stay the same objects, so
 * rules and shapes handle only one form of every operator.
 */
import { CamLensError } from '../errors.ts';
import { own } from '../own.ts';
import { node as makeNode } from './build.ts';
import type { Upgrade } from './conversion.ts';
import { FreshNames } from './fresh-names.ts';
import { isStandardDomain, opsetOf, valuesRead } from './graph.ts';
import { withGraph, withInnerGraphs, withNode, withOpset, type GraphProto, type NodeProto } from './messages.ts';
import type { DataType, Model } from './messages.ts';
import { inferGraph } from './shapes.ts';
import { upgrades } from './upgrades.ts';

const oldest = 7;
const newest = 13;

/** @throws CamLensError `model-unsupported` for operator sets before 7 */
export function upgradeModel(model: Model): Model {
  const opset = opsetOf(model);
  const isNew = opset >= newest;
  if (isNew && !model.graph.node.some(({ opType }) => own(upgrades, opType)?.since === Infinity)) return model;
  if (opset < oldest) {
    const advice = `convert it to ${newest} or newer`;
    throw new CamLensError('model-unsupported', `The model uses ONNX operator set ${opset}: ${advice}.`);
  }
  const { graph, shapes } = inferGraph(model);
  const given = [...graph.inputs.map(({ name }) => name), ...graph.initializers.keys()];
  const names = new FreshNames([...given, ...graph.producers.keys()]);
  const read = new Set([...model.graph.node.flatMap(valuesRead), ...model.graph.output.map(({ name }) => name)]);
  const typeOf = (value: string): DataType | undefined => graph.constants.get(value)?.dataType;
  const context = { shapes, typeOf, opset, names, isRead: (value: string) => read.has(value) };
  const lifted = withGraph(model, { node: upgradeNodes(model.graph.node, context) });
  return isNew ? lifted : withOpset(lifted, newest, isStandardDomain);
}

interface Context extends Pick<Upgrade, 'shapes' | 'typeOf' | 'isRead'> {
  readonly opset: number;
  readonly names: FreshNames;
}

function upgradeNodes(nodes: readonly NodeProto[], context: Context): NodeProto[] {
  const { shapes, typeOf, opset, names, isRead } = context;
  return nodes.flatMap((node) => {
    const whole = upgradeInner(node, context);
    const entry = isStandardDomain(node.domain) ? own(upgrades, node.opType) : undefined;
    if (entry === undefined || opset >= entry.since) return [whole];
    const added: NodeProto[] = [];
    const before: Upgrade['before'] = (opType, inputs, attributes) => {
      const name = names.take(`${node.output[0] ?? ''}/${opType}`);
      added.push(makeNode(opType, inputs, [name], attributes));
      return name;
    };
    const constant: Upgrade['constant'] = (value) => {
      const [kind = ''] = Object.keys(value);
      return before('Constant', [], { [`value_${kind}`]: value });
    };
    const changed: Upgrade['changed'] = (inputs, without, opType = whole.opType) => {
      const attribute = whole.attribute.filter(({ name }) => !without.includes(name));
      return withNode(whole, { opType, input: [...inputs], attribute });
    };
    const given = { node: whole, shapes, typeOf, isRead, opset: Math.max(opset, newest) };
    const result = entry.convert({ ...given, constant, before, changed });
    return [...added, result];
  });
}

/** Graphs inside If, Loop and Scan. */
function upgradeInner(node: NodeProto, context: Context): NodeProto {
  const isInner = node.attribute.some(({ g, graphs }) => g !== undefined || graphs.length > 0);
  if (!isInner) return node;
  const nodesOf = (graph: GraphProto): NodeProto[] => upgradeNodes(graph.node, context);
  return withNode(node, { attribute: node.attribute.map((each) => withInnerGraphs(each, nodesOf)) });
}

/**
 * A node's attributes by name, as plain numbers and strings. Absent ones are undefined: defaults depend on the
 * operator.
 */
import type { AttributeProto, NodeProto } from './messages.ts';

export function intAttribute(node: NodeProto, name: string): number | undefined {
  const found = find(node, name);
  return found === undefined ? undefined : Number(found.i);
}

export function intsAttribute(node: NodeProto, name: string): readonly number[] | undefined {
  return find(node, name)?.ints.map(Number);
}

export function floatAttribute(node: NodeProto, name: string): number | undefined {
  return find(node, name)?.f;
}

export function stringAttribute(node: NodeProto, name: string): string | undefined {
  const found = find(node, name);
  return found === undefined ? undefined : new TextDecoder().decode(found.s);
}

function find(node: NodeProto, name: string): AttributeProto | undefined {
  return node.attribute.find((attribute) => attribute.name === name);
}

/**
 * Reads the layout of a WGSL module: bindings, entry points with their workgroup sizes, structs with their memory
 * layout, and constants. What cannot be read is an error with file and line; nothing is skipped.
 */
import {
  ResourceType,
  WgslParser,
  WgslReflect,
  type StructInfo,
  type TypeInfo,
  type VariableInfo,
} from 'wgsl_reflect/wgsl_reflect.module.js';
import {
  placeIn,
  type Binding,
  type BindingKind,
  type GroupSide,
  type WgslLayout,
} from '../../src/shaders/wgsl-module.ts';
import type { Field, Scalar, StructLayout } from '../../src/shaders/wgsl-module.ts';
import type { Assembled } from './assemble.ts';
import { declarationsOf, lineIn, type Declaration } from './declarations.ts';
import { WgslError } from './wgsl-error.ts';

/** @param line line of the module's code, from 1 */
export type Fail = (line: number, message: string) => never;

/** @throws WgslError */
export function readLayout({ code, parts }: Assembled): WgslLayout {
  const fail: Fail = (line, message) => {
    throw new WgslError(placeIn(parts, line), message);
  };
  const declarations = declarationsOf(code, fail);
  const failAt = (name: string, message: string): never =>
    fail(declarations.find((declaration) => declaration.name === name)?.line ?? 1, message);
  const found = parse(code, declarations, fail);
  const constants = constantsOf(declarations, 'const');
  const overrides = overridesOf(declarations, fail);
  const graphics = [...found.entry.vertex, ...found.entry.fragment][0];
  if (graphics !== undefined) failAt(graphics.name, `${graphics.name} is not a compute shader.`);
  return {
    bindings: bindingsOf(found, declarations, fail),
    workgroups: new Map(
      found.entry.compute.map(({ name, attributes }) => {
        const written = [attributes?.find((attribute) => attribute.name === 'workgroup_size')?.value ?? []].flat();
        const size = workgroupOf(written, constants, overrides);
        return [name, size ?? failAt(name, `The workgroup size of ${name} is not made of whole numbers.`)];
      }),
    ),
    structs: new Map(found.structs.map((struct) => [struct.name, structOf(struct, failAt)])),
    constants,
    overrides,
  };
}

/** Directives name features and rules, and declare nothing. */
const directives = ['diagnostic', 'enable', 'requires'];

/** The parser skips what it does not understand, so check that it found every declaration exactly once. */
function parse(code: string, declarations: readonly Declaration[], fail: Fail): WgslReflect {
  const found = new WgslReflect();
  let names: readonly (string | undefined)[];
  try {
    const nodes = new WgslParser().parse(code);
    names = nodes.filter((node) => 'name' in node && !directives.includes(node.astNodeType)).map(nameOf);
    found.updateAST(nodes);
  } catch (cause) {
    return fail(lineIn(cause), `This is not understood: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  const named = declarations.filter(({ name }) => name !== '');
  named.forEach(({ name, line, rest }, i) => {
    if (names[i] !== name || rest.at(-1) === '=') fail(line, `The declaration of ${name} is not understood.`);
    if (named.findIndex((other) => other.name === name) < i) fail(line, `There are two declarations of ${name}.`);
  });
  const unsupported = declarations.find(
    (declaration, i) => ['enable', 'requires'].includes(declaration.keyword) && !enablesHalves(declaration, i),
  );
  if (unsupported !== undefined) fail(unsupported.line, `"${unsupported.keyword}" is not supported.`);
  return found;
}

/** WGSL requires extensions at the start; in a module with imports, they would come too late. */
function enablesHalves({ keyword, rest }: Declaration, place: number): boolean {
  return keyword === 'enable' && rest.join() === 'f16' && place === 0;
}

function nameOf(node: object): string | undefined {
  return 'name' in node && typeof node.name === 'string' ? node.name : undefined;
}

function bindingsOf(found: WgslReflect, declarations: readonly Declaration[], fail: Fail): Binding[] {
  const bound = [...found.uniforms, ...found.storage, ...found.textures, ...found.samplers];
  const bindings: Binding[] = [];
  for (const { name, space, line } of declarations.filter(({ keyword }) => keyword === 'var')) {
    // Workgroup and private memory has no binding.
    if (space === 'workgroup' || space === 'private') continue;
    const variable = bound.find((each) => each.name === name);
    const kind = variable === undefined ? undefined : kindOf(variable);
    if (kind === undefined) return fail(line, `The variable ${name} is of a kind that is not supported.`);
    const index = wholeAttribute(variable, 'binding');
    if (index === undefined || wholeAttribute(variable, 'group') !== 0)
      return fail(line, `The variable ${name} has no @group(0) and @binding(number).`);
    if (bindings.some((other) => other.index === index)) fail(line, `Binding ${index} is used twice.`);
    bindings.push({ index, name, kind });
  }
  return bindings.toSorted((a, b) => a.index - b.index);
}

function kindOf({ resourceType, access }: VariableInfo): BindingKind | undefined {
  if (resourceType === ResourceType.Uniform) return 'uniform';
  if (resourceType !== ResourceType.Storage) return undefined;
  return access === 'read' || access === 'read_write' ? access : undefined;
}

function wholeAttribute(variable: VariableInfo | undefined, name: string): number | undefined {
  const value = variable?.attributes?.find((attribute) => attribute.name === name)?.value;
  return typeof value === 'string' ? wholeNumber(value) : undefined;
}

function workgroupOf(
  written: readonly string[],
  constants: ReadonlyMap<string, number>,
  overrides: ReadonlyMap<string, number>,
): [GroupSide, GroupSide, GroupSide] | undefined {
  const sideOf = (each: string): GroupSide =>
    overrides.has(each) ? each : (wholeNumber(each) ?? constants.get(each) ?? NaN);
  const [x, y = 1, z = 1] = written.map(sideOf);
  if (x === undefined || written.length > 3) return undefined;
  const isSize = (side: GroupSide): boolean => typeof side === 'string' || (Number.isInteger(side) && side > 0);
  return [x, y, z].every(isSize) ? [x, y, z] : undefined;
}

const components = ['x', 'y', 'z', 'w'];
const letters: Readonly<Record<string, Scalar>> = { f: 'f32', i: 'i32', u: 'u32' };

function structOf(struct: StructInfo, failAt: (name: string, message: string) => never): StructLayout {
  const fields = new Map<string, Field>();

  function spell(name: string, type: TypeInfo, offset: number): void {
    const format = formatOf(type);
    const [, count, letter = ''] = /^vec([234])([fiu]?)$/.exec(type.name) ?? [];
    const scalar = scalarOf(
      type.name === 'atomic' || count !== undefined ? (format?.name ?? letters[letter]) : type.name,
    );
    const length = type.isArray && 'count' in type && typeof type.count === 'number' ? type.count : 0;
    if (type.isStruct)
      (type as StructInfo).members.forEach((part) => spell(`${name}.${part.name}`, part.type, offset + part.offset));
    else if (format !== undefined && length > 0) {
      const stride = type.size / length;
      for (let i = 0; i < length; i++) spell(`${name}[${i}]`, format, offset + i * stride);
    } else if (scalar === undefined) {
      failAt(struct.name, `The field ${struct.name}.${name} of type ${type.getTypeName()} is not supported.`);
    } else if (count === undefined) fields.set(name, { type: scalar, offset });
    else {
      for (const [i, component] of components.slice(0, Number(count)).entries())
        fields.set(`${name}.${component}`, { type: scalar, offset: offset + 4 * i });
    }
  }

  struct.members.forEach(({ name, type, offset }) => spell(name, type, offset));
  return { sizeBytes: struct.size, fields };
}

function scalarOf(name: string | undefined): Scalar | undefined {
  return name === 'u32' || name === 'i32' || name === 'f32' ? name : undefined;
}

function formatOf(type: TypeInfo): TypeInfo | undefined {
  return 'format' in type && type.format !== null ? (type.format as TypeInfo) : undefined;
}

/** Only constants that are a single literal number: the parser's arithmetic is not exact. */
function constantsOf(declarations: readonly Declaration[], of: 'const' | 'override'): Map<string, number> {
  const plain = /^(?::(?:u32|i32|f32))?=(.+)$/;
  const constants = new Map<string, number>();
  for (const { keyword, name, rest } of declarations) {
    const [, written] = (keyword === of && plain.exec(rest.join(''))) || [];
    const value = written === undefined ? undefined : (wholeNumber(written) ?? decimal(written));
    if (value !== undefined) constants.set(name, value);
  }
  return constants;
}

/** Overrides have counts as defaults: nothing else is needed. */
function overridesOf(declarations: readonly Declaration[], fail: Fail): Map<string, number> {
  const overrides = constantsOf(declarations, 'override');
  for (const { keyword, name, line, rest } of declarations) {
    if (keyword !== 'override') continue;
    const isCount = Number.isInteger(overrides.get(name)) && overrides.get(name)! > 0;
    if (!isCount || rest.slice(0, 2).join('') !== ':u32')
      fail(line, `The override ${name} is not a u32 with a positive number as its default.`);
  }
  return overrides;
}

function wholeNumber(written: string): number | undefined {
  const [, sign, digits] = /^(-?)(0[xX][\da-fA-F]+|0|[1-9]\d*)[iu]?$/.exec(written) ?? [];
  return digits === undefined ? undefined : Number(digits) * (sign === '-' ? -1 : 1);
}

function decimal(written: string): number | undefined {
  const [, digits] = /^(-?(?:\d+\.\d*|\.\d+|\d+(?=[eEf]))(?:[eE][+-]?\d+)?)f?$/.exec(written) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

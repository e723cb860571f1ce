/** The published schemas, and how strict they are. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { expect } from 'vitest';

const folder = join(import.meta.dirname, '../../docs/schema');
const schemas = new Ajv();
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  schemas.addSchema(JSON.parse(readFileSync(join(folder, file), 'utf8')) as object);
}

export function schemaOf(name: string): ValidateFunction {
  const isValid = schemas.getSchema(`urn:cam-lens:schema:${name}:1`);
  if (isValid === undefined) throw new Error(`docs/schema has no schema ${name}.`);
  return isValid;
}

export function expectValid(name: string, document: unknown): void {
  const isValid = schemaOf(name);
  expect([isValid(document), isValid.errors]).toEqual([true, null]);
}

type Path = readonly (string | number)[];

/** No schema allows it anywhere. */
const wrong = { '': [] };

/**
 * Each field in turn: of a wrong type it is refused; left out it is refused unless it is optional, and accepted if it is.
 * An unknown field is refused in every object.
 * @param optional matches the paths of all fields that may be absent, entries of tables included; `/` between names
 */
export function expectStrict(name: string, document: object, optional: RegExp): void {
  expectValid(name, document);
  const isValid = schemaOf(name);
  const faults: string[] = [];
  for (const path of pathsOf(document)) {
    const [where, last] = [path.join('/'), path.at(-1)!];
    const parent = at(document, path.slice(0, -1));
    const kept: unknown = Reflect.get(parent, last);
    Reflect.set(parent, last, wrong);
    if (isValid(document) === true) faults.push(`accepts a wrong ${where}`);
    if (typeof last === 'string') {
      Reflect.deleteProperty(parent, last);
      const may = isValid(document) === true;
      if (may !== optional.test(where)) faults.push(`${may ? 'accepts' : 'refuses'} a document without ${where}`);
    }
    Reflect.set(parent, last, kept);
    if (!isTable(kept)) continue;
    Reflect.set(kept, 'unknown', wrong);
    if (isValid(document) === true) faults.push(`accepts an unknown field in ${where}`);
    Reflect.deleteProperty(kept, 'unknown');
  }
  if (isValid({ ...document, unknown: wrong }) === true) faults.push('accepts an unknown field');
  expectValid(name, document);
  expect(faults).toEqual([]);
}

/** Every field that the schema describes occurs in one of the documents. */
export function expectAllFields(name: string, documents: readonly object[]): void {
  const found = new Set(documents.flatMap((document) => pathsOf(document).map((path) => path.at(-1))));
  expect([...fieldsOf(schemaOf(name).schema)].filter((field) => !found.has(field))).toEqual([]);
}

function fieldsOf(schema: unknown): Set<string> {
  if (typeof schema !== 'object' || schema === null) return new Set();
  return new Set(
    Object.entries(schema).flatMap(([key, value]) => [
      ...(key === 'properties' && isTable(value) ? Object.keys(value) : []),
      ...fieldsOf(value),
    ]),
  );
}

/** Of everything inside a document; of long lists of numbers, only the first. */
function pathsOf(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((item, i) => [i, item] as const).filter(([i, item]) => i === 0 || typeof item === 'object')
    : Object.entries(value);
  return entries.flatMap(([key, inner]) => [[key], ...pathsOf(inner).map((path) => [key, ...path])]);
}

function at(document: object, path: Path): object {
  return path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], document) as object;
}

function isTable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

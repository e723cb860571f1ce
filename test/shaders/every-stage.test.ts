/** Every stage exists three times: as WGSL, in the CPU engine, and as a reference independent of both. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { stageNames } from '../../src/pipeline/engine/stages.ts';
import { readSource } from '../architecture/read-imports.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const references = 'test/support/references';

describe.each([
  ['a shader', 'src/shaders', '.wgsl'],
  ['what the CPU engine runs', 'src/pipeline/engine/cpu', '.ts'],
  ['a reference', references, '.ts'],
])('%s', (_, folder, ending) => {
  const files = readdirSync(`${root}${folder}`);
  test.each(stageNames)('of %s', (stage) => expect(files).toContain(stage + ending));
});

test.each(readdirSync(`${root}${references}`))('%s takes nothing but types from the product', (file) => {
  const path = `${references}/${file}`;
  const { imports } = readSource(path, readFileSync(`${root}${path}`, 'utf8'));
  const code = imports.filter(({ target, typeOnly }) => !typeOnly && !target.startsWith(`${references}/`));
  expect(code).toEqual([]);
});

/** The imports allowed between folders, and the other architecture rules; each rule is also tested on a violation. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSource, type SourceFacts } from './architecture/read-imports.ts';
import { mostLines, rules } from './architecture/rules.ts';

const root = join(import.meta.dirname, '..');
const checkedFolders = ['src', 'cli', 'models', 'bench'].filter((folder) => existsSync(join(root, folder)));

const files = checkedFolders.flatMap((folder) =>
  filesBelow(folder)
    .filter((path) => /\.(ts|mjs)$/.test(path))
    .map((path) => readSource(path, readFileSync(join(root, path), 'utf8'))),
);

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  );
}

/** Sources that violate a rule, and the expected message. */
const breaches: Readonly<Record<string, { sources: Readonly<Record<string, string>>; says: readonly string[] }[]>> = {
  'imports follow the arrows between folders': [
    {
      sources: { 'src/onnx/a.ts': "import { b } from '../pipeline/b.ts';" },
      says: ['src/onnx/a.ts may not import src/pipeline/b.ts'],
    },
    {
      sources: { 'src/shaders/a.ts': "export type { Box } from '../pipeline/types.ts';" },
      says: ['src/shaders/a.ts may not import src/pipeline/types.ts'],
    },
    {
      sources: { 'src/evaluation/a.ts': "const late = import('../datasets/tar.ts');" },
      says: ['src/evaluation/a.ts may not import src/datasets/tar.ts'],
    },
    {
      sources: { 'src/datasets/a.ts': "import type { Box } from '../evaluation/iou.ts';" },
      says: ['src/datasets/a.ts may not import src/evaluation/iou.ts'],
    },
    {
      sources: { 'cli/a.ts': "import { start, type Headless } from '../src/headless/main.ts';" },
      says: ['cli/a.ts may not import src/headless/main.ts'],
    },
    { sources: { 'src/novel/a.ts': '' }, says: ['src/novel/a.ts lies in no folder of the plan'] },
  ],
  'imports follow the arrows between rooms': [
    {
      sources: { 'src/pipeline/chain/a.ts': "import type { B } from '../engine/b.ts';" },
      says: ['src/pipeline/chain/a.ts may not import src/pipeline/engine/b.ts'],
    },
    {
      sources: { 'src/ui/shared/a.ts': "import { b } from '../explain/b.ts';", 'src/ui/b.ts': '' },
      says: ['src/ui/shared/a.ts may not import src/ui/explain/b.ts', 'src/ui/b.ts lies in no room'],
    },
  ],
  'the command imports nothing that runs in a browser only': [
    {
      sources: {
        'cli/a.ts': "import { b } from '../src/pipeline/recipe/b.ts';",
        'cli/c.ts': "import { methods } from '../src/pipeline/recipe/methods/index.ts';",
        'src/pipeline/recipe/b.ts': "import { d } from '../engine/stages.ts';",
        'src/pipeline/recipe/e.ts': "import code from '../../shaders/blur.wgsl?raw';",
        'cli/d.ts': "import { e } from '../src/pipeline/recipe/e.ts';",
        'cli/f.ts': "const late = await import('../src/pipeline/network/runtime.ts');",
      },
      says: [
        'cli/a.ts → src/pipeline/recipe/b.ts → src/pipeline/engine/stages.ts',
        'cli/d.ts → src/pipeline/recipe/e.ts → src/shaders/blur.wgsl',
        'cli/f.ts → src/pipeline/network/runtime.ts',
      ],
    },
  ],
  'nothing under src/ imports node:*': [
    { sources: { 'src/ui/a.ts': "import 'node:fs';" }, says: ['src/ui/a.ts imports node:fs'] },
  ],
  'some packages have one importer': [
    {
      sources: {
        'src/ui/a.ts': "import * as ort from 'onnxruntime-web/wasm';",
        'cli/a.ts': "import p from 'puppeteer';",
      },
      says: ['src/ui/a.ts imports onnxruntime-web/wasm', 'cli/a.ts imports puppeteer'],
    },
  ],
  'some members have one caller': [
    {
      sources: { 'src/ui/a.ts': 'await navigator.gpu.requestAdapter().then((a) => a.requestDevice());' },
      says: ['src/ui/a.ts calls requestAdapter', 'src/ui/a.ts calls requestDevice'],
    },
  ],
  'WGSL is in .wgsl files only': [
    {
      sources: { 'src/pipeline/a.ts': 'const code = `${head} @compute @workgroup_size(64) fn main() {}`;' },
      says: ['src/pipeline/a.ts holds WGSL in a string'],
    },
  ],
  'no file imports itself on a detour': [
    {
      sources: {
        'src/ui/a.ts': "import { b } from './b.ts';",
        'src/ui/b.ts': "export type * from './c.ts';",
        'src/ui/c.ts': "import { a } from './a.ts';",
      },
      says: [
        'src/ui/a.ts → src/ui/b.ts → src/ui/c.ts → src/ui/a.ts',
        'src/ui/b.ts → src/ui/c.ts → src/ui/a.ts → src/ui/b.ts',
        'src/ui/c.ts → src/ui/a.ts → src/ui/b.ts → src/ui/c.ts',
      ],
    },
  ],
  'no two exported types share a name': [
    {
      sources: {
        'src/ui/shared/a.ts': 'export interface Row { readonly cells: string[] }',
        'src/ui/shared/b.ts': '/** Another. */ export type Row = readonly number[];',
        'src/runs/c.ts': 'export class Row {}',
      },
      says: [
        'Row is exported by src/ui/shared/a.ts and by src/ui/shared/b.ts',
        'Row is exported by src/ui/shared/a.ts and by src/runs/c.ts',
      ],
    },
    {
      sources: { 'src/ui/shared/a.ts': 'export type A = 1;', 'src/ui/shared/b.ts': 'export type A = 1;' },
      says: ['A is exported by src/ui/shared/a.ts and by src/ui/shared/b.ts'],
    },
  ],
  [`no file has more than ${mostLines} lines`]: [
    {
      sources: { 'src/ui/a.ts': '//\n'.repeat(301), 'src/ui/b.ts': '//\n'.repeat(300) },
      says: ['src/ui/a.ts has 301 lines'],
    },
  ],
};

/** Sources that come close to a violation. */
const allowed: readonly SourceFacts[] = [
  readSource('src/evaluation/a.ts', 'export type Box = readonly number[];'),
  readSource('src/datasets/a.ts', '/** In pixels. */\nexport type Box = readonly number[];'),
  readSource('src/autodiff/a.ts', "import { b } from '../onnx/b.ts'; import { CamLensError } from '../errors.ts';"),
  readSource('cli/a.ts', "import type { Headless } from '../src/headless/main.ts'; import 'node:fs';"),
  readSource('cli/b.ts', "import { type Page } from 'puppeteer'; import type { Browser } from 'puppeteer';"),
  readSource(
    'src/ui/shared/a.ts',
    "import type { C } from './c.ts'; import { html } from 'lit'; html`<a href=${url}></a>`;",
  ),
  readSource(
    'src/ui/shared/b.ts',
    "import { a } from './a.ts'; import { requestDevice } from '../../pipeline/device/device.ts'; requestDevice();",
  ),
];

describe('the architecture', () => {
  it('follows the rules', () => {
    for (const known of ['src/errors.ts', 'src/pipeline/network/network.ts', 'cli/chromium.ts', 'models/build.ts']) {
      expect(files.map(({ path }) => path)).toContain(known);
    }
  });

  for (const [name, rule] of Object.entries(rules)) {
    it(name, () => expect(rule(files)).toEqual([]));

    it(`detects a violation: ${name}`, () => {
      expect(breaches[name]?.length).toBeGreaterThan(0);
      for (const { sources, says } of breaches[name] ?? []) {
        expect(rule(Object.entries(sources).map(([path, content]) => readSource(path, content)))).toEqual(says);
      }
    });

    it(`allows: ${name}`, () => expect(rule(allowed)).toEqual([]));
  }
});

/** What `npm pack` makes, in a folder of its own: what others import, its types, and the command. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { startChromium } from '../cli/chromium.ts';
import { endChromium } from '../cli/end-chromium.ts';
import { projectRoot } from '../scripts/setup/context.mjs';
import { consoleOf } from './support/console.ts';
import { eventually } from './support/eventually.ts';
import { serveFolder } from './support/serve-folder.ts';
import { tinyClasses } from './support/tiny-model.ts';
import { appPackages, appPages, writeApps } from './support/user-apps.ts';

const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cam-lens-package-')));
const installed = join(folder, 'node_modules', 'cam-lens');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => {
  run(projectRoot, 'npm', ['pack', '--loglevel=error', '--pack-destination', folder]);
  mkdirSync(installed, { recursive: true });
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  run(folder, 'tar', ['-xzf', tarball, '--strip-components=1', '-C', installed]);
  // All that npm would install with it, but from no registry.
  const { dependencies } = readPackage();
  for (const name of [...Object.keys(dependencies), ...appPackages]) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(projectRoot, 'node_modules', name), link, 'junction');
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
});

interface PackageFile {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default?: string }>>;
}

function readPackage(): PackageFile {
  return JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as PackageFile;
}

function run(cwd: string, command: string, words: readonly string[]): string {
  const shell = process.platform === 'win32';
  const { status, stdout, stderr } = spawnSync(command, words, {
    cwd,
    encoding: 'utf8',
    shell,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status !== 0) throw new Error(`${command} ${words.join(' ')} (${status})\n${stdout}${stderr}`);
  return stdout;
}

const entries = (): string[] =>
  Object.entries(readPackage().exports)
    .filter(([name, entry]) => typeof entry === 'object' && entry.default !== undefined && !name.includes('standalone'))
    .map(([name]) => name.replace('.', 'cam-lens'));

/** Bytes of a module and of all that it imports at once, each gzipped, Lit excluded. */
function gzippedSize(entry: string): number {
  const seen = new Set<string>();
  const visit = (file: string): number => {
    if (seen.has(file)) return 0;
    seen.add(file);
    const code = readFileSync(join(installed, 'dist', file), 'utf8');
    const imported = [...code.matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)].map(([, name = '']) => name);
    return imported.reduce((sum, name) => sum + visit(name), gzipSync(code, { level: 9 }).length);
  };
  return visit(entry);
}

it.each([
  // Before its picture is loaded.
  ['define-cam-lens.js', 8_000, 12 * 1024],
  ['define.js', 15_000, 23_000],
  // From the first picture on; with the first explanation, a script of 4 KB besides.
  [/^revealed-/, 4_000, 24_000],
  // Before its first run, which loads the readers of data sets.
  ['define-cam-lens-evaluate.js', 40_000, 64_000],
  // In the worker that explains; ONNX Runtime comes on top of it.
  ['worker.js', 100_000, 170_000],
] as const)('loads no more than it must: %s', (entry, least, most) => {
  const file = readdirSync(join(installed, 'dist')).find((name) =>
    typeof entry === 'string' ? name === entry : entry.test(name),
  );
  const size = gzippedSize(file ?? 'missing');
  expect(size).toBeGreaterThan(least);
  expect(size).toBeLessThan(most);
});

it('needs nothing but Lit', () => expect(Object.keys(readPackage().dependencies)).toEqual(['lit']));

it('can be imported in Node, every entry, which touches nothing of a browser', () => {
  // Lit's edition for Node makes itself a window of what Node has; whoever else looks for one of these is found out.
  const script = `
    await import('lit');
    await import('lit/decorators.js');
    const looked = [];
    for (const name of ['document', 'window', 'Worker', 'HTMLCanvasElement', 'OffscreenCanvas', 'fetch']) {
      Object.defineProperty(globalThis, name, { get: () => void looked.push(name), configurable: true });
    }
    Object.defineProperty(navigator, 'gpu', { get: () => void looked.push('gpu') });
    const found = {};
    for (const entry of ${JSON.stringify(entries())}) found[entry] = Object.keys(await import(entry));
    console.log(JSON.stringify({ found, looked }));`;
  writeFileSync(join(folder, 'all.mjs'), `globalThis.navigator ??= {};${script}`);
  const { found, looked } = JSON.parse(run(folder, process.execPath, ['all.mjs'])) as {
    found: Record<string, string[]>;
    looked: string[];
  };
  expect(looked).toEqual([]);
  expect(found['cam-lens']).toEqual(
    expect.arrayContaining(['createLens', 'createExplainer', 'CamLensError', 'methods']),
  );
  expect(found['cam-lens/elements']).toEqual([
    ...['CamLens', 'CamLensCompare', 'CamLensLive', 'define', 'setStrings', 'trustOwnScripts'],
  ]);
  for (const name of Object.keys(found).filter((one) => /\/(?:define|worker)/.test(one)))
    expect(found[name]).toEqual([]);
  expect([found['cam-lens/elements/cam-lens.js'], found['cam-lens/elements/cam-lens-live.js']]).toEqual([
    ['CamLens'],
    ['CamLensLive'],
  ]);
});

const userCode = `
import { createLens, createExplainer, methods, CamLensError, type Box, type Explanation, type Lens } from 'cam-lens';
import 'cam-lens/define';
import 'cam-lens/define/cam-lens.js';
import { CamLensCompare } from 'cam-lens/elements/cam-lens-compare.js';
import 'cam-lens/define/cam-lens-evaluate.js';
import type { CamLensEvaluate } from 'cam-lens/elements/cam-lens-evaluate.js';
import 'cam-lens/worker';
import { define, setStrings, type CamLens } from 'cam-lens/elements';
import { german } from 'cam-lens/lang/de.js';
import { setRunStrings } from 'cam-lens/elements/cam-lens-evaluate.js';
import { germanRun } from 'cam-lens/lang/de-evaluate.js';

const lens: Lens = await createLens({ backend: 'cpu', model: '/model.json' });
const { id } = await lens.open(new Blob(), 'a');
const choice = { methods: ['cam'], layers: ['layer4'], class: 'predicted', threshold: 0.15 } as const;
const { explanations }: { explanations: readonly Explanation[] } = await lens.explain(id, choice);
export const box: Box | null = explanations[0]?.box ?? null;
define('x-lens');
setStrings('de', german);
setRunStrings('de', germanRun);
setRunStrings('en', { status: { start: 'Go' }, options: { measureTitles: { road: { title: 'RoAD' } } } });
setStrings('en', { explain: 'Show me' });
customElements.define('x-compare', class extends CamLensCompare {});
const element: CamLens = document.createElement('cam-lens');
element.view = 'side-by-side';
export const blob: Promise<Blob> = element.toBlob();
const evaluate: CamLensEvaluate = document.createElement('cam-lens-evaluate');
evaluate.give([{ path: 'cats/a.png', file: new Blob() }, new File([], 'a.xml')], 'voc');
await evaluate.start();
export const widths: number[] = evaluate.records.map(({ width }) => width);
export const names: string[] = methods.map(({ name }) => name);
// @ts-expect-error: there is no such backend
await createExplainer({ backend: 'abacus' }).catch((error: unknown) => error instanceof CamLensError && error.code);
`;

it.each(['nodenext', 'bundler'])('has types that a strict compiler takes whole, resolved as %s', (moduleResolution) => {
  writeFileSync(join(folder, 'user.ts'), userCode);
  const compilerOptions = {
    ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true, types: [] },
    ...{ target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'], moduleResolution },
    module: moduleResolution === 'bundler' ? 'esnext' : moduleResolution,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['user.ts'] }));
  expect(run(folder, process.execPath, [tsc, '-p', folder])).toBe('');
});

it('works in apps made with Vite, with React and with Vue', async () => {
  const apps = join(folder, 'apps');
  writeApps(apps);
  expect(run(apps, process.execPath, [tsc, '-p', apps])).toBe('');
  run(apps, process.execPath, [join(projectRoot, 'node_modules/vite/bin/vite.js'), 'build']);
  const server = await serveFolder(join(apps, 'dist'));
  const browser = await startChromium({ adapter: 'none' });
  onTestFinished(async () => {
    await endChromium(browser);
    server.close();
  });
  const said: Record<string, string> = {};
  const told: string[] = [];
  for (const app of appPages) {
    const page = await browser.newPage();
    told.push(...consoleOf(page));
    await page.goto(`${server.address}/${app}.html`);
    await eventually(async () => {
      said[app] = await page.$$eval('output, p', (all) => all.map(({ textContent }) => textContent).join(''));
      expect(said[app]).not.toBe('');
      expect(await page.$eval('cam-lens >>> [role=status]', ({ textContent }) => textContent)).toMatch(
        /\) lies|finds no/,
      );
    });
    await page.close();
  }
  const page = await browser.newPage();
  told.push(...consoleOf(page));
  await page.goto(`${server.address}/evaluate.html`);
  await eventually(async () =>
    // Five classes: each is among the first five.
    expect(await page.$eval('output', ({ textContent }) => textContent)).toBe('2, 1'),
  );
  expect(tinyClasses).toContain(said['plain']);
  expect(said).toEqual({ plain: said['plain'], react: said['plain'], vue: said['plain'] });
  expect(told).toEqual([]);
});

it('has a command that runs as it is, and says what it lacks', () => {
  const command = join(installed, 'bin', 'cam-lens.js');
  expect(run(folder, process.execPath, [command, 'methods'])).toMatch(/^cam \(CAM\)\n/);
  writeFileSync(join(folder, 'photo.png'), '');
  const { status, stderr } = spawnSync(process.execPath, [command, 'explain', 'photo.png'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({
    status: 3,
    stderr: expect.stringContaining(`"npm run setup" in ${installed} builds it.`) as string,
  });
});

it('has all that its exports name, and a manifest of its elements at the addresses of its modules', () => {
  const named = Object.values(readPackage().exports).flatMap((entry) =>
    typeof entry === 'string' ? [entry] : Object.values(entry),
  );
  const manifest = JSON.parse(readFileSync(join(installed, 'dist/custom-elements.json'), 'utf8')) as {
    readonly modules: readonly { readonly path: string; readonly exports: readonly { readonly name: string }[] }[];
  };
  const modules = manifest.modules.map(({ path }) => path);
  expect([...named, ...modules].filter((path) => !existsSync(join(installed, path)))).toEqual([]);
  expect(manifest.modules.map(({ exports }) => exports.map(({ name }) => name))).toEqual([
    ...[
      ['CamLens', 'CamLensCompare', 'CamLensLive'],
      ['cam-lens', 'cam-lens-compare', 'cam-lens-live'],
    ],
    ...[['CamLensEvaluate'], ['cam-lens-evaluate']],
  ]);
});

it('has source maps that hold the sources, and the licences of what is built in', () => {
  const dist = join(installed, 'dist');
  for (const script of readdirSync(dist).filter((name) => name.endsWith('.js'))) {
    const code = readFileSync(join(dist, script), 'utf8');
    // What only imports others, and the bundler's own, has nothing of ours to map.
    if (script.startsWith('rolldown-runtime-') || /^(?:import"[^"]+";\s*)+$/.test(code)) continue;
    const map = JSON.parse(readFileSync(join(dist, `${script}.map`), 'utf8')) as Record<
      'sources' | 'sourcesContent',
      []
    >;
    expect(map.sourcesContent, script).toHaveLength(map.sources.length);
  }
  const licences = readFileSync(join(dist, 'licences.txt'), 'utf8');
  for (const name of ['comlink', 'onnxruntime-web', '@bufbuild/protobuf', 'yaml', 'fast-xml-parser'])
    expect(licences).toContain(`${name} `);
});

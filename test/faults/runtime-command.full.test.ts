/** WebAssembly of the command's page that is damaged, missing or of another version: an error that names the file. */
import { cpSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { exitCodes } from '../../cli/exit-codes.ts';
import type * as Server from '../../cli/server.ts';
import { projectRoot } from '../../scripts/setup/context.mjs';
import { run } from '../cli/run-cam-lens.ts';
import { VocSet } from '../support/voc-set.ts';

const hook = vi.hoisted(() => ({ page: '' }));

vi.mock('../../cli/server.ts', async (original) => {
  const module = await original<typeof Server>();
  const startServer: typeof module.startServer = (options) => module.startServer({ ...options, page: hook.page });
  return { ...module, startServer };
});

const set = new VocSet('damaged-runtime');
const built = join(projectRoot, 'build', 'page');
const words = {
  explain: [set.at('set/Images/ant/0.png')],
  evaluate: [
    ...['--images', set.at('set/Images'), '--annotations', set.at('set/Annotations')],
    ...['--class-map', set.at('classes.json'), '--workers', '1'],
  ],
};
const network = ['--model', set.at('tiny.onnx'), '--backend', 'cpu'];

beforeAll(() => {
  set.storeModel();
  const data = new Uint8Array(40 * 30 * 3).map((_, i) => (i * 37) % 256);
  const png = encode({ width: 40, height: 30, data, channels: 3 });
  set.storePicture('ant/0.png', png, [[5, 5, 30, 30]], [40, 30]);
});
afterAll(() => set.remove());

beforeEach(() => {
  hook.page = mkdtempSync(join(tmpdir(), 'cam-lens-damaged-runtime-'));
  cpSync(built, hook.page, { recursive: true });
  return () => rmSync(hook.page, { recursive: true });
});

/** Changes all of the page's WebAssembly. */
function damage(change: (file: string) => void): void {
  const files = readdirSync(join(hook.page, 'assets')).filter((name) => name.endsWith('.wasm'));
  expect(files).toHaveLength(2);
  for (const name of files) change(join(hook.page, 'assets', name));
}

it.each([
  ['explain', 'cut off', (file: string) => truncateSync(file, 1_000_000), /is damaged, or was cut off after 1000000 b/],
  ['explain', 'missing', (file: string) => rmSync(file), /was not found \(HTTP 404\)/],
  [
    'evaluate',
    'cut off',
    (file: string) => truncateSync(file, 1_000_000),
    /is damaged, or was cut off after 1000000 b/,
  ],
  [
    'evaluate',
    'of another version',
    (file: string) => writeFileSync(file, Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)),
    /ONNX Runtime does not start with/,
  ],
] as const)('%s, %s', async (name, _, change, message) => {
  damage(change);
  const { code, told } = await run(name, ...words[name], ...network);
  expect(code).toBe(exitCodes.cannotRun);
  expect(told).toMatch(message);
  expect(told).toMatch(/\bort-wasm-simd-threaded\S*\.wasm\b/);
  expect(told).toContain('[runtime-damaged]');
  expect(told).not.toContain('model-unsupported');
});

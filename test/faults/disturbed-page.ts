/**
 * A copy of the built page that the command drives, with a GPU that can be made to fail: its own script and its workers
 * import the faults first. What the GPU was
 * asked for comes out as lines on the console.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { projectRoot } from '../../scripts/setup/context.mjs';
import { gpuSites, type GpuFault, type GpuSite } from './gpu-faults.ts';

/** The whole line on the console once the fault has come to pass. */
export const faultMark = 'GPU fault came';

/** Before the calls so far, as JSON, in a line on the console. */
export const countsMark = 'GPU calls ';

export interface DisturbedPage {
  readonly folder: string;
  /** The fault of every worker that starts from now on, until it has come to pass in one; none unless given. */
  disturb(fault?: GpuFault): void;
  remove(): void;
}

export async function makeDisturbedPage(): Promise<DisturbedPage> {
  const folder = mkdtempSync(join(tmpdir(), 'cam-lens-disturbed-'));
  const assets = join(folder, 'assets');
  cpSync(join(projectRoot, 'build', 'page'), folder, { recursive: true });
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      lib: { entry: join(import.meta.dirname, 'gpu-faults.ts'), formats: ['es'], fileName: () => 'gpu-faults.js' },
      outDir: assets,
      emptyOutDir: false,
      copyPublicDir: false,
    },
  });
  const scripts = readdirSync(assets).filter((name) => /^(headless|worker)-(?!handle).*\.js$/.test(name));
  if (scripts.length !== 3) {
    throw new Error(`the page's script and two workers were expected in ${assets}: ${scripts.join(', ')}`);
  }
  for (const name of scripts) {
    const file = join(assets, name);
    writeFileSync(file, `import './disturb.js';\n${readFileSync(file, 'utf8')}`);
  }
  const disturb = (fault?: GpuFault): void => writeFileSync(join(assets, 'disturb.js'), orders(fault));
  disturb();
  return { folder, disturb, remove: () => rmSync(folder, { recursive: true }) };
}

/** The least often told counts that still hold every call made before a picture is done. */
const tellEveryMs = 20;

function orders(fault: GpuFault | undefined): string {
  return `import { callsOf, disturb, isDisturbed } from './gpu-faults.js';
disturb(${JSON.stringify(fault)});
let told = '';
let hasCome = false;
setInterval(() => {
  if (!hasCome && (hasCome = isDisturbed())) console.debug(${JSON.stringify(faultMark)});
  const counts = JSON.stringify(Object.fromEntries(${JSON.stringify(gpuSites)}.map((site) => [site, callsOf(site)])));
  if (counts !== told) console.debug(${JSON.stringify(countsMark)} + (told = counts));
}, ${tellEveryMs});
`;
}

export function readCounts(line: string): Readonly<Record<GpuSite, number>> | undefined {
  if (!line.startsWith(countsMark)) return undefined;
  return JSON.parse(line.slice(countsMark.length)) as Record<GpuSite, number>;
}

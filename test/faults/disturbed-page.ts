/**
 * A copy of the built page that the command drives, with a GPU that can be made to fail: its own script and its workers
 * import the faults first. Faults that occur, and the number of calls, are written to the console.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { projectRoot } from '../../scripts/setup/context.mjs';
import type { PlannedFault } from './fault-plan.ts';
import { gpuSites, type GpuSite } from './gpu-faults.ts';

/** Precedes a planned fault that has occurred, as JSON, in a line on the console. */
const faultMark = 'GPU fault came ';

/** Before the calls so far, as JSON, in a line on the console. */
export const countsMark = 'GPU calls ';

export interface DisturbedPage {
  readonly folder: string;
  /** Faults for every page and worker that starts from now on; default: none. */
  disturb(plan?: readonly PlannedFault[]): void;
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
      lib: { entry: join(import.meta.dirname, 'fault-plan.ts'), formats: ['es'], fileName: () => 'fault-plan.js' },
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
  const disturb = (plan: readonly PlannedFault[] = []): void => writeFileSync(join(assets, 'disturb.js'), orders(plan));
  disturb();
  return { folder, disturb, remove: () => rmSync(folder, { recursive: true }) };
}

/** Counts are written this often: at least once more before a picture's result is out. */
const tellEveryMs = 20;

function orders(plan: readonly PlannedFault[]): string {
  return `import { callsOf, follow } from './fault-plan.js';
follow(${JSON.stringify(plan)}, (fault) => console.debug(${JSON.stringify(faultMark)} + JSON.stringify(fault)));
let told = '';
setInterval(() => {
  const counts = JSON.stringify(Object.fromEntries(${JSON.stringify(gpuSites)}.map((site) => [site, callsOf(site)])));
  if (counts !== told) console.debug(${JSON.stringify(countsMark)} + (told = counts));
}, ${tellEveryMs});
`;
}

/** The fault that has occurred, if the line says so. */
export function readFault(line: string): PlannedFault | undefined {
  return line.startsWith(faultMark) ? (JSON.parse(line.slice(faultMark.length)) as PlannedFault) : undefined;
}

export function readCounts(line: string): Readonly<Record<GpuSite, number>> | undefined {
  if (!line.startsWith(countsMark)) return undefined;
  return JSON.parse(line.slice(countsMark.length)) as Record<GpuSite, number>;
}

/** Options for finding a wrong shader, and the text of their results. */
import { CamLensError } from '../src/errors.ts';
// Only types: the page itself is reached only through Chromium.
import type { AskedDebug, Compared } from '../src/headless/comparing.ts';
import { flag, text } from './parse-options.ts';

export const debugOptions = {
  'cpu-before': text(
    'STAGE',
    'for finding a wrong shader: stages before it run in TypeScript, the rest on the GPU',
    undefined,
  ),
  'gpu-before': text('STAGE', 'the opposite: stages before it run on the GPU, the rest in TypeScript', undefined),
  bisect: flag('run every stage on the GPU and on the CPU engine, and name the first whose results differ'),
} as const;

interface Asked {
  readonly 'cpu-before': string | undefined;
  readonly 'gpu-before': string | undefined;
  readonly bisect: boolean;
}

/** @throws CamLensError `bad-option` if more than one is given */
export function debugOf({ 'cpu-before': cpuBefore, 'gpu-before': gpuBefore, bisect }: Asked): { debug?: AskedDebug } {
  const asked: AskedDebug[] = [
    ...(bisect ? ['compare' as const] : []),
    ...(cpuBefore === undefined ? [] : [{ cpuBefore }]),
    ...(gpuBefore === undefined ? [] : [{ gpuBefore }]),
  ];
  const [debug, ...more] = asked;
  if (more.length > 0) {
    throw new CamLensError('bad-option', 'Only one of --bisect, --cpu-before and --gpu-before can be given.');
  }
  return debug === undefined ? {} : { debug };
}

/** The result of `--bisect` in one sentence. */
export function comparedSummary({ stages, first }: Compared): string {
  if (first === null) return `bisect: all ${stages} runs of stages agree with the CPU engine`;
  const { stage, what, dims, index, gpu, cpu, tolerance, off, values } = first;
  const place = `${what}, [${dims.join(', ')}]`;
  const worst = `at [${index.join(', ')}] the GPU has ${gpu}, the CPU engine ${cpu}, tolerance ${tolerance.toPrecision(3)}`;
  return `bisect: the first stage that differs is ${stage} (${place}): worst ${worst}; ${off} of ${values} values are off`;
}

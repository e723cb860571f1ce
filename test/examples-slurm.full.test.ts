/**
 * The Slurm example on Slurm itself: three tasks of an array, of which the second is ended by its time limit in the middle and
 * put back into the queue; merged, they give what one run gives, value for value. It takes minutes: no time limit of Slurm is
 * shorter than one.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { encode } from 'fast-png';
import { packTar } from 'modern-tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationResult } from '../cli/evaluation-result.ts';
import { projectRoot } from '../scripts/setup/context.mjs';
import { voc } from './datasets/support/voc.ts';
import { camLens } from './support/cam-lens.ts';
import { slurmLacks, startSlurm, type SlurmCluster } from './support/slurm-cluster.ts';
import { tinyClasses } from './support/tiny-model.ts';
import { VocSet } from './support/voc-set.ts';

const lacking = slurmLacks();
if (lacking !== undefined) console.warn(`LEFT OUT: the Slurm example was not run on Slurm: ${lacking}.`);

const set = new VocSet('slurm');
afterAll(() => set.remove());
const { at, store } = set;
const [pictures, width, height] = [45, 96, 64];

/** A good part of a second for each picture. */
const slow = [
  ...['--model', at('tiny.onnx'), '--class-map', at('classes.json'), '--backend', 'cpu'],
  ...['--measures', 'pointing,deletion,insertion', '--steps', '200'],
];

/** What does not hang on when and where pictures were measured. */
function timeless(name: string): object {
  const { perPicture, methods, dataset, failed, accuracy, centreBaseline } = JSON.parse(
    readFileSync(at(name), 'utf8'),
  ) as EvaluationResult;
  return { perPicture, methods, dataset, failed, accuracy, centreBaseline };
}

const linesOf = (file: string): string[] =>
  existsSync(at(file)) ? readFileSync(at(file), 'utf8').split('\n').slice(0, -1) : [];

describe.runIf(lacking === undefined)('the Slurm example on Slurm', () => {
  let slurm: SlurmCluster;
  beforeAll(async () => {
    set.storeModel();
    const entries = Array.from({ length: pictures }, (_, i) => {
      const data = Uint8Array.from({ length: width * height * 3 }, (_, k) => (k * (2 * i + 3) * 37) % 256);
      const label = tinyClasses[i % tinyClasses.length]!;
      return [
        [`Images/${label}/${i}.png`, encode({ width, height, data, channels: 3 })],
        [
          `Annotation/${label}/${i}.xml`,
          new TextEncoder().encode(voc([[label, [5, 5, 20 + (i % 60), 40]]], [width, height])),
        ],
      ] as const;
    });
    const tar = async (which: 0 | 1): Promise<Uint8Array> =>
      packTar(
        entries.map((both) => ({
          header: { name: both[which][0], size: both[which][1].length },
          body: new Uint8Array(both[which][1]),
        })),
      );
    store('data/images.tar', await tar(0));
    store('data/annotation.tar', await tar(1));
    mkdirSync(at('results'));
    slurm = await startSlurm();
  });
  afterAll(() => slurm.stop());

  const job = (id: string): string => slurm.run('scontrol', ['show', 'job', id]);

  it('gives, with a task that its time limit ended and that was put back, what one run gives', async () => {
    const script = join(projectRoot, 'examples/slurm/evaluate.sbatch');
    const words = ['--parsable', '--array=1-3', '--cpus-per-task=1', '--mem=0', `--output=${at('task-%a.log')}`];
    const env = { DATA: at('data'), RESULTS: at('results'), PARTS: '3' };
    // The daemons take some seconds before they listen.
    const submitted = await untilDone(() =>
      slurm.run('sbatch', [...words, script, ...slow], { env, cwd: projectRoot }).trim(),
    );
    const second = `${submitted}_2`;
    slurm.run('scontrol', ['update', `JobId=${second}`, 'TimeLimit=1']);
    // Halted in the middle: on no machine is it done before its time is up.
    await untilDone(() => expect(linesOf('results/part-2.json.records.ndjson').length).toBeGreaterThan(0), 20);
    processesOf('results/part-2.json').forEach((pid) => process.kill(pid, 'SIGSTOP'));
    await untilDone(() => expect(job(second)).toMatch(/JobState=(TIMEOUT|FAILED|COMPLETED|CANCELLED)/));
    expect(job(second)).toContain('JobState=TIMEOUT');
    const kept = linesOf('results/part-2.json.records.ndjson');
    expect(kept.length).toBeGreaterThan(0);
    expect(existsSync(at('results/part-2.json'))).toBe(false);

    slurm.run('scontrol', ['requeue', second]);
    slurm.run('scontrol', ['update', `JobId=${second}`, 'TimeLimit=60']);
    await untilDone(() => {
      for (const task of [1, 2, 3]) expect(job(`${submitted}_${task}`)).toContain('JobState=COMPLETED');
    });
    expect(job(second)).toContain('Restarts=1');
    expect(linesOf('results/part-2.json.records.ndjson').slice(0, kept.length)).toEqual(kept);

    const parts = [1, 2, 3].map((task) => at(`results/part-${task}.json.records.ndjson`));
    expect(await camLens('merge', ...parts, '--out', at('merged.json'))).toMatchObject({ code: 0 });
    const data = ['--images', at('data/images.tar'), '--annotations', at('data/annotation.tar')];
    expect(await camLens('evaluate', ...data, ...slow, '--out', at('whole.json'))).toMatchObject({ code: 0 });
    expect(timeless('whole.json')).toMatchObject({ dataset: { pictures } });
    expect(timeless('merged.json')).toEqual(timeless('whole.json'));
  }, 3_600_000);
});

/** Of the command, by one of its words. */
function processesOf(word: string): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    const file = `/proc/${name}/cmdline`;
    const words = /^\d+$/.test(name) && existsSync(file) ? readFileSync(file, 'utf8').split('\0') : [];
    return words[1] === 'bin/cam-lens.js' && words.includes(at(word)) ? [Number(name)] : [];
  });
}

/** Tries again and again, for half an hour at most. */
async function untilDone<Result>(check: () => Result, everyMs = 1000): Promise<Result> {
  for (let waitedMs = 0; ; waitedMs += everyMs) {
    try {
      return check();
    } catch (error) {
      if (waitedMs >= 1_800_000) throw error;
      await setTimeout(everyMs);
    }
  }
}

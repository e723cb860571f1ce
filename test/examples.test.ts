/** The examples of many machines: the files can be read, and every machine gets a part of its own. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { format } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readShard } from '../src/runs/shard.ts';

const examples = join(import.meta.dirname, '..', 'examples');
const read = (file: string): string => readFileSync(join(examples, file), 'utf8');

/** A `node` that says what it was called with, and ends as it is told. */
let bin: string;
beforeAll(() => {
  bin = mkdtempSync(join(tmpdir(), 'cam-lens-examples-'));
  writeFileSync(join(bin, 'node'), '#!/bin/sh\nfor word; do echo "$word"; done\nexit "${PLAYED_STATUS:-0}"\n');
  chmodSync(join(bin, 'node'), 0o755);
});
afterAll(() => rmSync(bin, { recursive: true }));

interface Called {
  readonly status: number | null;
  readonly words: readonly string[];
  readonly told: string;
}

function runShell(shell: string, script: string, env: Readonly<Record<string, string>>): Called {
  const { status, stdout, stderr } = spawnSync(shell, ['-c', script], {
    encoding: 'utf8',
    // A bash whose input is a socket reads its owner's settings.
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`, ...env },
  });
  return { status, words: stdout.trimEnd().split('\n'), told: stderr };
}

/** The script of a container: the block below `args: - |`, without its indentation. */
function scriptOf(yaml: string): string {
  const [, indent = '', first = '', rest = ''] = /args:\n +- \|\n( +)(.*\n)((?:\1.*\n)*)/.exec(yaml) ?? [];
  return first + rest.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
}

/** What stands behind an option. */
const after = (words: readonly string[], option: string): string => words[words.indexOf(option) + 1] ?? '';

describe.each(['evaluate-indexed-job.yaml', 'merge-job.yaml'])('kubernetes/%s', (file) => {
  const yaml = read(`kubernetes/${file}`);

  it('is YAML', async () => {
    await expect(format(yaml, { parser: 'yaml' })).resolves.toContain('kind: Job\n');
    await expect(format(`${yaml}\n  a: [`, { parser: 'yaml' })).rejects.toThrow();
  });

  it.each([
    [0, 0],
    [1, 0],
    [2, 2],
    [130, 130],
  ])('ends the pod of a command that ends with %i with %i', (played, wanted) => {
    const env = { JOB_COMPLETION_INDEX: '0', PARTS: '8', WORKERS: '4', PLAYED_STATUS: `${played}` };
    expect(runShell('sh', scriptOf(yaml), env).status).toBe(wanted);
  });
});

const number = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1]);

describe('every machine', () => {
  const expectParts = (calls: readonly Called[]): void => {
    const shards = calls.map(({ words }) => readShard(after(words, '--shard')));
    expect(shards).toEqual(calls.map((_, i) => ({ index: i + 1, count: calls.length })));
    expect(new Set(calls.map(({ words }) => after(words, '--out'))).size).toBe(calls.length);
    for (const { words, told, status } of calls) {
      expect([status, told]).toEqual([0, '']);
      expect(words.slice(0, 2)).toEqual(['bin/cam-lens.js', 'evaluate']);
      expect(words).toContain('--resume');
      expect(after(words, '--workers')).toBe('4');
    }
  };

  it('of the indexed Job has its part', () => {
    const yaml = read('kubernetes/evaluate-indexed-job.yaml');
    const completions = number(yaml, /completions: (\d+)/);
    const env = {
      PARTS: /name: PARTS\n +value: '(\d+)'/.exec(yaml)![1]!,
      WORKERS: /name: WORKERS\n +value: '(\d+)'/.exec(yaml)![1]!,
    };
    const calls = Array.from({ length: completions }, (_, index) =>
      runShell('sh', scriptOf(yaml), { ...env, JOB_COMPLETION_INDEX: `${index}` }),
    );
    expectParts(calls);
    expect(completions).toBe(8);
  });

  it('of the array has its part, also where only some are submitted again', () => {
    const script = read('slurm/evaluate.sbatch');
    const last = number(script, /#SBATCH --array=1-(\d+)/);
    const env = { SLURM_CPUS_PER_TASK: '4', DATA: '/data sets', RESULTS: '/results', SLURM_ARRAY_TASK_COUNT: '1' };
    const calls = Array.from({ length: last }, (_, i) =>
      runShell('bash', script, { ...env, SLURM_ARRAY_TASK_ID: `${i + 1}` }),
    );
    expectParts(calls);
    expect(after(calls[0]!.words, '--images')).toBe('/data sets/images.tar');
    const { status, told } = runShell('bash', script, { SLURM_ARRAY_TASK_ID: '1', SLURM_CPUS_PER_TASK: '4' });
    expect(told).toContain('DATA');
    expect(status).not.toBe(0);
  });
});

it('the commands of the read-me name files that are there', () => {
  const named = read('README.md').match(/examples\/[\w./-]+\w/g) ?? [];
  expect(named.length).toBeGreaterThan(3);
  for (const file of named) expect(read(file.replace('examples/', ''))).not.toBe('');
});

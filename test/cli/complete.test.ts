import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { main } from '../../cli/main.ts';

async function ask(...words: readonly string[]): Promise<readonly string[]> {
  let printed = '';
  await main(['complete', '--', ...words], { print: (text) => (printed += text), tell: () => undefined });
  return printed.split('\n').slice(0, -1);
}

describe('cam-lens complete', () => {
  it.each<[readonly string[], readonly string[]]>([
    [['ex'], ['explain', 'export']],
    [['ver'], ['version']],
    [
      ['help', 'm'],
      ['merge', 'methods', 'model'],
    ],
    [['explain', '--ba'], ['--backend']],
    [
      ['explain', 'a.jpg', '--c'],
      ['--class', '--convention', '--classes', '--cpu-before', '--config'],
    ],
    [
      ['explain', '--backend', ''],
      ['auto', 'webgpu', 'wasm', 'cpu'],
    ],
    [
      ['explain', '-b', 'w'],
      ['webgpu', 'wasm'],
    ],
    [
      ['explain', '--methods', 'cam,s'],
      ['cam,score-cam', 'cam,saliency', 'cam,smooth-grad'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    // The shell completes file names.
    [['explain', 'a'], []],
    [['explain', '--out', ''], []],
    [['explain', '--config', ''], []],
    [['explain', '--', '--'], []],
    [['nothing', ''], []],
  ])('%j is completed by %j', async (words, expected) => {
    expect(await ask(...words)).toEqual(expected);
  });
});

it('completes in bash', async () => {
  let script = '';
  await main(['completion', 'bash'], { print: (text) => (script += text), tell: () => undefined });
  // A stand-in for the command prints its arguments.
  const played = `cam-lens() { printf '%s\\n' "$@"; }
${script}
COMP_WORDS=(cam-lens explain 'a b.jpg' --met); COMP_CWORD=3; _cam_lens; printf '%s|' "\${COMPREPLY[@]}"`;
  expect(execFileSync('bash', ['-c', played], { encoding: 'utf8' })).toBe('complete|--|explain|a b.jpg|--met|');
});

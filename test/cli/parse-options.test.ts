import { describe, expect, it } from 'vitest';
import { flag, list, number, oneOf, parseOptions, text } from '../../cli/parse-options.ts';

const table = {
  method: list('NAME[,NAME…]', 'how', ['grad-cam']),
  backend: oneOf(['auto', 'cpu'], 'where', 'auto'),
  threshold: number('cut', { least: 0, most: 1, fallback: 0.15 }),
  size: number('side', { least: 32, most: 4096, whole: true, fallback: undefined }),
  out: text('DIR', 'folder', undefined),
  json: flag('JSON'),
} as const;

describe('parseOptions', () => {
  it('gives every option its fallback', () => {
    expect(parseOptions(table, [])).toEqual({
      options: { method: ['grad-cam'], backend: 'auto', threshold: 0.15, size: undefined, out: undefined, json: false },
      positionals: [],
    });
  });

  it.each([
    [['--method', 'cam, grad-cam,cam'], { method: ['cam', 'grad-cam'] }],
    [['--backend=cpu'], { backend: 'cpu' }],
    [['--threshold', '0'], { threshold: 0 }],
    [['--threshold=1'], { threshold: 1 }],
    [['--size', '320'], { size: 320 }],
    [['--out', 'a b'], { out: 'a b' }],
    [['--json', '--threshold', '.5'], { json: true, threshold: 0.5 }],
    [['--threshold', '0.2', '--threshold', '0.3'], { threshold: 0.3 }],
    [['--methods', 'cam'], { method: ['cam'] }],
    [['--thresholds=0.2', '--methods=cam,grad-cam'], { threshold: 0.2, method: ['cam', 'grad-cam'] }],
    [['--method', 'cam', '--methods', 'grad-cam'], { method: ['grad-cam'] }],
    [['-m', 'cam', '-j', '-t', '0.5', '-o', 'x'], { method: ['cam'], json: true, threshold: 0.5, out: 'x' }],
    [['-jox', '-b', 'cpu', '-s320'], { json: true, out: 'x', backend: 'cpu', size: 320 }],
  ])('reads %j', (words, expected) => {
    expect(parseOptions(table, words).options).toMatchObject(expected);
  });

  it('takes pictures from anywhere between the options, and all of them after --', () => {
    const words = ['a.jpg', '--json', 'b.jpg', '--', '--method'];
    expect(parseOptions(table, words).positionals).toEqual(['a.jpg', 'b.jpg', '--method']);
  });

  it.each([
    [['--loud'], 'There is no option --loud; the options are --method, --backend, --threshold, --size, --out, --json.'],
    [['--mehtod', 'cam'], 'There is no option --mehtod. Did you mean --method?'],
    [['--Size=8'], 'There is no option --Size. Did you mean --size?'],
    [['--thres', '0.5'], 'There is no option --thres. Did you mean --threshold?'],
    [['-q'], 'There is no option -q; the options are --method'],
    [['-t', '2'], '-t cannot be "2"; it is a number from 0 to 1.'],
    [['-o'], '-o needs a value: DIR.'],
    [['--constructor'], 'There is no option --constructor; the options are --method'],
    [['--no-json'], 'There is no option --no-json'],
    [['--backend', 'gpu'], '--backend cannot be "gpu"; it is one of auto, cpu.'],
    [['--backend', 'atuo'], '--backend cannot be "atuo"; it is one of auto, cpu. Did you mean "auto"?'],
    [['--threshold', '1.01'], '--threshold cannot be "1.01"; it is a number from 0 to 1.'],
    [['--threshold=-0.1'], '--threshold cannot be "-0.1"; it is a number from 0 to 1.'],
    [['--threshold', 'NaN'], '--threshold cannot be "NaN"; it is a number from 0 to 1.'],
    [['--size', '224.5'], '--size cannot be "224.5"; it is a whole number from 32 to 4096.'],
    [['--method', 'cam,'], '--method cannot be "cam,"; it is a comma-separated list of names.'],
    [['--out'], '--out needs a value: DIR.'],
    [['--out', '--json'], '--out needs a value: DIR.'],
    [['--out='], '--out cannot be ""; it is DIR.'],
    [['--json=yes'], '--json takes no value, but "yes" was given.'],
  ])('refuses %j', (words, sentence) => {
    expect(() => parseOptions(table, words)).toThrow(
      expect.objectContaining({ code: 'bad-option', message: expect.stringContaining(sentence) as string }) as Error,
    );
  });
});

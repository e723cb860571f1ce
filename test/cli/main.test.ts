/** The command without a browser: usage, exit codes, and what goes to which stream. */
import { describe, expect, it } from 'vitest';
import { exitCodeOf, endsCommand } from '../../cli/exit-codes.ts';
import { main } from '../../cli/main.ts';
import { errorCodes, type ErrorCode } from '../../src/error-codes.ts';
import packageFile from '../../package.json' with { type: 'json' };

async function run(...words: string[]): Promise<{ code: number; printed: string; told: string }> {
  let printed = '';
  let told = '';
  const code = await main(words, { print: (text) => (printed += text), tell: (line) => (told += `${line}\n`) });
  return { code, printed, told };
}

describe('cam-lens', () => {
  it('shows usage when nothing is asked, and exits with 2', async () => {
    const { code, printed, told } = await run();
    expect({ code, printed }).toEqual({ code: 2, printed: '' });
    expect(told).toMatch(/^Usage: cam-lens COMMAND/);
  });

  it.each(['explode', 'constructor', '--loud'])('refuses the command %s with usage and 2', async (name) => {
    const { code, printed, told } = await run(name, '--json');
    expect({ code, printed }).toEqual({ code: 2, printed: '' });
    expect(told).toMatch(`There is no command "${name}". [bad-option]\nUsage:`);
  });

  it('prints its version', async () => {
    expect(await run('--version')).toEqual({ code: 0, printed: `${packageFile.version}\n`, told: '' });
  });

  it('names every command in its help, and every option in the help of a command', async () => {
    const { code, printed, told } = await run('--help');
    expect({ code, told }).toEqual({ code: 0, told: '' });
    for (const name of ['explain IMAGE', 'evaluate', 'merge FILE…', 'layers', 'methods', 'export', 'bench', 'serve'])
      expect(printed).toContain(name);
    const options = (await run('explain', '--help')).printed.match(/--[a-z-]+/g);
    expect(options).toEqual(
      [
        'method',
        'layer',
        'class',
        'refine',
        'threshold',
        'convention',
        'size',
        'backend',
        'model',
        'stride',
        'normalization',
        'output',
        'classes',
        'list',
        'out',
        'overwrite',
        'browser-url',
        'port',
        'cpu-before',
        'gpu-before',
        'bisect',
        'json',
      ].map((name) => `--${name}`),
    );
  });

  it.each([
    [['explain'], 'No picture was named'],
    [['explain', '--json'], 'No picture was named'],
    [['explain', 'a.jpg', '--loud'], 'There is no option --loud'],
    [['evaluate', '--annotations', 'x'], '--images is required'],
    [['evaluate', '--images', 'nowhere'], '--images: nowhere does not exist'],
    [['evaluate', '--resume'], '--resume needs --out'],
    [['evaluate', '--out', 'dogs.txt'], '--out cannot be "dogs.txt"'],
    [['evaluate', '--thresholds', '0.5,0.2'], '--thresholds cannot be'],
    [['merge'], 'No result was named'],
    [['serve', 'here'], '"here" is one argument too many'],
    [['methods', 'cam'], '"cam" is one argument too many'],
    [['layers', 'a.onnx', 'b.onnx'], '"b.onnx" is one argument too many'],
    [['export', 'a.onnx'], '--out OUT.onnx is required'],
    [['export', 'a.onnx', '--out', 'b.onnx', '--relu', 'soft'], '--relu cannot be "soft"; it is one of standard'],
    [['bench', 'nothing-of-the-kind'], 'There is no benchmark "nothing-of-the-kind"'],
  ])('refuses %j with 2', async (words, sentence) => {
    const { code, told } = await run(...words);
    expect(code).toBe(2);
    expect(told).toMatch(new RegExp(`^${sentence.replaceAll(/[.[\]()]/g, '\\$&')}.* \\[bad-option\\]\n$`));
  });

  it('says what is wrong as JSON too where JSON was asked for, and nothing else on that stream', async () => {
    const { printed } = await run('explain', '--threshold', '2', '--json', 'a.jpg');
    expect(JSON.parse(printed)).toEqual({
      tool: 'cam-lens',
      version: packageFile.version,
      error: { code: 'bad-option', message: '--threshold cannot be "2"; it is a number from 0 to 1.' },
    });
  });

  it('says that a model is missing, and exits with 3', async () => {
    const { code, printed, told } = await run('explain', 'a.jpg', '--model', 'nowhere/own.onnx');
    expect({ code, printed }).toEqual({ code: 3, printed: '' });
    expect(told).toBe('The model nowhere/own.onnx does not exist. [model-missing]\n');
  });
});

describe('exit codes', () => {
  it('are what scripts depend on', () => {
    const codes = Object.keys(errorCodes) as ErrorCode[];
    expect(Object.fromEntries(codes.map((code) => [code, exitCodeOf(code)]))).toEqual({
      'bad-option': 2,
      'unknown-class': 2,
      'unknown-layer': 2,
      'unknown-method': 2,
      'method-needs': 2,
      'picture-missing': 1,
      'picture-folder': 1,
      'picture-empty': 1,
      'picture-unreadable': 1,
      'picture-twice': 1,
      'annotation-missing': 1,
      'annotation-unreadable': 1,
      'annotation-empty': 1,
      'annotation-class': 1,
      'annotation-twice': 1,
      'box-clipped': 1,
      'box-empty': 1,
      'archive-damaged': 1,
      'file-unreadable': 1,
      'path-unsafe': 1,
      'dataset-empty': 1,
      'table-unreadable': 2,
      'table-unmatched': 1,
      'records-unfit': 2,
      'model-missing': 3,
      'model-damaged': 3,
      'model-unsupported': 3,
      'operator-unsupported': 3,
      'no-browser': 3,
      'no-webgpu': 3,
      'annotation-size': 1,
      'annotation-turned': 1,
      'mask-size': 1,
      'object-skipped': 1,
      'entry-skipped': 1,
      'files-ignored': 1,
      'not-finite': 1,
      'limit-exceeded': 3,
      'records-lost': 1,
      'run-locked': 2,
      'output-exists': 2,
      'output-unwritable': 3,
      'crashed-on': 1,
      'download-failed': 3,
      'runtime-damaged': 3,
      'worker-failed': 3,
      'camera-insecure': 1,
      'camera-denied': 1,
      'camera-missing': 1,
      'video-unreadable': 1,
      ended: 1,
      'out-of-memory': 1,
      'device-lost': 1,
      'gpu-failed': 1,
      stopped: 130,
      internal: 1,
    });
    expect(codes.filter(endsCommand)).toEqual(codes.filter((code) => exitCodeOf(code) !== 1));
  });
});

/** What people get wrong on the command line, and what they are told. Nothing here may start a browser. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { main } from '../../cli/main.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-mistakes-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
for (const name of ['empty', 'full']) mkdirSync(at(name));
writeFileSync(at('full/a.jpg'), 'a');
for (const [name, text] of Object.entries({
  'a.jpg': 'a',
  'net.onnx': 'net',
  'done.json': '{}',
  'done.onnx': 'net',
  'none.txt': '# nothing\n\n',
  'broken.json': '{"backend": ',
  'wrong.json': '{"evaluate": {"mehtods": ["cam"]}}',
  'value.json': '{"explain": {"threshold": 2}}',
  'flag.json': '{"json": "yes"}',
})) {
  writeFileSync(at(name), text);
}

const explain = ['explain', at('a.jpg'), '--model', at('net.onnx')];
const evaluate = ['evaluate', '--images', at('full'), '--annotations', at('full'), '--model', at('net.onnx')];

it.each<[string, readonly string[], number, string]>([
  [
    'a command misspelt',
    ['explian', 'a.jpg'],
    2,
    'There is no command "explian". Did you mean "explain"? [bad-option]',
  ],
  ['help for what is none', ['help', 'merg'], 2, 'There is no command "merg". Did you mean "merge"? [bad-option]'],
  [
    'an option misspelt',
    [...explain, '--backedn', 'cpu'],
    2,
    'There is no option --backedn. Did you mean --backend? [bad-option]',
  ],
  [
    'an option of another tool',
    [...explain, '--verbose'],
    2,
    'There is no option --verbose; the options are --method, --layer,',
  ],
  ['a letter that is none', [...explain, '-z'], 2, 'There is no option -z; the options are --method, --layer,'],
  [
    'one dash too few',
    [...explain, '-method', 'cam'],
    2,
    'There is no option -method. Did you mean --method? [bad-option]',
  ],
  ['no value', [...explain, '--out'], 2, '--out needs a value: DIR. [bad-option]'],
  [
    'an option where a value was expected',
    [...explain, '--out', '--json'],
    2,
    '--out needs a value: DIR. [bad-option]',
  ],
  ['a value for a flag', [...explain, '--json=true'], 2, '--json takes no value, but "true" was given. [bad-option]'],
  [
    'a choice misspelt',
    [...explain, '--backend', 'wsam'],
    2,
    '--backend cannot be "wsam"; it is one of auto, webgpu, wasm, cpu. Did you mean "wasm"? [bad-option]',
  ],
  [
    'percent',
    [...explain, '--threshold', '15'],
    2,
    '--threshold cannot be "15"; it is a number from 0 to 1. [bad-option]',
  ],
  [
    'a decimal comma',
    [...explain, '--threshold', '0,2'],
    2,
    '--threshold cannot be "0,2"; it is a number from 0 to 1. [bad-option]',
  ],
  ['a method misspelt', [...explain, '--method', 'gradcam'], 2, 'Did you mean "grad-cam"? [unknown-method]'],
  [
    'a method misspelt in a list',
    [...explain, '--methods', 'cam,scorecam'],
    2,
    'There is no method "scorecam"; the methods are cam,',
  ],
  ['nothing to explain', ['explain'], 2, 'No picture was named: cam-lens explain IMAGE… [bad-option]'],
  [
    'a picture that is not there',
    ['explain', at('b.jpg'), '--model', at('net.onnx')],
    1,
    `${at('b.jpg')} does not exist. [picture-missing]`,
  ],
  [
    'a pattern without match',
    ['explain', at('*.png'), '--model', at('net.onnx')],
    1,
    `No file matches the pattern "${at('*.png')}". [picture-missing]`,
  ],
  [
    'a folder without pictures',
    ['explain', at('empty'), '--model', at('net.onnx')],
    1,
    `${at('empty')} is a folder without pictures (.jpg,`,
  ],
  [
    'a list of nothing',
    ['explain', '--list', at('none.txt'), '--model', at('net.onnx')],
    2,
    `--list: ${at('none.txt')} names no picture; expected one per line. [bad-option]`,
  ],
  [
    'a list that is not there',
    ['explain', '--list', at('no.txt'), '--model', at('net.onnx')],
    2,
    `${at('no.txt')} does not exist; --list: names of pictures, one per line was expected. [bad-option]`,
  ],
  [
    'standard input twice',
    ['explain', '-', '--list', '-'],
    2,
    'Standard input can be read only once, but "-" was given more than once. [bad-option]',
  ],
  [
    'a model that is not there',
    ['explain', at('a.jpg'), '--model', at('no.onnx')],
    3,
    `The model ${at('no.onnx')} does not exist. [model-missing]`,
  ],
  [
    'pictures named to evaluate',
    ['evaluate', at('empty')],
    2,
    `"${at('empty')}" is one argument too many. [bad-option]`,
  ],
  [
    'no pictures to evaluate',
    ['evaluate', '--annotations', at('empty')],
    2,
    '--images is required: a folder or a tar archive. [bad-option]',
  ],
  ['a measure misspelt', ['evaluate', '--measures', 'pointing,delition'], 2, 'Did you mean "deletion"? [bad-option]'],
  [
    'a result over another',
    [
      ...['evaluate', '--images', at('full'), '--annotations', at('full')],
      ...['--model', at('net.onnx'), '--out', at('done.json')],
    ],
    2,
    `--out: ${at('done.json')} already exists; --overwrite replaces it, --resume continues it. [output-exists]`,
  ],
  ['a merge over a result', ['merge', at('done.json'), '--out', at('done.json')], 2, '[records-unfit]'],
  [
    'a configuration that is not there',
    ['methods', '--config', at('no.json')],
    2,
    `${at('no.json')} does not exist; a configuration in JSON was expected. [bad-option]`,
  ],
  [
    'controls that make maps of the input, to be refined',
    [...evaluate, '--controls', 'random,centre,edges,other-class,shuffled', '--refine', 'affinity'],
    2,
    "--refine affinity needs maps of a layer, but these are maps of the network's input: control-random, " +
      'control-centre, control-edges. Leave them out, or choose --refine none. [method-needs]',
  ],
  [
    'a method that makes maps of the input, to be refined',
    [...explain, '--method', 'grad-cam,guided-grad-cam', '--refine', 'affinity+guided'],
    2,
    "--refine affinity+guided needs maps of a layer, but these are maps of the network's input: guided-grad-cam.",
  ],
  [
    'a configuration that is cut off',
    ['methods', '--config', at('broken.json')],
    2,
    `${at('broken.json')} is not JSON (`,
  ],
  [
    'an option misspelt in it',
    ['methods', '--config', at('wrong.json')],
    2,
    `${at('wrong.json')}: there is no option "evaluate.mehtods". Did you mean "methods"? [bad-option]`,
  ],
  [
    'a value out of range in it',
    ['methods', '--config', at('value.json')],
    2,
    `${at('value.json')}: "explain.threshold" cannot be "2"; it is a number from 0 to 1. [bad-option]`,
  ],
  [
    'a word for a flag in it',
    ['methods', '--config', at('flag.json')],
    2,
    `${at('flag.json')}: "json" cannot be "yes"; it is true or false. [bad-option]`,
  ],
  [
    'a shell that is not known',
    ['completion', 'bsh'],
    2,
    'There is no completion for "bsh": bash, zsh, fish. Did you mean bash? [bad-option]',
  ],
])('%s', async (_, words, exit, sentence) => {
  let told = '';
  const code = await main(words, { print: () => undefined, tell: (line) => (told += `${line}\n`) });
  expect(told).toContain(sentence);
  expect(told).toMatch(/\[[a-z-]+\]\n/);
  expect(code).toBe(exit);
});

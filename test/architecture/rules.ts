/** The house rules as tables; each rule takes what is known of the files and names what breaks it. */
import type { SourceFacts } from './read-imports.ts';

/** What each folder may import of ours, besides itself and what is for all. A folder that is not listed may nothing. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'src/index.ts': ['src/pipeline', 'src/ui', 'src/datasets', 'src/evaluation', 'src/runs'],
  'src/onnx': [],
  'src/autodiff': ['src/onnx'],
  'src/shaders': [],
  'src/shaders/cpu': [],
  'src/datasets': [],
  'src/evaluation': [],
  'src/pipeline': ['src/autodiff', 'src/onnx', 'src/shaders', 'src/shaders/cpu'],
  'src/runs': ['src/pipeline', 'src/datasets', 'src/evaluation'],
  'src/report': ['src/evaluation', 'src/pipeline'],
  'src/ui': ['src/pipeline', 'src/evaluation', 'src/datasets', 'src/runs', 'src/report'],
  'src/headless': ['src/pipeline', 'src/datasets', 'src/evaluation', 'src/runs', 'src/report'],
  models: ['src/onnx'],
  bench: ['src/pipeline', 'src/shaders', 'src/shaders/cpu', 'src/runs', 'src/datasets', 'src/evaluation', 'cli'],
  // What people give, tables and records, is checked before a browser is started.
  cli: ['src/evaluation', 'src/datasets'],
};

/** Where types alone may cross: they are gone when the program runs, and Chromium is the way for everything else. */
const typeArrows: Readonly<Record<string, readonly string[]>> = {
  'src/report': ['src/runs', 'src/datasets'],
  cli: ['src/headless', 'src/pipeline', 'src/runs', 'src/report'],
  models: ['src/pipeline'],
};

const forAll: readonly string[] = ['src/errors.ts', 'src/own.ts', 'src/random.ts', 'src/turns.ts', 'src/visible.ts'];

/** Packages that one file alone may import. */
const soleImporters: Readonly<Record<string, string>> = {
  'onnxruntime-web': 'src/pipeline/network/runtime.ts',
  puppeteer: 'cli/chromium.ts',
};

/** Members that one file alone may call. */
const soleCallers: Readonly<Record<string, string>> = {
  requestAdapter: 'src/pipeline/device/device.ts',
  requestDevice: 'src/pipeline/device/device.ts',
};

export const mostLines = 300;

type Rule = (files: readonly SourceFacts[]) => readonly string[];

const values = ({ imports }: SourceFacts): string[] =>
  imports.filter((entry) => !entry.typeOnly).map(({ target }) => target);

export const rules: Readonly<Record<string, Rule>> = {
  'imports follow the arrows between folders': (files) =>
    files.flatMap(({ path, imports }) => {
      const from = folderOf(path);
      if (from === undefined) return [`${path} lies in no folder of the plan`];
      return imports
        .filter(({ target, typeOnly }) => {
          const to = folderOf(target);
          if (to === undefined || to === from || forAll.includes(target)) return false;
          return !(arrows[from]?.includes(to) || (typeOnly && typeArrows[from]?.includes(to)));
        })
        .map(({ target }) => `${path} may not import ${target}`);
    }),

  'the contract of recipe and engines imports neither': (files) =>
    files
      .filter(({ path }) => path.startsWith('src/pipeline/chain/'))
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ target }) => /^src\/pipeline\/(engine|recipe)\//.test(target))
          .map(({ target }) => `${path} imports ${target}`),
      ),

  'nothing under src/ imports node:*': (files) =>
    files
      .filter(({ path }) => path.startsWith('src/'))
      .flatMap(({ path, imports }) =>
        imports.filter(({ target }) => target.startsWith('node:')).map(({ target }) => `${path} imports ${target}`),
      ),

  'some packages have one importer': (files) =>
    files.flatMap((file) =>
      values(file)
        .filter((target) => {
          const sole = soleImporters[target.split('/')[0] ?? ''];
          return sole !== undefined && sole !== file.path;
        })
        .map((target) => `${file.path} imports ${target}`),
    ),

  'some members have one caller': (files) =>
    files.flatMap(({ path, calledMembers }) =>
      calledMembers
        .filter((name) => Object.hasOwn(soleCallers, name) && soleCallers[name] !== path)
        .map((name) => `${path} calls ${name}`),
    ),

  'WGSL is in .wgsl files only': (files) =>
    files
      .filter(({ texts }) =>
        texts.some((text) => /@(compute|vertex|fragment|workgroup_size|group\(|binding\()/.test(text)),
      )
      .map(({ path }) => `${path} holds WGSL in a string`),

  'no file imports itself on a detour': (files) => {
    const graph = new Map(files.map((file) => [file.path, values(file)]));
    return [...graph.keys()].flatMap((path) => {
      const detour = wayBack(graph, path);
      return detour === undefined ? [] : [detour.join(' → ')];
    });
  },

  [`no file has more than ${mostLines} lines`]: (files) =>
    files.filter(({ lines }) => lines > mostLines).map(({ path, lines }) => `${path} has ${lines} lines`),
};

/** The longest entry of the plan that the path lies in. */
function folderOf(path: string): string | undefined {
  return Object.keys(arrows)
    .filter((folder) => path === folder || path.startsWith(`${folder}/`))
    .concat(forAll.filter((file) => path === file))
    .sort((a, b) => b.length - a.length)[0];
}

/** The shortest chain of imports from a file back to itself. */
function wayBack(graph: ReadonlyMap<string, readonly string[]>, start: string): readonly string[] | undefined {
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const next of graph.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return [...way, next];
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}

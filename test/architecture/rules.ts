/** The architecture rules as tables. Each rule receives the parsed files and returns the violations. */
import type { SourceFacts } from './read-imports.ts';

/**
 * The folders that each folder may import, besides itself and the common files. A folder that is not listed may import
 * nothing.
 */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'src/index.ts': ['src/pipeline', 'src/ui', 'src/datasets', 'src/evaluation', 'src/runs', 'src/benchmark'],
  'src/elements.ts': ['src/ui'],
  'src/define.ts': ['src/ui'],
  'src/standalone.ts': ['src/define.ts', 'src/elements.ts', 'src/ui'],
  'src/standalone-evaluate.ts': ['src/ui'],
  'src/onnx': [],
  'src/autodiff': ['src/onnx'],
  'src/shaders': [],
  'src/datasets': [],
  'src/evaluation': [],
  'src/pipeline': ['src/autodiff', 'src/onnx', 'src/shaders'],
  'src/runs': ['src/pipeline', 'src/datasets', 'src/evaluation'],
  'src/benchmark': ['src/pipeline', 'src/shaders', 'src/evaluation'],
  'src/report': ['src/evaluation', 'src/pipeline'],
  'src/ui': ['src/pipeline', 'src/evaluation', 'src/datasets', 'src/runs', 'src/report', 'src/benchmark'],
  'src/site': [],
  'src/headless': ['src/pipeline', 'src/datasets', 'src/evaluation', 'src/runs', 'src/report'],
  models: ['src/onnx'],
  bench: ['src/benchmark', 'src/pipeline', 'src/shaders', 'src/runs', 'src/datasets', 'src/evaluation', 'cli'],
  // What needs no browser runs in the command itself; the rule below limits what that may import.
  cli: [
    ...['src/onnx', 'src/autodiff', 'src/pipeline', 'src/evaluation', 'src/datasets', 'src/runs', 'src/report'],
    'src/benchmark',
  ],
};

/**
 * Folders that may import only types, which do not exist at run time. The command reaches the page through Chromium.
 */
const typeArrows: Readonly<Record<string, readonly string[]>> = {
  'src/report': ['src/runs', 'src/datasets'],
  cli: ['src/headless'],
  models: ['src/pipeline'],
};

/**
 * The subfolders that each subfolder of src/pipeline and src/ui may import, types included; files beside them may be
 * imported by all.
 */
const rooms: Readonly<Record<string, readonly string[]>> = {
  'src/pipeline/picture': [],
  'src/pipeline/chain': [],
  'src/pipeline/device': [],
  'src/pipeline/engine': ['src/pipeline/chain', 'src/pipeline/device', 'src/pipeline/picture'],
  'src/pipeline/model': [],
  'src/pipeline/network': ['src/pipeline/chain', 'src/pipeline/device', 'src/pipeline/model'],
  'src/pipeline/recipe': ['src/pipeline/chain', 'src/pipeline/network'],
  'src/pipeline/api': [
    ...['src/pipeline/recipe', 'src/pipeline/network', 'src/pipeline/model', 'src/pipeline/engine'],
    ...['src/pipeline/chain', 'src/pipeline/device', 'src/pipeline/picture'],
  ],
  'src/pipeline/worker': ['src/pipeline/api', 'src/pipeline/recipe', 'src/pipeline/model', 'src/pipeline/picture'],
  'src/ui/shared': [],
  'src/ui/explain': ['src/ui/shared'],
  'src/ui/evaluate': ['src/ui/shared'],
  'src/ui/embed': ['src/ui/shared', 'src/ui/explain', 'src/ui/evaluate'],
  'src/ui/guide': ['src/ui/shared', 'src/ui/embed'],
  'src/ui/benchmark': ['src/ui/shared'],
  'src/ui/model': ['src/ui/shared', 'src/ui/explain'],
};

const forAll: readonly string[] = [
  'src/error-codes.ts',
  'src/errors.ts',
  'src/own.ts',
  'src/paper.ts',
  'src/random.ts',
  'src/pending-calls.ts',
  'src/silence.ts',
  'src/trusted-scripts.ts',
  'src/turns.ts',
  'src/visible.ts',
];

/** Modules that run only in a browser: neither the command nor its server may import them, even indirectly. */
const browserOnly =
  /^(onnxruntime-web|lit|uplot|comlink)\b|\.wgsl$|^src\/(ui|headless|pipeline\/(api|device|engine|network|worker|picture\/decode))\b/;

/** Packages that only one file may import. */
const soleImporters: Readonly<Record<string, string>> = {
  'onnxruntime-web': 'src/pipeline/network/runtime.ts',
  puppeteer: 'cli/chromium.ts',
};

/** Members that only one file may call. */
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

  'imports follow the arrows between rooms': (files) =>
    files.flatMap(({ path, imports }) => {
      const from = roomOf(path);
      if (from === undefined) return path.startsWith('src/ui/') ? [`${path} lies in no room`] : [];
      return imports
        .filter(({ target }) => {
          const to = roomOf(target);
          return to !== undefined && to !== from && sharesFolder(from, to) && rooms[from]?.includes(to) !== true;
        })
        .map(({ target }) => `${path} may not import ${target}`);
    }),

  'the command imports nothing that runs in a browser only': (files) => {
    const graph = importGraph(files);
    return files
      .filter(({ path }) => path.startsWith('cli/'))
      .flatMap(({ path }) => {
        const way = wayTo(graph, path, (target) => browserOnly.test(target));
        return way === undefined ? [] : [way.join(' → ')];
      });
  },

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
    const graph = new Map(files.map(({ path, imports }) => [path, imports.map(({ target }) => target)]));
    return [...graph.keys()].flatMap((path) => {
      const detour = wayTo(graph, path, (target) => target === path);
      return detour === undefined ? [] : [detour.join(' → ')];
    });
  },

  // Folders that may not import each other may declare the same type, if the declarations are identical.
  'no two exported types share a name': (files) => {
    const seen = new Map<string, { readonly path: string; readonly text: string }>();
    return files.flatMap(({ path, types }) =>
      [...types].flatMap(([name, text]) => {
        const other = seen.get(name);
        if (other === undefined) seen.set(name, { path, text });
        return other === undefined || (other.text === text && folderOf(other.path) !== folderOf(path))
          ? []
          : [`${name} is exported by ${other.path} and by ${path}`];
      }),
    );
  },

  [`no file has more than ${mostLines} lines`]: (files) =>
    files.filter(({ lines }) => lines > mostLines).map(({ path, lines }) => `${path} has ${lines} lines`),
};

/** The longest entry of the table that contains the path. */
function folderOf(path: string): string | undefined {
  return Object.keys(arrows)
    .filter((folder) => path === folder || path.startsWith(`${folder}/`))
    .concat(forAll.filter((file) => path === file))
    .sort((a, b) => b.length - a.length)[0];
}

function roomOf(path: string): string | undefined {
  const room = path.split('/').slice(0, 3).join('/');
  return room !== path && Object.hasOwn(rooms, room) ? room : undefined;
}

/** Other rules apply between folders. */
function sharesFolder(a: string, b: string): boolean {
  return folderOf(a) === folderOf(b);
}

type ImportGraph = ReadonlyMap<string, readonly string[]>;

function importGraph(files: readonly SourceFacts[]): ImportGraph {
  return new Map(files.map((file) => [file.path, values(file)]));
}

/** The shortest chain of imports from a file to one of these. */
function wayTo(
  graph: ImportGraph,
  start: string,
  isWanted: (target: string) => boolean,
): readonly string[] | undefined {
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const next of graph.get(way.at(-1) ?? '') ?? []) {
      if (isWanted(next)) return [...way, next];
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}

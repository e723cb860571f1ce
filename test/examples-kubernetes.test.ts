/**
 * The Kubernetes manifests of examples/, held to the schema of the API that the package kubernetes-models has: values by its
 * validators, and names of fields by its types, since the schema itself allows any.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const requireHere = createRequire(import.meta.url);
const { parse } = requireHere('yaml') as { parse: (text: string) => unknown };
const { Job } = requireHere('kubernetes-models/batch/v1/Job') as {
  Job: new (manifest: unknown) => { validate(): void };
};

interface Container {
  env: { value: unknown }[];
  [field: string]: unknown;
}

interface Manifest {
  spec: { template: { spec: { containers: [Container]; [field: string]: unknown } }; [field: string]: unknown };
  [field: string]: unknown;
}

const manifestOf = (file: string): Manifest =>
  parse(readFileSync(join(root, 'examples/kubernetes', file), 'utf8')) as Manifest;

/** Files of the API and of the language, which every program reads alike. */
const sources = new Map<string, ts.SourceFile | undefined>();

/** What the compiler says of the manifest as a literal of the API's type: fields that there are not, too. */
function faultsOf(manifest: unknown): readonly string[] {
  const name = join(root, 'test/manifest.ts');
  const text = `import type { IJob } from 'kubernetes-models/batch/v1/Job';
    export const manifest: IJob = ${JSON.stringify(manifest)};`;
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022 },
    ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (file, ...more) => {
    if (file === name) return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
    if (!sources.has(file)) sources.set(file, getSourceFile.call(host, file, ...more));
    return sources.get(file);
  };
  host.fileExists = (file) => file === name || fileExists.call(host, file);
  host.readFile = (file) => (file === name ? text : readFile.call(host, file));
  return ts
    .getPreEmitDiagnostics(ts.createProgram([name], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const check = (manifest: unknown): void => new Job(manifest).validate();

describe.each(['evaluate-indexed-job.yaml', 'merge-job.yaml'])('kubernetes/%s', (file) => {
  it('has the values that the API takes, and no field that it does not know', () => {
    expect(() => check(manifestOf(file))).not.toThrow();
    expect(faultsOf(manifestOf(file))).toEqual([]);
  });

  it.each<readonly [string, (manifest: Manifest) => void]>([
    ['a number that is none', ({ spec }) => void (spec['backoffLimit'] = 'three')],
    ['no template', ({ spec }) => void Reflect.deleteProperty(spec, 'template')],
    ['a container without a name', ({ spec }) => void Reflect.deleteProperty(spec.template.spec.containers[0], 'name')],
    ['a variable that is a number', ({ spec }) => void (spec.template.spec.containers[0].env = [{ value: 8 }])],
  ])('would be refused with %s', (_, spoil) => {
    const manifest = manifestOf(file);
    spoil(manifest);
    expect(() => check(manifest)).toThrow();
  });

  it.each<readonly [string, (manifest: Manifest) => void]>([
    ['the Job', (manifest) => void (manifest['sepc'] = {})],
    ['its spec', ({ spec }) => void (spec['backoffLimitPerIndx'] = 3)],
    ['the pod', ({ spec }) => void (spec.template.spec['restartPolice'] = 'Never')],
    ['the container', ({ spec }) => void (spec.template.spec.containers[0]['volumeMount'] = [])],
  ])('would be refused with a misspelt field of %s', (_, spoil) => {
    const manifest = manifestOf(file);
    spoil(manifest);
    expect(faultsOf(manifest)).toEqual([expect.stringContaining('may only specify known properties')]);
  });
});

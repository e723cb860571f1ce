/** What callers import: every name has a docstring, every type that they meet can be imported, every function says what it throws. */
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { readPublicApi } from './support/public-api.ts';

const root = join(import.meta.dirname, '..');
const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
  config: object;
};
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
const { names, unreachable } = readPublicApi(root, 'src/index.ts', options);

/** What gives memory back, or tells a caller something, does not fail. */
const ends = /\.(close|destroy|between|urlOf)$/;

describe('the public API', () => {
  it('is checked completely', () => {
    for (const known of ['createExplainer', 'Explainer.explain', 'Lens.explain', 'Picture.bitmap', 'Size.width']) {
      expect(names.map(({ name }) => name)).toContain(known);
    }
  });

  it('has a docstring on every name', () => {
    expect(names.filter(({ doc }) => doc === '').map(({ name }) => name)).toEqual([]);
  });

  it('states the errors of every call that can fail', () => {
    const silent = names.filter(({ isAsync, tags, name }) => isAsync && !tags.includes('throws') && !ends.test(name));
    expect(silent.map(({ name }) => name)).toEqual([]);
    expect(names.filter(({ isAsync }) => isAsync).length).toBeGreaterThan(10);
  });

  it('can be imported whole', () => expect(unreachable).toEqual([]));
});

/** Writes the licences of all bundled packages into one file beside the scripts. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const inPackage = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/;

/** @param always packages to list although they are copied, not bundled */
export function licences(root: string, always: readonly string[]): Plugin {
  return {
    name: 'cam-lens:licences',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const names = modules.flatMap((id) => inPackage.exec(id.replaceAll('\\', '/'))?.[1] ?? []);
      const source = [...new Set([...always, ...names])].sort().map((name) => licenceOf(root, name));
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source: source.join(`\n${'-'.repeat(78)}\n\n`) });
    },
  };
}

function licenceOf(root: string, name: string): string {
  const folder = join(root, 'node_modules', name);
  if (!existsSync(folder)) throw new Error(`${name} is bundled, but is not a package in node_modules.`);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)(\.(md|txt))?$/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version}: ${license}`, ...texts, ''].join('\n\n');
}

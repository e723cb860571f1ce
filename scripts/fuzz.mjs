/** `npm run fuzz`: builds test/fuzz and runs it with the given options. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildFuzz } from './build-fuzz.mjs';
import { projectRoot } from './setup/context.mjs';

process.chdir(projectRoot);
// A separate folder for each run: several may run at once, each with the sources at its start.
const folder = await buildFuzz(`fuzz-${process.pid}`, { main: 'test/fuzz/main.ts', child: 'test/fuzz/child.ts' });
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.on('SIGINT', () => process.exit(130));
const { main } = await import(pathToFileURL(join(folder, 'main.js')).href);
process.exitCode = await main(process.argv.slice(2), {
  child: join(folder, 'child.js'),
  corpus: join(projectRoot, 'test', 'fuzz', 'corpus'),
});

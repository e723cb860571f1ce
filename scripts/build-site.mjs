/**
 * Builds the pages and their model as a folder for any static host: `npm run build:site -- [FOLDER] [--model net.onnx]
 * [--weights f16] [--no-service-worker]`. It is built aside and swapped in whole.
 */
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from './setup/context.mjs';
import { runCommand } from './setup/run-command.mjs';
import { megabytes } from './setup/sizes.mjs';
import { setUpOrExit } from './setup.mjs';

// Whoever calls: a build is what people get, never the libraries' development editions.
process.env.NODE_ENV = 'production';

const { folder, model, weights, hasWorker } = wanted();
await setUpOrExit('start');
const { buildPages, buildServiceWorker } = await import('./site/build-pages.mjs');
const { hostHeaders } = await import('./site/host-headers.mjs');
const { releaseOf, sizeOf } = await import('./site/release.mjs');

// On the disk of the folder, so that it can be swapped in.
const parts = join(dirname(folder), `.${basename(folder)}-${process.pid}`);
const aside = join(parts, 'new');
try {
  const models = join(parts, 'models');
  const command = [join(projectRoot, 'bin', 'cam-lens.js'), 'model', ...model, '--weights', weights, '--out', models];
  await runCommand(process.execPath, command, { cwd: process.cwd(), env: process.env });
  const description = readdirSync(models).find((name) => name.endsWith('.json'));
  await buildPages(projectRoot, aside, { hasWorker, model: description ?? '' });
  renameSync(models, join(aside, 'models'));
  await buildServiceWorker(projectRoot, aside, hasWorker ? releaseOf(aside) : null);
  // GitHub Pages would leave out what begins with an underscore; other hosts read their headers from such a file.
  writeFileSync(join(aside, '.nojekyll'), '');
  writeFileSync(join(aside, '_headers'), hostHeaders());
  if (existsSync(folder)) renameSync(folder, join(parts, 'old'));
  renameSync(aside, folder);
} finally {
  rmSync(parts, { recursive: true, force: true });
}
const shown = relative(process.cwd(), folder) || folder;
console.log(`${shown} is the site (${megabytes(sizeOf(folder))}); docs/hosting.md says how to host it.`);

/** What the command line asks for; a mistake ends the process. */
function wanted() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        model: { type: 'string' },
        weights: { type: 'string', default: 'f32' },
        'no-service-worker': { type: 'boolean', default: false },
      },
    });
    const [folder = join('build', 'site'), ...more] = positionals;
    if (more.length > 0) throw new Error(`One folder was expected; there is also ${more.join(' ')}.`);
    if (!['f32', 'f16', 'int8'].includes(values.weights)) {
      throw new Error(`--weights ${values.weights} is unknown; f32, f16 or int8 was expected.`);
    }
    const target = resolve(folder);
    if (existsSync(target) && !existsSync(join(target, 'service-worker.js'))) {
      throw new Error(`${folder} exists and is not a built site; another folder was expected.`);
    }
    const model = values.model === undefined ? [] : [values.model];
    return { folder: target, model, weights: values.weights, hasWorker: !values['no-service-worker'] };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

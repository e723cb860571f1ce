/** models/resnet50.onnx, converted from the weights; its description has the expected hash. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashFile } from './fingerprint.mjs';
import { runCommand } from './run-command.mjs';
import { seconds } from './sizes.mjs';
import { weightsFile } from './weights-package.mjs';

const descriptionFile = 'models/resnet50.json';

/** @type {import('./steps.mjs').Step} */
export const model = {
  name: 'model',
  notFor: 'quick-test',
  missing: (context) => modelIsMissing(context),
  async provide(context) {
    const began = performance.now();
    const { name, file } = describe(context.root);
    context.log(`Converting the weights of ${name} to ONNX …`);
    const builder = join(context.root, 'build', 'node', 'build-model.js');
    const parameters = [builder, weightsFile(context), join(context.root, 'models', file)];
    await runCommand(process.execPath, parameters, { cwd: context.root, env: context.env });
    context.log(`${file} built in ${seconds(began)}.`);
  },
};

/**
 * Hashing 100 MB takes noticeable time, so the hash is cached with the size and modification time of the file.
 * @param {{ root: string }} context
 * @returns {Promise<string | undefined>} why it must be built
 */
export async function modelIsMissing({ root }) {
  const { file, sha256 } = describe(root);
  const path = join(root, 'models', file);
  if (!existsSync(path)) return `models/${file} is not built`;
  const { size, mtimeMs } = statSync(path);
  const stampFile = join(root, 'build', `${file}.stamp`);
  const key = `${size} ${mtimeMs}`;
  const [knownKey, knownHash] = existsSync(stampFile) ? readFileSync(stampFile, 'utf8').split('\n') : [];
  let found = knownHash;
  if (found === undefined || knownKey !== key) {
    found = (await hashFile(path, 'sha256')).toString('hex');
    mkdirSync(join(root, 'build'), { recursive: true });
    writeFileSync(stampFile, `${key}\n${found}`);
  }
  return found === sha256 ? undefined : `models/${file} is damaged or from an older version`;
}

/**
 * @param {string} root
 * @returns {{ name: string, file: string, sha256: string }}
 */
function describe(root) {
  return JSON.parse(readFileSync(join(root, descriptionFile), 'utf8'));
}

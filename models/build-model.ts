/** The command that the set-up runs: `node build-model.js TARBALL OUTPUT`. Progress and errors go to standard error. */
import { describeError } from '../src/errors.ts';
import { buildResnet50 } from './build.ts';

const [tarball, output, ...others] = process.argv.slice(2);
const say = (message: string): void => console.error(message);

if (tarball === undefined || output === undefined || others.length > 0) {
  say('Usage: node build-model.js TARBALL OUTPUT');
  process.exitCode = 2;
} else {
  try {
    await buildResnet50({ tarball, output, onProgress: say });
  } catch (error) {
    const { code, message } = describeError(error);
    say(`${code}: ${message}`);
    process.exitCode = 1;
  }
}

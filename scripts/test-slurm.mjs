/**
 * `npm run test:slurm`: runs the Slurm example on a real Slurm, which it installs from Debian's packages if possible.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from './setup/context.mjs';

const packages = ['slurmctld', 'slurmd', 'slurm-client', 'munge'];

if (spawnSync('sh', ['-c', 'command -v slurmctld slurmd sbatch munged']).status !== 0) {
  if (process.getuid?.() !== 0 || spawnSync('sh', ['-c', 'command -v apt-get']).status !== 0) {
    console.error(`Slurm is not installed; as root on Debian, this script installs it (${packages.join(', ')}).`);
    process.exit(3);
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = /** @type {const} */ ({ env, stdio: 'inherit' });
  execFileSync('apt-get', ['update'], options);
  execFileSync('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], options);
}

const vitest = join(projectRoot, 'node_modules/vitest/vitest.mjs');
const words = ['run', '--project', 'full', 'test/examples-slurm.full.test.ts'];
process.exitCode = spawnSync(process.execPath, [vitest, ...words], { cwd: projectRoot, stdio: 'inherit' }).status ?? 1;

/**
 * A private Slurm on this machine: controller, one node and their keys in a folder, separate from any installed
 * cluster.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

const programs = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'scontrol', 'squeue'];

/** Why Slurm cannot be started here; undefined if it can. */
export function slurmLacks(): string | undefined {
  if (process.getuid?.() !== 0) return 'its daemons want to be root';
  const missing = programs.find((name) => !isThere(name));
  return missing && `${missing} is not installed; "npm run test:slurm" installs it on Debian`;
}

function isThere(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`]);
    return true;
  } catch {
    return false;
  }
}

export interface SlurmCluster {
  /** Runs a program of Slurm, and gives what it prints. */
  run(program: string, words: readonly string[], options?: { cwd?: string; env?: Record<string, string> }): string;
  stop(): Promise<void>;
}

/** Two processors, whatever the machine has. */
export async function startSlurm(): Promise<SlurmCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'slurm-'));
  chmodSync(folder, 0o755);
  const at = (name: string): string => join(folder, name);
  for (const name of ['state', 'spool']) mkdirSync(at(name));
  writeFileSync(at('key'), randomBytes(1024), { mode: 0o600 });
  const name = hostname().split('.')[0]!;
  const [controller, node] = [await freePort(), await freePort()];
  writeFileSync(
    at('slurm.conf'),
    Object.entries({
      ...{ ClusterName: 'camlens', SlurmctldHost: `${name}(127.0.0.1)`, SlurmUser: 'root' },
      ...{ SlurmctldPort: controller, SlurmdPort: node, AuthType: 'auth/munge', CredType: 'cred/munge' },
      // A task that is put back waits until its old key has expired.
      AuthInfo: `socket=${at('socket')},cred_expire=5`,
      ...{ StateSaveLocation: at('state'), SlurmdSpoolDir: at('spool'), MailProg: '/bin/true' },
      ...{ SlurmctldPidFile: at('controller.pid'), SlurmdPidFile: at('node.pid') },
      ...{ ProctrackType: 'proctrack/linuxproc', TaskPlugin: 'task/none', MpiDefault: 'none' },
      ...{ SelectType: 'select/cons_tres', SelectTypeParameters: 'CR_CPU', ReturnToService: 2, KillWait: 5 },
      ...{ AccountingStorageType: 'accounting_storage/none', SlurmdParameters: 'config_overrides' },
    })
      .map(([key, value]) => `${key}=${value}\n`)
      .join('') +
      `NodeName=${name} NodeAddr=127.0.0.1 CPUs=2 RealMemory=100000 State=UNKNOWN\n` +
      'PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP\n',
  );
  const slurmEnv = { ...process.env, SLURM_CONF: at('slurm.conf') };
  const start = (program: string, words: readonly string[]): ChildProcess =>
    spawn(program, [...words], { env: slurmEnv, stdio: 'ignore', cwd: folder });
  const files = ['key-file', 'socket', 'pid-file', 'log-file', 'seed-file'];
  const munge = files.map((file) => `--${file}=${at(file.replace('-file', ''))}`);
  const daemons = [
    start('munged', ['--foreground', '--force', ...munge]),
    start('slurmctld', ['-D']),
    start('slurmd', ['-D', '-N', name]),
  ];
  return {
    run: (program, words, { cwd = folder, env = {} } = {}) =>
      execFileSync(program, words, { cwd, env: { ...slurmEnv, ...env }, encoding: 'utf8' }),
    async stop() {
      for (const daemon of daemons.toReversed()) {
        if (daemon.exitCode !== null || daemon.signalCode !== null) continue;
        const ended = new Promise((resolve) => daemon.once('exit', resolve));
        daemon.kill('SIGTERM');
        const hurry = setTimeout(() => daemon.kill('SIGKILL'), 10_000);
        await ended;
        clearTimeout(hurry);
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

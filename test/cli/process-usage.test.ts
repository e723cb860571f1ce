/** On Linux, of processes whose use of the machine is known. */
import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { processesBelow, usageBelow } from '../../cli/process-usage.ts';
import { eventually } from '../support/eventually.ts';

it.runIf(process.platform === 'linux')('a process and its children count together', async () => {
  // 200 MB that are written to, and a second of work, in a child of a child.
  const work = 'const kept = Buffer.alloc(2e8, 1); while (process.cpuUsage().user < 1e6); console.log(kept[0]);';
  const inner = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(`${work} setInterval(() => 0, 1e3)`)}], { stdio: 'inherit' })`;
  const child = spawn(process.execPath, ['-e', inner], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = child.pid!;
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const usage = usageBelow(pid)!;
  expect(processesBelow(pid)).toHaveLength(2);
  expect(usage.residentBytes).toBeGreaterThan(2e8);
  expect(usage.residentBytes).toBeLessThan(6e8);
  expect(usage.cpuMs).toBeGreaterThanOrEqual(990);
  // Input, output and error of each, at least.
  expect(usage.handles).toBeGreaterThanOrEqual(6);
  for (const each of processesBelow(pid)) process.kill(each);
  await eventually(() => expect(processesBelow(pid).length).toBeLessThan(2));
});

it('of a process that is not there nothing is told', () => {
  expect([usageBelow(2 ** 30), processesBelow(2 ** 30)]).toEqual([null, []]);
});

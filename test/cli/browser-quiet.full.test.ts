/** That the browser makes no requests besides our page, according to its own network log. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startChromium, type ChromiumOptions } from '../../cli/chromium.ts';
import { endChromium } from '../../cli/end-chromium.ts';
import { findInstalledChromium } from '../../cli/installed-chromium.mjs';
import { startServer, type RunningServer } from '../../cli/server.ts';

interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly {
    readonly type: number;
    readonly params?: Readonly<Record<'url' | 'host' | 'address' | 'remote_address' | 'byte_count', unknown>>;
  }[];
}

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-quiet-'));
/** A browser makes its own requests in the first seconds: to three hosts without our arguments. */
const watchedMs = 10_000;
let server: RunningServer;

beforeAll(async () => {
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>ours</title>');
  server = await startServer({ page: folder });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** The network activity of a browser while it shows our page; `arguments` are appended. */
async function watched(
  options: ChromiumOptions,
  ...more: readonly string[]
): Promise<(name: string) => NetLog['events']> {
  const log = join(folder, 'net-log.json');
  const program = join(folder, 'chromium');
  const words = [...more, `--log-net-log=${log}`].map((word) => `'${word}'`).join(' ');
  const { path } = findInstalledChromium(process.env);
  writeFileSync(program, `#!/bin/sh\nexec '${path}' "$@" ${words}\n`, { mode: 0o755 });
  vi.stubEnv('CHROME_PATH', program);
  onTestFinished(() => void vi.unstubAllEnvs());
  const browser = await startChromium(options);
  const page = await browser.newPage();
  await page.goto(server.address);
  expect(await page.title()).toBe('ours');
  await setTimeout(watchedMs);
  await endChromium(browser);
  const { constants, events } = JSON.parse(readFileSync(log, 'utf8')) as NetLog;
  const numbers = constants.logEventTypes;
  return (name) => {
    if (numbers[name] === undefined) throw new Error(`this browser logs nothing called ${name}`);
    return events.filter(({ type }) => type === numbers[name]);
  };
}

const isOurs = (place: string): boolean => /^(https?:\/\/)?127\.0\.0\.1(:\d+)?(\/|$)/.test(place);
/** All hosts in events. */
function places(events: NetLog['events']): string[] {
  return events.flatMap(({ params }) =>
    [params?.url, params?.host, params?.address, params?.remote_address].filter((place) => typeof place === 'string'),
  );
}

describe.skipIf(process.platform === 'win32')('the browser', () => {
  it.each(['software', 'hardware', 'none'] as const)('asks nobody but us, with adapter %s', async (adapter) => {
    const events = await watched({ adapter });
    const asked = places(events('URL_REQUEST_START_JOB'));
    expect(asked.filter((url) => url.startsWith(server.address))).not.toEqual([]);
    expect(asked.filter((url) => !isOurs(url))).toEqual([]);
    // A DNS look-up through the network or the system.
    expect(places(events('HOST_RESOLVER_MANAGER_JOB'))).toEqual([]);
    expect(events('HOST_RESOLVER_SYSTEM_TASK')).toEqual([]);
    const connected = places(events('TCP_CONNECT_ATTEMPT'));
    expect(connected).not.toEqual([]);
    expect(connected.filter((address) => !isOurs(address))).toEqual([]);
    // UDP sockets are created to detect IPv6; nothing is sent.
    expect(events('UDP_BYTES_SENT')).toEqual([]);
  });

  it('would be detected: without these arguments the log has other hosts', async () => {
    const events = await watched({ adapter: 'none' }, '--gaia-url=https://accounts.example/', '--host-resolver-rules=');
    const asked = [...places(events('URL_REQUEST_START_JOB')), ...places(events('HOST_RESOLVER_MANAGER_JOB'))];
    expect(asked.filter((place) => !isOurs(place))).not.toEqual([]);
  });
});

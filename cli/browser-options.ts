/** Where the page runs, for every command that needs one. */
import { number, type Option } from './parse-options.ts';
import type { ServerOptions } from './server.ts';
import type { SessionOptions } from './session.ts';

const browserUrl: Option<string | undefined> = {
  placeholder: 'URL',
  help:
    'drive the Chrome that was started with --remote-debugging-port=9222 at http://127.0.0.1:9222, say, and leave it ' +
    'running; it must reach this machine as 127.0.0.1 (see --port)',
  fallback: undefined,
  read: (text) => (/^(http|ws)s?:$/.test(protocolOf(text)) ? text : undefined),
  expected: 'http://HOST:PORT or the ws:// address that Chrome prints',
};

export const browserOptions = {
  'browser-url': browserUrl,
  port: number(
    'of 127.0.0.1, where the page is served (any free one); a Chrome elsewhere reaches it by "ssh -R PORT:127.0.0.1:PORT"',
    { least: 1, most: 65_535, whole: true, fallback: undefined },
  ),
} as const;

interface Wanted {
  readonly 'browser-url': string | undefined;
  readonly port: number | undefined;
}

export function browserOf({ 'browser-url': url }: Wanted): Pick<SessionOptions, 'browserUrl'> {
  return url === undefined ? {} : { browserUrl: url };
}

export function serverOf({ port }: Wanted): ServerOptions {
  return port === undefined ? {} : { port };
}

function protocolOf(text: string): string {
  try {
    return new URL(text).protocol;
  } catch {
    return '';
  }
}

/** Where the page runs, for every command that needs one. */
import type { Terminal } from './command.ts';
import { number, type Option } from './parse-options.ts';
import type { ServerOptions } from './server.ts';
import type { SessionOptions } from './session.ts';

const browserUrl: Option<string | undefined> = {
  placeholder: 'URL',
  help: 'drive the Chrome whose remote debugging is there, and leave it running; to it, too, this machine must be 127.0.0.1',
  fallback: undefined,
  read: (text) => (/^(http|ws)s?:$/.test(protocolOf(text)) ? text : undefined),
  expected: 'http://HOST:PORT or the ws:// address that Chrome prints',
};

export const browserOptions = {
  'browser-url': browserUrl,
  port: number(
    'where 127.0.0.1 serves the page (any free one); to a Chrome elsewhere "ssh -R PORT:127.0.0.1:PORT" brings it',
    { least: 1, most: 65_535, whole: true, fallback: undefined },
  ),
} as const;

/** Of commands that once needed a browser: scripts that name one go on working. */
export const unneededBrowserOptions = {
  'browser-url': { ...browserUrl, help: 'taken, and not used: this command starts no browser' },
  port: { ...browserOptions.port, help: 'taken, and not used: this command serves no page' },
} as const;

interface Wanted {
  readonly 'browser-url': string | undefined;
  readonly port: number | undefined;
}

export function browserOf(
  { 'browser-url': url }: Wanted,
  terminal: Pick<Terminal, 'tell'>,
): Pick<SessionOptions, 'browserUrl' | 'onNotice'> {
  return { ...(url === undefined ? {} : { browserUrl: url }), onNotice: (sentence) => terminal.tell(sentence) };
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

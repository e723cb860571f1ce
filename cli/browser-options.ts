/** Options that choose the browser, for every command that needs one. */
import type { Terminal } from './command.ts';
import { number, type Option } from './parse-options.ts';
import type { ServerOptions } from './server.ts';
import type { SessionOptions } from './session.ts';

const browserUrl: Option<string | undefined> = {
  placeholder: 'URL',
  help: 'use a running Chrome with remote debugging at URL, and leave it running; 127.0.0.1 must be this machine for it too',
  fallback: undefined,
  read: (text) => (/^(http|ws)s?:$/.test(protocolOf(text)) ? text : undefined),
  expected: 'http://HOST:PORT or the ws:// address that Chrome prints',
};

export const browserOptions = {
  'browser-url': browserUrl,
  port: number(
    'port of 127.0.0.1 for the page (default: any free one); for a Chrome elsewhere, forward it with "ssh -R PORT:127.0.0.1:PORT"',
    { least: 1, most: 65_535, whole: true, fallback: undefined },
  ),
} as const;

/** For commands that used to need a browser: scripts that pass these options keep working. */
export const unneededBrowserOptions = {
  'browser-url': { ...browserUrl, help: 'accepted and ignored: this command starts no browser' },
  port: { ...browserOptions.port, help: 'accepted and ignored: this command serves no page' },
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

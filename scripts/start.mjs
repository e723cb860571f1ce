/** `npm start`: sets up what is missing, serves the page and opens it. */
import { spawn } from 'node:child_process';
import { setUpOrExit } from './setup.mjs';

/** @type {Partial<Record<NodeJS.Platform, readonly string[]>>} */
const openers = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] };

await setUpOrExit('start');
const { startServer } = await import(new URL('../build/node/server.js', import.meta.url).href);
const { address } = await startServer({ isPublic: true });
console.log(`cam-lens is at ${address} (Ctrl+C ends it)`);
if (hasDisplay(process.env)) openInBrowser(address);

/** @param {NodeJS.ProcessEnv} env */
function hasDisplay(env) {
  if (env.CI || env.SSH_CONNECTION) return false;
  return process.platform in openers || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** @param {string} url */
function openInBrowser(url) {
  const [command = 'xdg-open', ...parameters] = openers[process.platform] ?? [];
  // Where nothing opens it, the address is on the screen all the same.
  spawn(command, [...parameters, url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

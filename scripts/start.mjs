/** `npm start`: sets up what is missing, serves the page and opens it. */
import { spawn } from 'node:child_process';
import { setUpOrExit } from './setup.mjs';

/** @type {Partial<Record<NodeJS.Platform, readonly string[]>>} */
const openers = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] };

await setUpOrExit('start');
const { startPublicServer } = await import(new URL('../build/node/server.js', import.meta.url).href);
const { address } = await startPublicServer();
console.log(`cam-lens is at ${address} (press Ctrl+C to stop)`);
if (hasDisplay(process.env)) openInBrowser(address);

/** @param {NodeJS.ProcessEnv} env */
function hasDisplay(env) {
  if (env.CI || env.SSH_CONNECTION) return false;
  return process.platform in openers || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** @param {string} url */
function openInBrowser(url) {
  const [command = 'xdg-open', ...parameters] = openers[process.platform] ?? [];
  // If no browser can be opened, the address is printed anyway.
  spawn(command, [...parameters, url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

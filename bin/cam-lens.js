#!/usr/bin/env node
import { existsSync } from 'node:fs';

const built = new URL('../build/node/main.js', import.meta.url);

if (existsSync(built)) {
  const { main } = await import(built.href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write('cam-lens is not set up yet; "npm run setup" in its folder does that.\n');
  process.exitCode = 3;
}

/** WebAssembly comes broken into a worker, in the way that the worker's name says, before its own modules are loaded. */
import './dynamic-imports.ts';
import otherBuild from 'onnxruntime-web/ort-wasm-simd-threaded.jsep.wasm?url';
import type { RuntimeDamage } from './runtime-damages.ts';

const type = { headers: { 'Content-Type': 'application/wasm' } };
const fetchWhole = fetch.bind(globalThis);
const damage = self.name as RuntimeDamage;

const broken: Readonly<Record<RuntimeDamage, (whole: Response) => Response | Promise<Response>>> = {
  'cut off': async (whole) => new Response((await whole.arrayBuffer()).slice(0, 1_000_000), type),
  'the page instead': () => new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html' } }),
  'an empty module': () => new Response(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0), type),
  'another build': () => fetchWhole(otherBuild),
};

globalThis.fetch = async (...given) => {
  const response = await fetchWhole(...given);
  return new URL(response.url).pathname.endsWith('.wasm') ? broken[damage](response) : response;
};

/** Applications as users of the package write them: each shows a picture explained, and says its class. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { tinyClasses, tinyModel } from './tiny-model.ts';

const page = (script: string): string => `<!doctype html><html lang="en"><title>An app</title>
<link rel="icon" href="/a.png"><div id="app"></div><output></output>
<script type="module" src="/${script}"></script></html>`;

const files: Readonly<Record<string, string>> = {
  'plain.html': page('plain.ts'),
  'plain.ts': `
import 'cam-lens/define/cam-lens.js';
import type { CamLens } from 'cam-lens/elements/cam-lens.js';

const lens: CamLens = document.createElement('cam-lens');
Object.assign(lens, { src: 'a.png', alt: 'A', model: 'tiny.json', backend: 'cpu', loading: 'eager' } satisfies Partial<CamLens>);
document.querySelector('#app')!.append(lens);
const { classes } = await lens.explain();
document.querySelector('output')!.textContent = classes[0]?.name ?? 'nothing';
`,
  'evaluate.html': page('evaluate.ts'),
  'evaluate.ts': `
import 'cam-lens/define/cam-lens-evaluate.js';
import type { CamLensEvaluate } from 'cam-lens/elements/cam-lens-evaluate.js';

const element: CamLensEvaluate = document.createElement('cam-lens-evaluate');
Object.assign(element, { model: 'tiny.json', backend: 'cpu', size: 64 } satisfies Partial<CamLensEvaluate>);
document.querySelector('#app')!.append(element);
element.addEventListener('cam-lens-evaluate', ({ detail }) => {
  document.querySelector('output')!.textContent = \`\${detail.measured}, \${detail.summary?.accuracy?.top5}\`;
});
const file = await (await fetch('a.png')).blob();
element.give(['cat', 'dog'].map((name) => ({ path: \`set/\${name}/a-\${name}.png\`, file })));
await element.start();
`,
  'react.html': page('react.tsx'),
  'react.tsx': `
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'cam-lens/define';
import type {} from 'cam-lens/react';

function App() {
  const [found, setFound] = useState('');
  return (
    <>
      <cam-lens
        src="a.png" alt="A" model="tiny.json" backend="cpu" loading="eager" threshold={0.3} boxes
        oncam-lens-explain={({ detail }) => setFound(detail.classes[0]?.name ?? 'nothing')}
      />
      <p>{found}</p>
    </>
  );
}
// @ts-expect-error: there is no such view
export const wrong = <cam-lens view="upside-down" />;

createRoot(document.querySelector('#app')!).render(<StrictMode><App /></StrictMode>);
`,
  'vue.html': page('vue.ts'),
  'vue.ts': `
import { createApp } from 'vue';
import App from './App.vue';

createApp(App).mount('#app');
`,
  'App.vue': `
<script setup lang="ts">
import { ref } from 'vue';
import 'cam-lens/define';
const found = ref('');
</script>
<template>
  <cam-lens
    src="a.png" alt="A" model="tiny.json" backend="cpu" loading="eager" :threshold="0.3" boxes
    @cam-lens-explain="found = $event.detail.classes[0].name"
  />
  <p>{{ found }}</p>
</template>
`,
  'vue-types.ts': `
import type { GlobalComponents } from 'vue';
import type {} from 'cam-lens/vue';

type Props = InstanceType<GlobalComponents['cam-lens']>['$props'];
export const right: Props = { src: 'a.png', threshold: 0.3, view: 'slider' };
// @ts-expect-error: there is no such view
export const wrong: Props = { view: 'upside-down' };
`,
  'shims.d.ts': `declare module '*.vue' {
  import type { Component } from 'vue';
  const component: Component;
  export default component;
}
`,
  'vite.config.js': `
import vue from '@vitejs/plugin-vue';

export default {
  logLevel: 'warn',
  worker: { format: 'es' },
  build: { target: 'es2022', rolldownOptions: { input: ['plain.html', 'evaluate.html', 'react.html', 'vue.html'] } },
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('cam-lens') } } })],
};
`,
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      ...{ strict: true, skipLibCheck: true, noEmit: true, types: [], jsx: 'react-jsx', module: 'esnext' },
      ...{ target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'], moduleResolution: 'bundler' },
    },
    files: ['plain.ts', 'evaluate.ts', 'react.tsx', 'vue.ts', 'vue-types.ts', 'shims.d.ts'],
  }),
};

/** The packages that the apps import, besides cam-lens. */
export const appPackages = [
  ...['react', 'react-dom', 'vue', '@types/react', '@types/react-dom', '@vitejs/plugin-vue'],
] as const;

/** The pages that show a picture, each an app; `evaluate` measures two. */
export const appPages = ['plain', 'react', 'vue'] as const;

/** Writes the apps, with a picture and a small model. */
export function writeApps(folder: string): void {
  const assets = join(folder, 'public');
  mkdirSync(assets, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { bytes, description } = tinyModel();
  writeFileSync(join(assets, 'tiny.onnx'), bytes);
  const described = { ...description, sha256: undefined, file: 'tiny.onnx', classes: tinyClasses };
  writeFileSync(join(assets, 'tiny.json'), JSON.stringify(described));
  const data = Uint8Array.from({ length: 3 * 40 * 30 }, (_, index) => (index * 37) % 256);
  writeFileSync(join(assets, 'a.png'), encode({ width: 40, height: 30, data, channels: 3 }));
}

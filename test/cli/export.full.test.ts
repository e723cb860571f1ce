/** ResNet-50 exported and run by ONNX Runtime alone gives the numbers of `explain`. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import description from '../../models/resnet50.json' with { type: 'json' };
import packageFile from '../../package.json' with { type: 'json' };
import { readModel } from '../../src/onnx/read.ts';
import type { ExportDocument } from '../../src/pipeline/model/export-model.ts';
import { relativeDifference } from '../support/compare-arrays.ts';
import { runJson } from './run-cam-lens.ts';
import { runPlain } from './run-plain.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-export-'));
const out = join(folder, 'with-gradients.onnx');
const documentFile = join(folder, 'document.json');
/** With the size of the network's input, so that nothing is resized. */
const picture = join(import.meta.dirname, '../fixtures/reference/german-shepherd-224.png');

let document: ExportDocument & { readonly sizeBytes: number; readonly grownPercent: number; readonly opset: number };

beforeAll(async () => {
  document = (await runJson('export', '--out', out)) as typeof document;
  writeFileSync(documentFile, JSON.stringify(document));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('gives the logits, CAM and Grad-CAM of `explain`', async () => {
  const { logits, maps } = await runPlain(out, documentFile, picture);
  const words = ['explain', picture, '--method', 'cam,grad-cam', '--backend', 'wasm'];
  const { results } = (await runJson(...words)) as {
    results: {
      classes: { index: number; logit: number }[];
      explanations: { method: string; map: { values: number[] } }[];
    }[];
  };
  const [result] = results;
  expect(result!.classes[0]!.index).toBe(logits.indexOf(Math.max(...logits)));
  for (const { index, logit } of result!.classes) expect(logit).toBeCloseTo(logits[index]!, 4);
  expect(result!.explanations.map(({ method }) => method)).toEqual(['cam', 'grad-cam']);
  for (const { method, map } of result!.explanations) {
    expect(relativeDifference(map.values, maps['layer4']![method]!), method).toBeLessThan(1e-5);
  }
});

it('is one self-describing file, slightly larger than the model', () => {
  const bytes = readFileSync(out);
  expect(readdirSync(folder).sort()).toEqual(['document.json', 'with-gradients.onnx']);
  expect(statSync(out).size).toBe(document.sizeBytes);
  expect(document.grownPercent).toBeCloseTo(100 * (bytes.length / description.sizeBytes - 1), 1);
  expect(document.grownPercent).toBeLessThan(1);
  const { metadataProps, docString, graph } = readModel(bytes, out);
  const metadata = JSON.parse(metadataProps.find(({ key }) => key === 'cam-lens')?.value ?? '') as ExportDocument;
  expect(metadata).toMatchObject({
    name: 'resnet50',
    input: description.input,
    logits: 'logits',
    layers: { layer4: description.layers.layer4 },
    export: {
      version: packageFile.version,
      source: { file: description.file, sha256: description.sha256 },
      relu: 'standard',
      target: { input: 'target' },
      outputs: {
        logits: 'logits',
        layers: {
          layer4: { activations: 'activations/layer4', gradients: 'gradients/layer4', weights: 'weights/layer4' },
        },
      },
    },
  });
  expect(metadata.classes).toHaveLength(1000);
  expect(graph.input.map(({ name }) => name)).toEqual(['input', 'target']);
  expect(graph.output.map(({ name }) => name)).toEqual([
    ...['logits', 'activations/layer4', 'gradients/layer4', 'weights/layer4'],
  ]);
  expect(docString).toMatch(/^resnet50, rewritten by cam-lens .*\nInput "input": float32 \[N, 3, 224, 224\], value = /);
});

it('is the same file every time', async () => {
  const again = join(folder, 'again.onnx');
  await runJson('export', '--out', again);
  const [first, second] = [out, again].map((file) => createHash('sha256').update(readFileSync(file)).digest('hex'));
  expect(second).toBe(first);
});

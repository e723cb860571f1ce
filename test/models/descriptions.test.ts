/** models/*.json against what the code that reads them relies on. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import classes from '../../models/imagenet-classes.json' with { type: 'json' };
import resnet50 from '../../models/resnet50.json' with { type: 'json' };
import type { NodeProto } from '../../src/onnx/messages.ts';
import { readModel } from '../../src/onnx/read.ts';

const bytes = readFileSync(new URL(`../../models/${resnet50.file}`, import.meta.url));

describe('resnet50.json', () => {
  it('describes the file that is built', () => {
    expect(bytes.byteLength).toBe(resnet50.sizeBytes);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(resnet50.sha256);
  });

  const { graph } = readModel(bytes);
  const maker = (value = ''): NodeProto | undefined => graph.node.find(({ output }) => output[0] === value);
  const takers = (value: string): string[] =>
    graph.node.filter(({ input }) => input.includes(value)).map(({ opType }) => opType);
  const units = Object.entries(resnet50.layers).filter(([layer]) => layer !== 'conv1');

  it('names the input, the logits and, first of the layers, the ReLU that ends the stem', () => {
    expect(graph.input.map(({ name }) => name)).toEqual([resnet50.input.name]);
    expect(graph.output.map(({ name }) => name)).toEqual([resnet50.logits]);
    const stem = maker(resnet50.layers.conv1);
    expect([stem?.opType, maker(stem?.input[0])?.input[0]]).toEqual(['Relu', resnet50.input.name]);
    expect(takers(resnet50.layers.conv1)).toEqual(['MaxPool']);
  });

  it('names every residual unit in the order of depth: each the ReLU behind its sum', () => {
    const sums = graph.node.filter(({ opType }) => opType === 'Add').map(({ output }) => output[0]);
    expect(units.map(([, value]) => maker(value)?.opType)).toEqual(units.map(() => 'Relu'));
    expect(units.map(([, value]) => maker(value)?.input[0])).toEqual(sums);
    // Of He 2015's table 1: so many units in each stage, the last called as the stage is.
    const named = [3, 4, 6, 3].flatMap((count, i) =>
      Array.from({ length: count }, (_, unit) => `layer${i + 1}${unit === count - 1 ? '' : `.${unit}`}`),
    );
    expect(units.map(([layer]) => layer)).toEqual(named);
  });

  it('ends a stage where the next takes it up with a convolution in either arm, or the classifier does', () => {
    const isLast = (layer: string): boolean => !layer.includes('.');
    for (const [layer, value] of units) {
      const next = layer === 'layer4' ? ['GlobalAveragePool'] : ['Conv', isLast(layer) ? 'Conv' : 'Add'];
      expect(takers(value), layer).toEqual(next);
    }
  });

  it('has layers to begin with and to show side by side', () => {
    expect(Object.keys(resnet50.layers)).toContain(resnet50.defaultLayer);
    expect(resnet50.strip).toEqual(Object.keys(resnet50.layers).filter((layer) => /^layer\d$/.test(layer)));
  });

  it('has batch normalisation, padding and softmax gone from the graph', () => {
    const counts: Record<string, number> = {};
    for (const { opType } of graph.node) counts[opType] = (counts[opType] ?? 0) + 1;
    expect(counts).toEqual({ Conv: 53, Relu: 49, MaxPool: 1, Add: 16, GlobalAveragePool: 1, Flatten: 1, Gemm: 1 });
  });
});

describe('imagenet-classes.json', () => {
  it('has a thousand names, no two alike, capitals aside', () => {
    expect(classes).toHaveLength(1000);
    expect(new Set(classes.map((name) => name.toLowerCase())).size).toBe(1000);
    expect(classes.filter((name) => name !== name.trim() || name === '' || name.includes('_'))).toEqual([]);
  });

  it('has each name at its index', () => {
    const known: Record<number, string> = {
      0: 'tench',
      48: 'Komodo dragon',
      88: 'macaw',
      134: 'crane (bird)',
      235: 'German shepherd',
      264: 'Cardigan (dog)',
      388: 'giant panda',
      474: 'cardigan (garment)',
      517: 'crane (machine)',
      638: 'maillot',
      639: 'maillot, tank suit',
      999: 'toilet tissue',
    };
    expect(Object.fromEntries(Object.keys(known).map((index) => [index, classes[Number(index)]]))).toEqual(known);
  });
});

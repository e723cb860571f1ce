/** models/*.json against what the code that reads them relies on. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import classes from '../../models/imagenet-classes.json' with { type: 'json' };
import resnet50 from '../../models/resnet50.json' with { type: 'json' };
import { readModel } from '../../src/onnx/read.ts';

const bytes = readFileSync(new URL(`../../models/${resnet50.file}`, import.meta.url));

describe('resnet50.json', () => {
  it('describes the file that is built', () => {
    expect(bytes.byteLength).toBe(resnet50.sizeBytes);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(resnet50.sha256);
  });

  it('names values of the graph: each layer the ReLU that ends its stage', () => {
    const { graph } = readModel(bytes);
    const ends = Object.values(resnet50.layers).map((value) =>
      graph.node.findIndex(({ output }) => output[0] === value),
    );
    expect(ends.map((index) => graph.node[index]?.opType)).toEqual(['Relu', 'Relu', 'Relu', 'Relu', 'Relu']);
    // What comes next is another stage: the stem's pool, a branch with a convolution of its own, or the classifier.
    const takers = Object.values(resnet50.layers).map((value) =>
      graph.node.filter(({ input }) => input[0] === value).map(({ opType }) => opType),
    );
    expect(takers).toEqual([['MaxPool'], ['Conv', 'Conv'], ['Conv', 'Conv'], ['Conv', 'Conv'], ['GlobalAveragePool']]);
    expect(graph.node[ends[0]! - 1]?.opType).toBe('Conv');
    expect(graph.input.map(({ name }) => name)).toEqual([resnet50.input.name]);
    expect(graph.output.map(({ name }) => name)).toEqual([resnet50.logits]);
    expect(Object.keys(resnet50.layers)).toContain(resnet50.defaultLayer);
  });

  it('has batch normalisation, padding and softmax gone from the graph', () => {
    const { graph } = readModel(bytes);
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

/** A network of torchvision: exported, explained by cam-lens and by PyTorch, and compared. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../cli/project-root.ts';
import { tensor, type Tensor } from '../autodiff/run-model.ts';
import { explainNetwork } from './explain-network.ts';
import { differenceOf, judgeLayer, tolerance, type JudgedLayer, type ReferenceLayer } from './judge.ts';

/** A network of export.py. */
export interface TorchNetwork {
  readonly name: string;
  readonly opset: number;
  readonly height: number;
  readonly width: number;
  readonly traits: string;
}

export interface ComparedNetwork extends TorchNetwork {
  /** Values that decide branches, and how many take another in float32 than in float64. */
  readonly branches: { readonly values: number; readonly changed: number };
  readonly layers: readonly JudgedLayer[];
}

interface Reference {
  readonly logits: readonly number[];
  readonly layers: readonly ReferenceLayer[];
  readonly branches: { readonly values: number; readonly changed: number; readonly difference: number };
}

/** Runs a script of this folder. @returns its standard output */
export function runPython(interpreter: string, script: string, ...words: readonly string[]): string {
  const path = join(projectRoot, 'test/torch', script);
  return execFileSync(interpreter, [path, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/**
 * @param interpreter of Python, with numpy, onnx, torch and torchvision
 * @param folder empty
 * @returns `problems`: a sentence for each number that is wrong
 */
export async function compareNetwork(
  interpreter: string,
  network: TorchNetwork,
  folder: string,
): Promise<{ readonly compared: ComparedNetwork; readonly problems: readonly string[] }> {
  const at = (file: string): string => join(folder, file);
  runPython(interpreter, 'export.py', network.name, folder);
  const target = readJson(at('network.json')) as { class: number; classes: number };
  const image = tensor([1, 3, network.height, network.width], readFloats(at('image.f32')));
  const explained = await explainNetwork(new Uint8Array(readFileSync(at('network.onnx'))), image, target);

  const activations = explained.layers.map((layer) => layer.activations);
  const maps = activations.map(({ values, dims }) => ({ values, dims: dims.slice(1) }));
  const left = { layer: maps, branch: explained.branches };
  for (const [kind, tensors] of Object.entries(left)) {
    tensors.forEach(({ values }, i) => writeFileSync(at(`${kind}-${i}.f32`), values));
  }
  writeFileSync(at('request.json'), JSON.stringify({ layers: dimsOf(maps), branches: dimsOf(explained.branches) }));
  runPython(interpreter, 'reference.py', folder);
  const { logits, layers, branches } = readJson(at('maps.json')) as Reference;

  const judged = explained.layers.map(({ activations: { dims, values }, maps }, i) => {
    const reference = layers[i];
    if (reference === undefined) throw new Error(`There is no reference of layer ${i}.`);
    const minimum = values.reduce((least, value) => Math.min(least, value), Infinity);
    return judgeLayer({ shape: dims.slice(1), minimum, maps }, reference);
  });
  const differences = {
    'logit differs': differenceOf(explained.logits, logits),
    'branch is decided by a value that differs': branches.difference,
  };
  const wrong = Object.entries(differences).filter(([, difference]) => !(difference <= tolerance));
  return {
    compared: {
      ...network,
      branches: { values: branches.values, changed: branches.changed },
      layers: judged.map((layer) => layer.judged),
    },
    problems: [
      ...wrong.map(([what, difference]) => `A ${what} by ${difference.toExponential(1)}.`),
      ...judged.flatMap(({ problems }) => problems),
    ],
  };
}

const dimsOf = (tensors: readonly Tensor[]): readonly (readonly number[])[] => tensors.map(({ dims }) => dims);

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function readFloats(path: string): Float32Array {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

/** The raw maps of an ONNX file by cam-lens, with the network in WebAssembly and the stages of the CPU engine. */
import { floatValue } from '../../src/onnx/build.ts';
import { findAncestors } from '../../src/onnx/graph.ts';
import { withGraph } from '../../src/onnx/messages.ts';
import { readModel } from '../../src/onnx/read.ts';
import { addGradients } from '../../src/autodiff/add-gradients.ts';
import { Classifier } from '../../src/autodiff/classifier.ts';
import { listLayers, type LayerCandidate } from '../../src/autodiff/list-layers.ts';
import { createCpuEngine } from '../../src/pipeline/engine/cpu-engine.ts';
import { eigenCam } from '../../src/pipeline/recipe/methods/eigen-cam.ts';
import { gradCam } from '../../src/pipeline/recipe/methods/grad-cam.ts';
import { gradCamPlusPlus } from '../../src/pipeline/recipe/methods/grad-cam-plus-plus.ts';
import { gradCamElementWise } from '../../src/pipeline/recipe/methods/grad-cam-element-wise.ts';
import { hiresCam } from '../../src/pipeline/recipe/methods/hires-cam.ts';
import { layerCam } from '../../src/pipeline/recipe/methods/layer-cam.ts';
import type { Method } from '../../src/pipeline/recipe/methods/method.ts';
import { xGradCam } from '../../src/pipeline/recipe/methods/x-grad-cam.ts';
import { startRunner, tensor, type Tensor } from '../autodiff/run-model.ts';

const methods: readonly Method<'activations' | 'gradients'>[] = [
  ...[gradCam, gradCamPlusPlus, xGradCam, hiresCam, layerCam, gradCamElementWise, eigenCam],
];

/** Operators whose derivative depends on which branch a value takes; reference.py has their functions in PyTorch. */
const branching: ReadonlySet<string> = new Set(['Relu', 'Clip', 'HardSigmoid', 'HardSwish', 'MaxPool']);

export interface ExplainedLayer {
  readonly layer: LayerCandidate;
  /** [1, C, H, W] */
  readonly activations: Tensor;
  /** By method: the raw map, H · W values. */
  readonly maps: ReadonlyMap<string, Float32Array>;
}

export interface ExplainedNetwork {
  readonly logits: Float32Array;
  readonly layers: readonly ExplainedLayer[];
  /** What goes into each operator with branches between the image and the scores, in the file's order. */
  readonly branches: readonly Tensor[];
}

/**
 * @param image [1, 3, height, width]
 * @param target the class to explain
 */
export async function explainNetwork(
  file: Uint8Array<ArrayBuffer>,
  image: Tensor,
  target: { readonly class: number; readonly classes: number },
): Promise<ExplainedNetwork> {
  const classifier = new Classifier(readModel(file, 'network.onnx'));
  const layers = threeLayers(listLayers(classifier));
  const rewritten = addGradients(classifier, {
    layers: Object.fromEntries(layers.map(({ value }) => [value, value])),
  });
  const { nodes } = findAncestors(classifier.graph, classifier.scores);
  const branches = nodes.filter((node) => branching.has(node.opType)).map((node) => node.input[0] ?? '');
  // The run that makes the maps also outputs these, so the branches are those that its gradients take.
  const { output } = rewritten.model.graph;
  const outputs = new Set([...output.map(({ name }) => name), ...branches]);
  const more = [...outputs].slice(output.length).map((name) => floatValue(name, classifier.shapes.get(name) ?? []));
  const runner = await startRunner(withGraph(rewritten.model, { output: [...output, ...more] }));
  const row = new Float32Array(target.classes);
  row[target.class] = 1;
  const found = await runner.run({ [classifier.image]: image, [rewritten.target]: tensor([1, row.length], row) });
  await runner.release();
  const valueOf = (name: string): Tensor => {
    const value = found[name];
    if (value === undefined) throw new Error(`The run has no output "${name}".`);
    return value;
  };
  return {
    logits: valueOf(rewritten.logits).values,
    branches: branches.map(valueOf),
    layers: await Promise.all(
      layers.map(async (layer) => {
        const names = rewritten.layers[layer.value];
        if (names === undefined) throw new Error(`There are no outputs for "${layer.value}".`);
        const activations = valueOf(names.activations);
        return { layer, activations, maps: await mapsOf(activations, valueOf(names.gradients)) };
      }),
    ),
  };
}

/** Of those through which all paths lead: the first, the middle one and the default. */
function threeLayers(layers: readonly LayerCandidate[]): readonly LayerCandidate[] {
  const trunk = layers.filter(({ isTrunk }) => isTrunk);
  const end = trunk.findIndex(({ recommended }) => recommended);
  const three = [0, Math.floor(end / 2), end].flatMap((i) => trunk[i] ?? []);
  if (new Set(three).size < 3) throw new Error(`There are only ${trunk.length} layers on every path.`);
  return three;
}

async function mapsOf(activations: Tensor, gradients: Tensor): Promise<ReadonlyMap<string, Float32Array>> {
  const chain = createCpuEngine().begin();
  const [a, g] = [activations, gradients].map(({ values, dims }) => chain.upload(Float32Array.from(values), dims));
  if (a === undefined || g === undefined) throw new Error('There are no values.');
  const maps = new Map<string, Float32Array>();
  for (const method of methods) {
    const map = await method.map(chain, { activations: a, gradients: g }, undefined as never);
    const [values] = await chain.read([map]);
    if (values !== undefined) maps.set(method.name, values);
  }
  return maps;
}

/** The one input that holds the picture. */
import { CamLensError } from '../errors.ts';
import { findAncestors, type GraphIndex } from '../onnx/graph.ts';
import { DataType, type ValueInfoProto } from '../onnx/messages.ts';
import type { Shapes } from '../onnx/shapes.ts';

/** @throws CamLensError `model-unsupported` unless the logits depend on one float32 input [N, C, H, W] and no other */
export function findImageInput(graph: GraphIndex, shapes: Shapes, logits: string): string {
  const { values } = findAncestors(graph, logits);
  const inputs = graph.inputs.filter(({ name }) => values.has(name));
  const images = inputs.filter((input) => mayBeImage(input, shapes));
  const listed = inputs.map((input) => describe(input, shapes)).join(', ') || 'none';
  const refuse = (reason: string): never => {
    throw new CamLensError('model-unsupported', `${reason} Its inputs: ${listed}.`);
  };
  const [image] = images;
  if (image === undefined) return refuse('The model has no input for a picture, float32 [N, channels, height, width].');
  if (images.length > 1) return refuse('The model takes more than one picture, and which one to explain is not known.');
  if (inputs.length > 1) return refuse('The model takes more than a picture, and what else to feed it is not known.');
  return image.name;
}

function mayBeImage(input: ValueInfoProto, shapes: Shapes): boolean {
  const rank = shapes.get(input.name)?.length;
  return typeOf(input) === DataType.FLOAT && (rank === undefined || rank === 4);
}

function typeOf({ type }: ValueInfoProto): number {
  return type?.value.case === 'tensorType' ? type.value.value.elemType : DataType.UNDEFINED;
}

function describe(input: ValueInfoProto, shapes: Shapes): string {
  const type = DataType[typeOf(input)]?.toLowerCase() ?? 'of an unknown type';
  const shape = shapes.get(input.name)?.map((size) => (size === '' ? '?' : size));
  return `"${input.name}" (${type === 'float' ? 'float32' : type}${shape === undefined ? '' : ` [${shape.join(', ')}]`})`;
}

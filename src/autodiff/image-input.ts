/** Finds the one input that holds the picture. */
import { CamLensError } from '../errors.ts';
import { knownSize, type Shape } from '../onnx/dimensions.ts';
import type { GraphIndex } from '../onnx/graph.ts';
import { DataType, type ValueInfoProto } from '../onnx/messages.ts';
import type { Shapes } from '../onnx/shapes.ts';

/**
 * @param values all that the logits depend on
 * @throws CamLensError `model-unsupported` unless these include exactly one input, a float32 [N, C, H, W]
 */
export function findImageInput(graph: GraphIndex, shapes: Shapes, values: ReadonlySet<string>): string {
  const inputs = graph.inputs.filter(({ name }) => values.has(name));
  const images = inputs.filter((input) => mayBeImage(input, shapes));
  const listed = inputs.map((input) => describe(input, shapes)).join(', ') || 'none';
  const refuse = (reason: string): never => {
    throw new CamLensError('model-unsupported', `${reason} Its inputs: ${listed}.`);
  };
  const [image] = images;
  const other = inputs.find((input) => shapes.get(input.name)?.length === 4);
  if (image === undefined && other !== undefined) {
    return refuse(`The model takes pictures as ${typeName(other)}: export it with a float32 input.`);
  }
  if (image === undefined) return refuse('The model has no input for a picture, float32 [N, channels, height, width].');
  if (images.length > 1)
    return refuse('The model has several inputs for pictures, and which one to explain is not known.');
  if (inputs.length > 1) return refuse('The model has other inputs besides the picture, whose values are not known.');
  return image.name;
}

/**
 * Gradients work for any number of channels, but pictures have three, or one if grey.
 * @param shape of the image input
 * @returns 1 or 3
 * @throws CamLensError `model-unsupported`
 */
export function checkColours(image: string, shape: Shape | undefined): 1 | 3 {
  const channels = knownSize(shape?.[1]);
  if (channels === undefined || channels === 3) return 3;
  if (channels === 1) return 1;
  throw new CamLensError(
    'model-unsupported',
    `The model's input "${image}" takes pictures of ${channels} channels; 3 were expected, red, green and ` +
      `blue, or 1, grey.${channels === 4 ? ` ${withoutAlpha}` : ''}`,
  );
}

/** Pictures are made opaque when they are decoded. */
const withoutAlpha =
  'Pictures are opaque and have no alpha channel: export the model with an input of 3 channels, to which it adds the ' +
  'fourth itself, as a constant.';

function mayBeImage(input: ValueInfoProto, shapes: Shapes): boolean {
  const rank = shapes.get(input.name)?.length;
  return elementType(input) === DataType.FLOAT && (rank === undefined || rank === 4);
}

/** See DataType; undefined is a type of its own there. */
export function elementType({ type }: ValueInfoProto): number {
  return type?.value.case === 'tensorType' ? type.value.value.elemType : DataType.UNDEFINED;
}

function typeName(input: ValueInfoProto): string {
  const name = DataType[elementType(input)]?.toLowerCase() ?? 'of an unknown type';
  return name === 'float' ? 'float32' : name;
}

function describe(input: ValueInfoProto, shapes: Shapes): string {
  const shape = shapes.get(input.name)?.map((size) => (size === '' ? '?' : size));
  return `"${input.name}" (${typeName(input)}${shape === undefined ? '' : ` [${shape.join(', ')}]`})`;
}

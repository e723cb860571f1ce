/**
 * If the graph takes a picture as a row, [N, C · H · W], and first reshapes it to [N, C, H, W], the input becomes [N,
 * C, H, W].
 */
import { floatValue } from '../onnx/build.ts';
import { findContents } from '../onnx/contents.ts';
import { knownSize, type Shape } from '../onnx/dimensions.ts';
import { DataType, withGraph, type Model, type ValueInfoProto } from '../onnx/messages.ts';
import type { InferredGraph } from '../onnx/shapes.ts';

/** Returns the given model if no input is such a row. A Reshape to constant sizes gives the same result for both. */
export function mapsForRows(model: Model, inferred: InferredGraph): Model {
  const maps = new Map(
    inferred.graph.inputs.flatMap((input) => {
      const shape = mapOf(input, inferred);
      return shape === undefined ? [] : [[input.name, shape] as const];
    }),
  );
  if (maps.size === 0) return model;
  const input = model.graph.input.map((info) => {
    const shape = maps.get(info.name);
    return shape === undefined ? info : floatValue(info.name, shape);
  });
  return withGraph(model, { input });
}

function mapOf({ name, type }: ValueInfoProto, { graph, shapes, contents }: InferredGraph): Shape | undefined {
  const row = shapes.get(name);
  const isFloat = type?.value.case === 'tensorType' && type.value.value.elemType === DataType.FLOAT;
  const [reader, ...others] = graph.consumers.get(name) ?? [];
  if (!isFloat || row?.length !== 2 || reader?.opType !== 'Reshape' || others.length > 0) return undefined;
  const [, ...sizes] = findContents({ graph, contents }, reader.input[1] ?? '') ?? [];
  const known = sizes.map(knownSize);
  const isWritten = known.length === 3 && known.every((size) => size !== undefined && size > 0);
  if (!isWritten || known.reduce<number>((product, size) => product * (size ?? 0), 1) !== row[1]) return undefined;
  return [row[0] ?? '', ...sizes];
}

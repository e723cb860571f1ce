/**
 * gamma · (x − mean) / √(variance + epsilon) + beta, per channel: folded into the preceding convolution if nothing else
 * consumes that convolution's output, otherwise a separate node (Ioffe and Szegedy 2015, at inference).
 */
import type { LayerContext } from '../convert-layer.ts';
import { onlyMap } from '../inputs-of-layer.ts';
import type { GraphValue } from '../onnx-graph.ts';

export function convertBatchNormalization(context: LayerContext): GraphValue {
  const { options, isOnlyReader, name } = context;
  const input = onlyMap(context);
  if (options.any('axis') !== 3) options.only('axis', [3]);
  const epsilon = options.number('epsilon');
  const statistics = readStatistics(context, input.channels);
  const rescaled = isOnlyReader ? input.pending?.rescaled : undefined;
  if (rescaled === undefined) return addNode(context, input, statistics, epsilon);

  const { gamma, beta, mean, variance } = statistics;
  const scale = Float64Array.from(gamma, (one, c) => one / Math.sqrt(variance[c]! + epsilon));
  const shift = Float64Array.from(beta, (one, c) => one - mean[c]! * scale[c]!);
  return rescaled(name, scale, shift);
}

type Statistics = Record<'gamma' | 'beta' | 'mean' | 'variance', Float32Array>;

function readStatistics({ layer, options, weights }: LayerContext, channels: number): Statistics {
  const read = (weight: string): Float32Array => weights.get(`${layer.name}/${weight}`, [channels]).values;
  return {
    gamma: options.flag('scale') ? read('gamma') : new Float32Array(channels).fill(1),
    beta: options.flag('center') ? read('beta') : new Float32Array(channels),
    mean: read('moving_mean'),
    variance: read('moving_variance'),
  };
}

function addNode(
  { graph, name }: LayerContext,
  input: GraphValue,
  statistics: Statistics,
  epsilon: number,
): GraphValue {
  const { gamma, beta, mean, variance } = statistics;
  const { channels } = input;
  const operands = [
    graph.use(input),
    graph.floats(`${name}/gamma`, [channels], gamma),
    graph.floats(`${name}/beta`, [channels], beta),
    graph.floats(`${name}/mean`, [channels], mean),
    graph.floats(`${name}/variance`, [channels], variance),
  ];
  graph.add('BatchNormalization', operands, name, { epsilon: { float: epsilon } });
  return { name, channels, flat: false, nonNegative: false };
}

/** The channels of a layer, and the orders in which they are shown. */
import type { LayerValues } from '../../pipeline/recipe/inspect.ts';
import { statisticsOf, type ValueStatistics } from './value-statistics.ts';

/** What of a layer is shown. */
export const valueKinds = { activations: 'Activations', gradients: 'Gradients' } as const;
export type LayerValueKind = keyof typeof valueKinds;

/** How many channels are shown at first, and more at each request. */
export const channelsAtOnce = 64;

export interface Channel {
  /** Counted from 0. */
  readonly index: number;
  /** Of the values that are shown. */
  readonly statistics: ValueStatistics;
  /** Grad-CAM's weight: the mean of the channel's gradients. */
  readonly weight: number;
}

interface ChannelOrder {
  /** "Largest … first". */
  readonly title: string;
  /** A noun for the value, for screen readers. */
  readonly noun: string;
  readonly value: (channel: Channel) => number;
}

/** By each, the largest comes first; equal ones in order of their numbers. */
export const channelOrders = {
  magnitude: {
    ...{ title: 'mean absolute value', noun: 'mean absolute value' },
    value: ({ statistics }: Channel) => statistics.magnitude,
  },
  maximum: { ...{ title: 'maximum', noun: 'maximum' }, value: ({ statistics }: Channel) => statistics.maximum },
  weight: { ...{ title: 'Grad-CAM weight', noun: 'Grad-CAM weight' }, value: ({ weight }: Channel) => weight },
} as const satisfies Readonly<Record<string, ChannelOrder>>;
export type ChannelOrderName = keyof typeof channelOrders;

/** By number. */
export function channelsOf(values: LayerValues, kind: LayerValueKind): readonly Channel[] {
  return Array.from({ length: values.channels }, (_, index) => ({
    index,
    statistics: statisticsOf(channelValues(values, kind, index)),
    weight: statisticsOf(channelValues(values, 'gradients', index)).mean,
  }));
}

/** [H, W]: a view, no copy. */
export function channelValues(
  { height, width, ...values }: LayerValues,
  kind: LayerValueKind,
  index: number,
): Float32Array {
  return values[kind].subarray(index * height * width, (index + 1) * height * width);
}

export function sortedChannels(channels: readonly Channel[], order: ChannelOrderName): readonly Channel[] {
  const { value } = channelOrders[order];
  return [...channels].sort((a, b) => value(b) - value(a) || a.index - b.index);
}

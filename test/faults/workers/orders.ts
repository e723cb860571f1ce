/** The messages between the page and disturbed workers. */
import type { GpuFault, GpuSite } from '../gpu-faults.ts';

export type Order = { readonly disturb: GpuFault | null } | 'count';
/** Calls since the last order. */
export type Counts = Readonly<Record<GpuSite, number>>;

/** Channels: of orders, and of the counts that answer them. */
export const ordersName = 'cam-lens faults';
export const countsName = 'cam-lens calls';

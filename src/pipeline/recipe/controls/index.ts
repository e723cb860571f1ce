/**
 * The table of negative controls: maps that explain nothing of the network's decision. A measure that does not rank them
 * below a method says nothing about that method.
 */
import type { Method } from '../methods/method.ts';
import { centre } from './centre.ts';
import { edges } from './edges.ts';
import { otherClass } from './other-class.ts';
import { random } from './random.ts';
import { shuffled } from './shuffled.ts';

export const controls: readonly Method[] = [random, centre, edges, otherClass, shuffled];

const prefix = 'control-';

/** As `--controls` takes them. */
export const controlNames = ['random', 'centre', 'edges', 'other-class', 'shuffled'] as const;

/** The name of the method that a control is. */
export function controlMethod(name: (typeof controlNames)[number]): string {
  return `${prefix}${name}`;
}

/** @param name a method's */
export function isControl(name: string): boolean {
  return name.startsWith(prefix);
}

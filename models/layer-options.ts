/**
 * A Keras layer's config, read option by option. Options that are still unread at the end are unknown to the converter;
 * they are an error, so that no model is silently converted into a different one.
 */
import { CamLensError } from '../src/errors.ts';
import type { KerasLayer } from './read-keras-model.ts';
import { own } from '../src/own.ts';

/** Options that matter only in training. */
const trainingOnly = /^(name|trainable|momentum)$|_(initializer|regularizer|constraint)$/;

export class LayerOptions {
  readonly #layer: KerasLayer;
  readonly #read = new Set<string>();

  constructor(layer: KerasLayer) {
    this.#layer = layer;
  }

  /** One of the allowed values. */
  choice<T extends string>(option: string, allowed: readonly T[]): T {
    const value = this.#take(option);
    const found = allowed.find((one) => one === value);
    if (found === undefined) throw this.unsupported(option, allowed.map((one) => JSON.stringify(one)).join(' or '));
    return found;
  }

  /** Requires the option to be absent or to have this value, the only one that is converted. */
  only(option: string, wanted: unknown): void {
    const value = this.#take(option);
    if (value !== undefined && JSON.stringify(value) !== JSON.stringify(wanted)) {
      throw this.unsupported(option, JSON.stringify(wanted));
    }
  }

  flag(option: string): boolean {
    const value = this.#take(option);
    if (typeof value !== 'boolean') throw this.unsupported(option, 'true or false');
    return value;
  }

  number(option: string): number {
    const value = this.#take(option);
    if (typeof value !== 'number') throw this.unsupported(option, 'a number');
    return value;
  }

  /** [height, width], whole numbers, 1 or more. */
  pair(option: string): readonly [number, number] {
    const value = this.#take(option);
    if (!Array.isArray(value) || value.length !== 2 || !value.every((size) => Number.isSafeInteger(size) && size > 0)) {
      throw this.unsupported(option, 'two whole numbers, 1 or more');
    }
    return value as [number, number];
  }

  /** Any value; the caller checks it. */
  any(option: string): unknown {
    return this.#take(option);
  }

  /** @throws CamLensError `model-unsupported` naming the first unread option */
  refuseUnread(): void {
    const { config } = this.#layer;
    const unread = Object.keys(config).find(
      (option) => !this.#read.has(option) && !trainingOnly.test(option) && own(config, option) !== null,
    );
    if (unread !== undefined) throw this.unsupported(unread, 'left out');
  }

  /** The error for an option whose value is not converted. */
  unsupported(option: string, wanted: string): CamLensError {
    const { name, className, config } = this.#layer;
    const value = Object.hasOwn(config, option) ? JSON.stringify(own(config, option)) : 'missing';
    return new CamLensError(
      'model-unsupported',
      `Layer "${name}" (${className}): option ${option} is ${value}, the converter needs ${wanted}.`,
    );
  }

  #take(option: string): unknown {
    this.#read.add(option);
    return own(this.#layer.config, option);
  }
}

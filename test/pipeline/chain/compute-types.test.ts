/** What `Chain.compute` and the parameters of stages must not let through; `tsc` runs these. */
import { expectTypeOf, test } from 'vitest';
import type { Chain, Value } from '../../../src/pipeline/chain/chain.ts';
import type { Recorder } from '../../../src/pipeline/engine/recorder.ts';

declare const chain: Chain;
declare const recorder: Recorder;
declare const value: Value;

// Never called: there is nothing to run.
const uses = {
  right: () => {
    chain.compute('channel-weights', [value]);
    chain.compute('weighted-sum', [value, value]);
    chain.compute('blur', [value, value], { entry: 0 });
    chain.compute('mask', [value, value, value], { first: 0, step: 1 });
    recorder.parameters('boxes', { capacity: 1 });
    recorder.parameters('find-ranges', { rule: 0, epsilon: 0 });
  },
  wrong: () => {
    // @ts-expect-error there is no such stage
    chain.compute('channel-weight', [value]);
    // @ts-expect-error of these two arrays one is missing
    chain.compute('weighted-sum', [value]);
    // @ts-expect-error one array too many
    chain.compute('channel-weights', [value, value]);
    // @ts-expect-error it takes a number
    chain.compute('blur', [value, value]);
    // @ts-expect-error its number has another name
    chain.compute('blur', [value, value], { entri: 0 });
    // @ts-expect-error one of two numbers is missing
    chain.compute('mask', [value, value, value], { first: 0 });
    // @ts-expect-error one number too many
    chain.compute('scale', [value, value], { entry: 0, copies: 2 });
    // @ts-expect-error it takes no numbers
    chain.compute('principal-map', [value], { iterations: 3 });
    // @ts-expect-error what it takes is a number
    chain.compute('product-sum', [value, value], { rectify: true });
    // @ts-expect-error the shader has no such parameter
    recorder.parameters('boxes', { capacities: 1 });
    // @ts-expect-error one of two parameters is missing
    recorder.parameters('find-ranges', { rule: 0 });
    // @ts-expect-error one parameter too many
    recorder.parameters('pointing', { parts_across: 1, parts_down: 1, parts: 1 });
  },
};

test('wrong and missing names do not compile', () => {
  expectTypeOf(uses.wrong).returns.toBeVoid();
});

/** The journey with the network on WebGPU too. */
import { expect, it } from 'vitest';
import { differingOutput } from '../../../src/benchmark/journey/journey-output.ts';
import { runBySteps } from '../../../src/benchmark/journey/journey-run.ts';
import { Laps } from '../../../src/benchmark/journey/laps.ts';
import { referenceJourney } from '../../../src/benchmark/journey/measure-journey.ts';
import { openJourney } from '../../../src/benchmark/journey/open-journey.ts';
import { photoFile, tinySource } from './made-up-journey.ts';

it('reads no input back, counts the memory of ONNX Runtime, and arrives where the CPU does', async () => {
  const [model, file] = [tinySource(), await photoFile()];
  const expected = await referenceJourney({ model }, file);
  const machine = await openJourney({ model, backend: 'webgpu' });
  expect(machine.machine.chosen.backend).toMatchObject({ network: 'webgpu', stages: 'webgpu' });
  const run = await runBySteps(machine, file, new Laps());
  expect(differingOutput(await run.output(), expected)).toBeUndefined();
  run.end();
  const { steps } = run.times;
  expect([...steps.keys()]).toEqual([
    ...['decode', 'upload', 'preprocess', 'network', 'maps', 'boxes and read-back', 'results', 'paint'],
  ]);
  const owners = machine.ledger!.now.owners.map(({ owner }) => owner);
  expect(owners).toEqual(expect.arrayContaining(['weights', 'activations', 'stages', 'read-back']));
  expect(await machine.close()).toBe(0);
});

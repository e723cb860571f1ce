/** Keys and drops as the browser itself makes them of what a visitor does: synthetic events would be obeyed by no button. */
import { cdp, server } from '@vitest/browser/context';

interface Session {
  send(method: string, params: object): Promise<unknown>;
}

const session = (): Session => cdp() as unknown as Session;

/** Their codes, and the text that they type. */
const keys = {
  ...{ Enter: [13, '\r'], ' ': [32, ' '], Tab: [9, ''] },
  ...{ End: [35, ''], Home: [36, ''], ArrowRight: [39, ''], ArrowDown: [40, ''] },
} as const satisfies Readonly<Record<string, readonly [code: number, text: string]>>;

/** Presses a key where the focus is. */
export async function pressKey(key: keyof typeof keys): Promise<void> {
  const [code, text] = keys[key];
  const event = { key, code: key === ' ' ? 'Space' : key, windowsVirtualKeyCode: code };
  await session().send('Input.dispatchKeyEvent', { type: 'keyDown', ...event, ...(text === '' ? {} : { text }) });
  await session().send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
}

/**
 * Drops files and folders onto the middle of the page, after letting them hover over it.
 * @param paths in the repository
 */
export async function dropOnPage(
  paths: readonly string[],
  hovering: () => Promise<void> = async () => undefined,
): Promise<void> {
  const files = paths.map((path) => `${server.config.root}/${path}`);
  const at = { x: 200, y: 200, data: { items: [], files, dragOperationsMask: 1 } };
  await session().send('Input.dispatchDragEvent', { type: 'dragEnter', ...at });
  await session().send('Input.dispatchDragEvent', { type: 'dragOver', ...at });
  await hovering();
  await session().send('Input.dispatchDragEvent', { type: 'drop', ...at });
}

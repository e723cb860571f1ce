/** A visitor's choice of colours; nothing moves meanwhile. */
import type { Page } from 'puppeteer';

export type Colours = 'light' | 'dark' | 'forced';

/** Puppeteer itself does not know forced colours. */
export async function emulateColours(page: Page, colours: Colours): Promise<void> {
  const session = await page.createCDPSession();
  const features = [
    { name: 'prefers-color-scheme', value: colours === 'dark' ? 'dark' : 'light' },
    { name: 'prefers-reduced-motion', value: 'reduce' },
    { name: 'forced-colors', value: colours === 'forced' ? 'active' : 'none' },
  ];
  await session.send('Emulation.setEmulatedMedia', { features });
}

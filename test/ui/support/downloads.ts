/** What a page hands to the browser as downloads, caught before it is saved. */
import { onTestFinished, vi } from 'vitest';

export interface Download {
  readonly name: string;
  readonly blob: Blob;
}

/** Everything that is downloaded from now on, until the test ends. */
export function downloads(): readonly Promise<Download>[] {
  const caught: Promise<Download>[] = [];
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    const { download: name, href } = this;
    // The address may be gone by the next task.
    caught.push(fetch(href).then(async (response) => ({ name, blob: await response.blob() })));
  });
  onTestFinished(() => click.mockRestore());
  return caught;
}

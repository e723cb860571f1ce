/** The page's sample photos, with their true boxes and credits. */
import type { Box } from '../../pipeline/types.ts';
import type { Credit, PictureSource } from '../shared/picture-source.ts';

/** How many photos the page comes with: their places are kept while their list loads. */
export const usualSamples = 4;

/** One entry of samples.json. */
interface Sample extends Credit {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly className: string;
  readonly box: Box;
}

/**
 * The sample photos listed in a file beside them.
 * @param list URL of samples.json, relative to the page
 * @throws Error if the list cannot be fetched
 */
export async function loadSamples(list: string): Promise<readonly PictureSource[]> {
  const address = new URL(list, document.baseURI);
  const { samples } = (await (await fetchWell(address)).json()) as { readonly samples: readonly Sample[] };
  return samples.map((sample) => {
    const file = new URL(sample.file, address);
    return {
      key: `sample:${sample.file}`,
      name: sample.file,
      subject: sample.className,
      thumbnail: file.href,
      width: sample.width,
      height: sample.height,
      truths: [sample.box],
      credit: { author: sample.author, licence: sample.licence, origin: sample.origin },
      load: async () => (await fetchWell(file)).blob(),
    };
  });
}

async function fetchWell(address: URL): Promise<Response> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.pathname} could not be fetched (${response.status}).`);
  return response;
}

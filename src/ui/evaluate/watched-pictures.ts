/** Observes the pictures on their way to the networks. */
import type { AnnotatedPicture } from '../../datasets/pair.ts';
import type { GalleryPictures } from './gallery-pictures.ts';

/** Reports each picture, and makes the thumbnails of pictures in the gallery that were measured before. */
export async function* watched(
  pictures: AsyncIterable<AnnotatedPicture>,
  gallery: GalleryPictures | undefined,
  onSeen: (id: string) => void,
): AsyncGenerator<AnnotatedPicture> {
  for await (const one of pictures) {
    onSeen(one.id);
    if (gallery?.lacks(one.id) === true) {
      const file = await one.picture.read();
      if (file !== undefined) await gallery.illustrate(one.id, file);
    }
    yield one;
  }
}

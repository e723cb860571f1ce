/** Sample photos with annotations as a data set in one archive. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packTar } from 'modern-tar';
import samples from '../../public/samples/samples.json' with { type: 'json' };
import { voc } from '../datasets/support/voc.ts';

/** A class map that knows the samples. */
export const sampleClasses = Object.fromEntries(
  samples.samples.map(({ className, classIndex }) => [className, classIndex]),
);

/**
 * A tar archive of the samples: pictures in Images/<class>/, annotations in Annotation/<class>/.
 * @param copies of each, under names of their own
 * @param unannotated files of samples that get no annotation
 */
export function sampleArchive(copies = 1, unannotated: readonly string[] = []): Promise<Uint8Array<ArrayBuffer>> {
  const entries = samples.samples.flatMap(({ file, className, box, width, height }) =>
    Array.from({ length: copies }, (_, copy) => {
      const name = `${className}/${copy}-${file.replace('.webp', '')}`;
      const picture = readFileSync(join(import.meta.dirname, '../../public/samples', file));
      const annotation = new TextEncoder().encode(voc([[className, box]], [width, height]));
      return [
        { header: { name: `Images/${name}.webp`, size: picture.length }, body: new Uint8Array(picture) },
        ...(unannotated.includes(file)
          ? []
          : [{ header: { name: `Annotation/${name}.xml`, size: annotation.length }, body: annotation }]),
      ];
    }).flat(),
  );
  return packTar(entries);
}

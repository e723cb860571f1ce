/** Annotations as PASCAL VOC writes them. */
type Corners = readonly (number | string)[];

export function voc(
  objects: readonly (readonly [name: string, corners: Corners])[],
  size: readonly [number, number] | null = [100, 80],
): string {
  const sizeXml =
    size === null ? '' : `<size><width>${size[0]}</width><height>${size[1]}</height><depth>3</depth></size>`;
  const objectXml = objects.map(
    ([name, [x0, y0, x1, y1]]) =>
      `<object><name>${name}</name><bndbox><xmin>${x0}</xmin><ymin>${y0}</ymin><xmax>${x1}</xmax><ymax>${y1}</ymax></bndbox></object>`,
  );
  return `<annotation><filename>%s</filename>${sizeXml}${objectXml.join('\n')}</annotation>`;
}

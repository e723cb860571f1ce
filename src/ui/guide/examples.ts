/** What the guide shows of the elements: each example is shown as code and run from the same words. */

export interface Example {
  readonly title: string;
  readonly says: string;
  readonly tag: 'cam-lens' | 'cam-lens-compare' | 'cam-lens-evaluate' | 'cam-lens-live';
  /** In the order in which they are written; an attribute without a value is empty. Addresses are relative to the page. */
  readonly attributes: Readonly<Record<string, string>>;
}

const photo = {
  ...{ src: 'samples/german-shepherd.webp', alt: 'A German shepherd standing in the grass' },
  ...{ width: '1024', height: '768' },
};
const bird = { src: 'samples/scarlet-macaw.webp', alt: 'A scarlet macaw', width: '1024', height: '793' };

export const examples: readonly Example[] = [
  {
    title: 'A picture, and what the network looked at',
    says: 'Grad-CAM beside the photo, with its box. Screen readers say what was found, and where.',
    tag: 'cam-lens',
    attributes: { ...photo, view: 'side-by-side', boxes: '' },
  },
  {
    title: 'A line to move between photo and heatmap',
    says: 'Drag the line, or move it with the arrow keys.',
    tag: 'cam-lens',
    attributes: { ...bird, method: 'cam', view: 'slider' },
  },
  {
    title: 'With controls',
    says: 'Visitors choose method, layer, class, threshold and opacity themselves. The true box is red.',
    tag: 'cam-lens',
    attributes: { ...photo, truth: '38 27 908 727', boxes: '', controls: '' },
  },
  {
    title: 'Methods side by side',
    says: 'The point under the mouse, which the arrow keys move too, is marked in all of them.',
    tag: 'cam-lens-compare',
    attributes: { ...bird, methods: 'cam, grad-cam, layer-cam' },
  },
  {
    title: 'The camera, live',
    says: 'The button asks for the camera. Each frame that is shown lies under its own heatmap; nothing leaves the page.',
    tag: 'cam-lens-live',
    attributes: { alt: 'Camera', method: 'cam', 'max-rate': '5' },
  },
  {
    title: 'A data set',
    says: 'Visitors give pictures with true boxes, or in folders named by class. It has a module of its own: define/cam-lens-evaluate.js.',
    tag: 'cam-lens-evaluate',
    attributes: { methods: 'cam, grad-cam', fixed: '' },
  },
];

/** The example as HTML, to copy. @param model URL of the model's description, relative to the page */
export function exampleCode({ tag, attributes }: Example, model: string): string {
  const lines = Object.entries({ ...attributes, model }).map(([name, value]) =>
    value === '' ? `  ${name}` : `  ${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`,
  );
  return [`<${tag}`, ...lines, `></${tag}>`].join('\n');
}

/**
 * What ONNX Runtime alone makes of an exported model: not a line of the project runs here.
 * Words: the model, the document that `export --json` printed, a PNG of the size that the model takes.
 */
import { readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import * as ort from 'onnxruntime-web';

const [, , modelFile = '', documentFile = '', pictureFile = ''] = process.argv;
const { input, export: made } = JSON.parse(readFileSync(documentFile, 'utf8'));
const { outputs, target } = made;

ort.env.wasm.numThreads = 1;
const session = await ort.InferenceSession.create(readFileSync(modelFile), { executionProviders: ['wasm'] });
const { data, ...picture } = decode(readFileSync(pictureFile));
const places = picture.width * picture.height;
const given = session.inputMetadata.find(({ name }) => name === target.input);
const classes = given !== undefined && 'shape' in given ? Number(given.shape[1]) : NaN;
const results = await session.run({
  [input.name]: new ort.Tensor(image(), [1, input.channels ?? 3, picture.height, picture.width]),
  // Zeros: the class that the network predicts.
  [target.input]: new ort.Tensor(new Float32Array(classes), [1, classes]),
});

const maps = Object.fromEntries(
  Object.entries(outputs.layers).map(([layer, names]) => {
    const activations = values(names.activations);
    const [, channels = 0, height = 0, width = 0] = results[names.activations]?.dims ?? [];
    const area = height * width;
    const sum = (/** @type {ArrayLike<number>} */ weights) =>
      Array.from({ length: area }, (_, place) => {
        let total = 0;
        for (let c = 0; c < channels; c++) total += (weights[c] ?? NaN) * (activations[c * area + place] ?? NaN);
        return total;
      });
    const gradients = values(names.gradients);
    const means = Array.from(
      { length: channels },
      (_, c) => gradients.slice(c * area, (c + 1) * area).reduce((total, value) => total + value, 0) / area,
    );
    return [layer, { 'grad-cam': sum(means), ...(names.weights && { cam: sum(values(names.weights)) }) }];
  }),
);
const saliency = outputs.inputGradients && colourMaximum(values(outputs.inputGradients));
process.stdout.write(JSON.stringify({ logits: Array.from(values(outputs.logits)), maps, saliency }));

function image() {
  const { order, scale, mean, std } = input.normalization;
  if (input.channels === 1) {
    return Float32Array.from({ length: places }, (_, i) => {
      const [red = NaN, green = NaN, blue = NaN] = data.slice(picture.channels * i, picture.channels * i + 3);
      return ((0.299 * red + 0.587 * green + 0.114 * blue) * scale - mean[0]) / std[0];
    });
  }
  return Float32Array.from({ length: 3 * places }, (_, i) => {
    const plane = Math.floor(i / places);
    const channel = data[picture.channels * (i % places) + (order === 'BGR' ? 2 - plane : plane)] ?? NaN;
    return (channel * scale - mean[plane]) / std[plane];
  });
}

/** @param {string} name */
function values(name) {
  return /** @type {Float32Array} */ (results[name]?.data);
}

/** @param {Float32Array} gradients [3, height, width] */
function colourMaximum(gradients) {
  return Array.from({ length: places }, (_, i) =>
    Math.max(...[0, 1, 2].map((c) => Math.abs(gradients[c * places + i] ?? NaN))),
  );
}

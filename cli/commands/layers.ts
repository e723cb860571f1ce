/** `cam-lens layers`: lists the layers and outputs of a network that can be explained. */
import type { Link } from '../../src/autodiff/link.ts';
import { inputSize } from '../../src/pipeline/model/input-side.ts';
import { layerNote } from '../../src/pipeline/model/layer-note.ts';
import { linkOf, outputsOf, type ModelOutputs } from '../../src/pipeline/model/model-head.ts';
import { listModelLayers, type ModelLayer } from '../../src/pipeline/model/model-layers.ts';
import { prepareModel } from '../../src/pipeline/model/prepared-model.ts';
import { modelInfo, type ModelInfo } from '../../src/pipeline/model/told-model.ts';
import type { Size } from '../../src/pipeline/types.ts';
import { visible } from '../../src/visible.ts';
import { unneededBrowserOptions } from '../browser-options.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { readLocalModel } from '../local-model.ts';
import { modelOptions } from '../model-options.ts';
import { flag, parseOptions } from '../parse-options.ts';
import { refuseMore } from '../positionals.ts';
import { textTable } from '../text-table.ts';
import { tool } from '../tool.ts';

const options = {
  output: modelOptions.output,
  stride: modelOptions.stride,
  ...unneededBrowserOptions,
  json: flag('print one JSON document'),
} as const;

export const layers: Command = {
  positionals: '[MODEL.onnx]',
  help: 'Lists the layers of a model (default: ResNet-50) that can be explained, by map size, and its outputs.',
  options,
  async run(words, terminal) {
    const { options: wanted, positionals } = parseOptions(options, words);
    refuseMore(positionals, 1);
    const { loaded } = await readLocalModel({ model: positionals[0], output: wanted.output, stride: wanted.stride });
    const { classifier, description } = prepareModel(loaded);
    const listed = {
      model: modelInfo(loaded).model,
      input: {
        name: description.input.name,
        ...inputSize(description.input),
        channels: description.input.channels ?? 3,
      },
      outputs: { ...outputsOf(classifier), probabilities: linkOf(description, classifier) },
      layers: listModelLayers(loaded),
    };
    const note = layerNote(classifier, description.layers, description.file);
    terminal.print(
      wanted.json
        ? `${JSON.stringify({ ...tool(), ...listed })}\n`
        : `${layersTable(listed, terminal.columns)}\n${inputText(listed.input)}\n${outputsText(listed.outputs)}\n${note === undefined ? '' : `${visible(note)}\n`}`,
    );
    return exitCodes.done;
  },
};

interface ListedLayers {
  readonly model: Pick<ModelInfo['model'], 'name'>;
  readonly layers: readonly ModelLayer[];
}

interface ListedInput extends Size {
  readonly name: string;
  readonly channels: number;
}

interface ListedOutputs extends ModelOutputs {
  readonly probabilities: Link;
}

/** With a heading for each map size; sizes and layers are in order of depth. */
export function layersTable({ model, layers: listed }: ListedLayers, width?: number): string {
  const bySize = new Map<string, string[][]>();
  for (const layer of listed) {
    const { name = '', value, operator, shape, size, resolution } = layer;
    const heading = size === undefined ? 'size not known' : `${size.width} × ${size.height}`;
    const share = resolution === undefined ? '?' : `1/${String(resolution)}`;
    const row = [`  ${name}`, value, operator, shape.join(' × '), share, marksOf(layer).join(', ')];
    bySize.set(heading, [...(bySize.get(heading) ?? []), row]);
  }
  const rows = [...bySize].flatMap(([heading, held]) => [[heading, '', '', '', '', ''], ...held]);
  const columns = ['name', 'value', 'operator', 'shape', 'resolution', ''];
  return textTable({ title: `Layers of ${model.name}, by the size of their maps`, columns, rows }, width);
}

export function inputText({ name, width, height, channels }: ListedInput): string {
  const colours = channels === 1 ? '1 channel (grey)' : '3 channels';
  return visible(`Input: "${name}", ${String(width)} × ${String(height)} pixels, ${colours}.`);
}

/** The explained output, and how to choose another. */
export function outputsText({ explained, others, probabilities }: ListedOutputs): string {
  const which = `Explained output: "${explained}"; probabilities by ${probabilities}.`;
  if (others.length === 0) return visible(which);
  const named = others.map((output) => `"${output}"`).join(', ');
  return visible(`${which} Others: ${named}; --output NAME explains one of them.`);
}

function marksOf(layer: ModelLayer): readonly string[] {
  const marks = {
    'last of its resolution': layer.isLast,
    recommended: layer.isDefault,
    'in the strip': layer.inStrip,
    'CAM possible': layer.camRefusal === undefined,
  };
  return Object.entries(marks).flatMap(([mark, holds]) => (holds ? [mark] : []));
}

/** `cam-lens layers`: where in a network it can be explained. */
import type { ListedLayers } from '../../src/headless/layers.ts';
import { browserOf, browserOptions, serverOf } from '../browser-options.ts';
import { offerModel } from '../chosen-model.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { askPage } from '../headless.ts';
import { flag, parseOptions } from '../parse-options.ts';
import { refuseMore } from '../positionals.ts';
import { quietProgress } from '../progress.ts';
import { startServer } from '../server.ts';
import { textTable } from '../text-table.ts';
import { tool } from '../tool.ts';

const options = { ...browserOptions, json: flag('print one JSON document') } as const;

export const layers: Command = {
  positionals: '[MODEL.onnx]',
  help: 'Lists the layers of a model (the built-in one) that can be explained, in the order of the graph.',
  options,
  async run(words, terminal) {
    const { options: wanted, positionals } = parseOptions(options, words);
    refuseMore(positionals, 1);
    const server = await startServer(serverOf(wanted));
    try {
      const offered = offerModel(server, { model: positionals[0] });
      const page = {
        address: server.address,
        ...browserOf(wanted),
        onProgress: quietProgress((line) => terminal.tell(line)),
        interrupted: terminal.interrupted,
        fileBeside: offered.fileBeside,
      };
      const listed = await askPage(page, 'layers', offered.model);
      terminal.print(
        wanted.json
          ? `${JSON.stringify({ ...tool(), model: listed.model, layers: listed.layers })}\n`
          : layersTable(listed),
      );
      return exitCodes.done;
    } finally {
      await server.close();
    }
  },
};

export function layersTable({ model, layers: listed }: Pick<ListedLayers, 'model' | 'layers'>): string {
  const rows = listed.map((layer) => [
    layer.name ?? '',
    layer.value,
    layer.operator,
    layer.shape.join(' × '),
    layer.resolution === undefined ? '?' : `1/${String(layer.resolution)}`,
    marksOf(layer).join(', '),
  ]);
  const columns = ['name', 'value', 'operator', 'shape', 'resolution', ''];
  return textTable({ title: `Layers of ${model.name}`, columns, rows });
}

function marksOf(layer: ListedLayers['layers'][number]): readonly string[] {
  const marks = {
    'last of its resolution': layer.isLast,
    recommended: layer.isDefault,
    'in the strip': layer.inStrip,
    'CAM possible': layer.camRefusal === undefined,
  };
  return Object.entries(marks).flatMap(([mark, holds]) => (holds ? [mark] : []));
}

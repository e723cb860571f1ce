/** `cam-lens export`: a model with its gradients in the graph, as a file for any ONNX runtime. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { CamLensError } from '../../src/errors.ts';
import type { ExportResult } from '../../src/headless/export.ts';
import { browserOf, browserOptions, serverOf } from '../browser-options.ts';
import { offerModel } from '../chosen-model.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { checkFilePlace } from '../files.ts';
import { askPage } from '../headless.ts';
import { modelOptions, sizeOption } from '../model-options.ts';
import { flag, list, oneOf, parseOptions, text } from '../parse-options.ts';
import { refuseMore } from '../positionals.ts';
import { quietProgress } from '../progress.ts';
import { startServer } from '../server.ts';
import { tool } from '../tool.ts';
import { Upload } from '../upload.ts';

const options = {
  layers: list('NAME[,NAME…]', "of the model or of its graph, as `layers` lists them (the model's last)", undefined),
  relu: oneOf(['standard', 'guided', 'deconv'], 'how gradients go back through ReLU', 'standard'),
  input: flag('also give the gradient with respect to the input'),
  out: text('OUT.onnx', 'the file to write', undefined),
  size: sizeOption,
  ...modelOptions,
  ...browserOptions,
  json: flag('print one JSON document'),
} as const;

export const exportModel: Command = {
  positionals: '[MODEL.onnx]',
  help: 'Writes a model (the built-in one) that outputs activations and gradients too, for any ONNX runtime.',
  options,
  async run(words, terminal) {
    const { options: wanted, positionals } = parseOptions(options, words);
    refuseMore(positionals, 1);
    const { out, layers, relu, input } = wanted;
    if (out === undefined) throw new CamLensError('bad-option', '--out OUT.onnx is missing: the file to write.');
    refuseOutput(out, new Set());
    checkFilePlace('--out', out);
    const server = await startServer(serverOf(wanted));
    const upload = new Upload(resolve(out));
    try {
      const offered = offerModel(server, { ...wanted, model: positionals[0] });
      refuseOutput(out, offered.files);
      const page = {
        address: server.address,
        ...browserOf(wanted, terminal),
        onProgress: quietProgress((line) => terminal.tell(line)),
        interrupted: terminal.interrupted,
        fileBeside: offered.fileBeside,
      };
      const { version } = tool();
      const result = await askPage(page, 'export', offered.model, {
        ...{ output: server.addUpload(upload), relu, input, version },
        ...(layers === undefined ? {} : { layers }),
      });
      for (const sentence of result.assumptions) terminal.tell(sentence);
      // By now it is known which files beside the model are its own.
      refuseOutput(out, offered.files);
      await upload.finish();
      terminal.print(wanted.json ? `${JSON.stringify(exportDocument(out, result))}\n` : exportSummary(out, result));
      return exitCodes.done;
    } finally {
      await upload.abandon();
      await server.close();
    }
  },
};

/** @throws CamLensError `bad-option` where that is a folder, or what is read from */
function refuseOutput(out: string, sources: ReadonlySet<string>): void {
  const found = statSync(out, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (found.isDirectory()) throw new CamLensError('bad-option', `--out ${out} is a folder; a file was expected.`);
  const isSource = [...sources].some((source) => {
    const { dev, ino } = statSync(source);
    return dev === found.dev && ino === found.ino;
  });
  if (isSource) throw new CamLensError('bad-option', `--out ${out} is the model itself; another file was expected.`);
}

function exportDocument(out: string, { sizeBytes, sourceBytes, opset, document }: ExportResult): object {
  return { ...tool(), out, sizeBytes, grownPercent: grownPercent(sizeBytes, sourceBytes), opset, ...document };
}

export function exportSummary(out: string, { sizeBytes, sourceBytes, opset, document }: ExportResult): string {
  const { input, export: made } = document;
  const { outputs, target } = made;
  const side = String(input.size);
  return `${out}: ${(sizeBytes / 1e6).toFixed(1)} MB, ${String(grownPercent(sizeBytes, sourceBytes))} % more than ${made.source.file}; operator set ${String(opset)}
  inputs: ${input.name} [N, 3, ${side}, ${side}], ${target.input} [N, classes]
  outputs:
${[
  outputs.logits,
  ...Object.values(outputs.layers).map(({ activations, gradients, weights }) =>
    [activations, gradients, ...(weights === undefined ? [] : [weights])].join(', '),
  ),
  ...(outputs.inputGradients === undefined ? [] : [outputs.inputGradients]),
]
  .map((line) => `    ${line}\n`)
  .join('')}`;
}

function grownPercent(sizeBytes: number, sourceBytes: number): number {
  return Number((100 * (sizeBytes / sourceBytes - 1)).toFixed(1));
}

/**
 * The small static server behind `cam-lens serve` and behind every headless run: the built page, the models, the
 * pictures to explain and, the other way, the results to store. It listens on this machine only.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { CamLensError } from '../src/errors.ts';
import { projectRoot } from './project-root.ts';
import { folderListing } from './folder-listing.ts';
import { fileBelow, refuse, sendFile, storeBody } from './transfer.ts';
import type { Upload } from './upload.ts';

export interface ServerOptions {
  /** The folder with the built page. */
  readonly page?: string;
  /** The folder with the models and their descriptions. */
  readonly models?: string;
  /** 0 takes any free port. */
  readonly port?: number;
}

export interface RunningServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly address: string;
  /** Offers a file of any place under /models/<name>, its own name unless another is given; returns that path. */
  addModel(file: string, name?: string): string;
  /** Offers a picture under /input/<n>; returns that path. */
  addInput(file: string): string;
  /** Offers a folder under /folder/<n>/, where its listing is, and every file below it; returns that path. */
  addFolder(folder: string, list?: typeof folderListing): string;
  /** Accepts results under /output/<n>/<name> and stores each as `<folder>/<stem>.<name>`; returns the prefix. */
  addOutput(folder: string, stem: string): string;
  /** Accepts the pieces of one file, in order, under the path returned. */
  addUpload(upload: Pick<Upload, 'append'>): string;
  close(): Promise<void>;
}

interface Output {
  readonly folder: string;
  readonly stem: string;
}

const host = '127.0.0.1';

/** Isolation gives WebAssembly its threads; nothing is cached, as the next build may differ. */
const commonHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
};

/** What may be stored: `<method>.<layer>.<kind>.png` or `<method>.strip.png`, one plain file name. */
const resultName = /^[\w+-]+(\.[\w+-]+)*\.(heatmap|blend|boxes|strip)\.png$/;

/** @throws CamLensError `bad-option` where the port is taken */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const page = options.page ?? join(projectRoot, 'build', 'page');
  const models = options.models ?? join(projectRoot, 'models');
  const addedModels = new Map<string, string>();
  const inputs: string[] = [];
  const folders: { readonly folder: string; readonly list: typeof folderListing }[] = [];
  const outputs: Output[] = [];
  const uploads: Pick<Upload, 'append'>[] = [];

  /** Longest prefix first; the rest of the path is decoded and has no leading slash. */
  const routes: readonly { method: string; prefix: string; answer: Answer }[] = [
    { method: 'POST', prefix: '/output/', answer: storeResult },
    { method: 'POST', prefix: '/upload/', answer: storePiece },
    { method: 'GET', prefix: '/models/', answer: (rest, ...io) => sendFile(modelFile(rest), ...io) },
    { method: 'GET', prefix: '/input/', answer: (rest, ...io) => sendFile(inputs[Number(rest)], ...io) },
    { method: 'GET', prefix: '/folder/', answer: sendFromFolder },
    { method: 'GET', prefix: '/', answer: (rest, ...io) => sendFile(fileBelow(page, rest || 'index.html'), ...io) },
  ];

  function modelFile(name: string): string | undefined {
    return addedModels.get(name) ?? (/^[\w.-]+\.(onnx|json)$/.test(name) ? fileBelow(models, name) : undefined);
  }

  async function sendFromFolder(rest: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, number = '', path = ''] = /^(\d+)\/(.*)$/s.exec(rest) ?? [];
    const offered = folders[Number(number)];
    if (number === '' || offered === undefined) return refuse(response, 404);
    if (path !== '') return sendFile(fileBelow(offered.folder, path), request, response);
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.end(JSON.stringify(await offered.list(offered.folder)));
  }

  async function storeResult(rest: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [number = '', name = '', ...more] = rest.split('/');
    const output = outputs[Number(number)];
    if (output === undefined || more.length > 0 || !resultName.test(name)) return refuse(response, 404);
    await storeBody(request, join(output.folder, `${output.stem}.${name}`));
    response.writeHead(204).end();
  }

  async function storePiece(number: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const upload = uploads[Number(number)];
    if (upload === undefined) return refuse(response, 404);
    await upload.append(request);
    response.writeHead(204).end();
  }

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value);
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else refuse(response, 500, error instanceof Error ? error.message : String(error));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Another site that points its own name at this machine must not read pictures from here.
    if (request.headers.host !== new URL(address).host) return refuse(response, 403);
    if (request.headers.origin !== undefined && request.headers.origin !== address) return refuse(response, 403);
    const path = decodePath(request.url ?? '/');
    if (path === undefined) return refuse(response, 400);
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const route = routes.find((candidate) => candidate.method === method && path.startsWith(candidate.prefix));
    if (route === undefined) return refuse(response, 405);
    await route.answer(path.slice(route.prefix.length), request, response);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const message = `Port ${String(options.port)} of ${host} is not to be had (${cause.code ?? cause.message}).`;
      reject(new CamLensError('bad-option', message, { cause }));
    });
    server.listen(options.port ?? 0, host, resolve);
  });
  const address = `http://${host}:${String((server.address() as AddressInfo).port)}`;

  return {
    address,
    addModel(file, name = basename(file)) {
      addedModels.set(name, file);
      return `/models/${encodeURIComponent(name)}`;
    },
    addInput: (file) => `/input/${String(inputs.push(file) - 1)}`,
    addFolder: (folder, list = folderListing) => `/folder/${String(folders.push({ folder, list }) - 1)}/`,
    addOutput: (folder, stem) => `/output/${String(outputs.push({ folder, stem }) - 1)}`,
    addUpload: (upload) => `/upload/${String(uploads.push(upload) - 1)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Answer = (rest: string, request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** The path of a request target, percent escapes undone; undefined where they are malformed. */
function decodePath(target: string): string | undefined {
  try {
    return decodeURIComponent(target.split(/[?#]/, 1)[0] ?? '');
  } catch {
    return undefined;
  }
}

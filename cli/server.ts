/**
 * The static server of `cam-lens serve` and of every headless run: it serves the built page, the models and the
 * pictures to explain, and stores results. It listens on this machine only. Because the machine may have other users,
 * private files and everything for a headless run have URLs that cannot be guessed.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { CamLensError } from '../src/errors.ts';
import { headMs, mostConnections, mostResultBytes, mostResults, requestMs } from './body-limits.ts';
import { folderListing } from './folder-listing.ts';
import { fileBelow, plainFileBelow, type Offered } from './offered-file.ts';
import { pageHeaders } from './page-headers.ts';
import { projectRoot } from './project-root.ts';
import { isSecret, makeSecret } from './secret.ts';
import { refuse, Refusal, sendFile, storeBody } from './transfer.ts';

export interface ServerOptions {
  /** Folder of the built page. */
  readonly page?: string;
  /** Folder of the models and their descriptions. */
  readonly models?: string;
  /** 0 means any free port. */
  readonly port?: number;
  /** Serves the page and its models, and nothing else, without a secret in the URL. */
  readonly isPublic?: boolean;
}

export interface RunningServer {
  /** `http://127.0.0.1:<port>/<secret>`, without the secret for a public server; no trailing slash. */
  readonly address: string;
  /**
   * Serves a file from any folder as …/models/<name> and returns that path. Default name: the file's own.
   * @param within a folder that must contain the file after links are resolved
   */
  addModel(file: string, name?: string, within?: string): string;
  /** Serves a picture as …/input/<n> and returns that path. */
  addInput(file: string): string;
  /** Serves a folder's listing as …/folder/<n>/ and every file really below it; returns that path. */
  addFolder(folder: string, list?: typeof folderListing): string;
  /**
   * Accepts up to `most` results at …/output/<n>/<name>, stores each as `<folder>/<stem>.<name>`, and returns the
   * prefix of the URL.
   */
  addOutput(folder: string, stem: string, most?: number): string;
  close(): Promise<void>;
}

interface Output {
  readonly folder: string;
  readonly stem: string;
  readonly most: number;
  readonly names: Set<string>;
}

const host = '127.0.0.1';

/** Names of results that may be stored: `<method>.<layer>.<kind>.png` or `<method>.strip.png`, plain file names. */
const resultName = /^[\w+-]+(\.[\w+-]+)*\.(heatmap|blend|boxes|strip)\.png$/;

/** Error codes that mean that the folder cannot be written to. */
const unwritable = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG']);

/** A fixed default port, because browsers store settings, runs and models per origin. */
export const usualPort = 8413;

/**
 * Starts a public server for this machine, until the process ends.
 * @param port default: `usualPort`, or any free port if that is in use
 * @throws CamLensError `bad-option` if the given port is in use
 */
export async function startPublicServer(port?: number): Promise<RunningServer> {
  if (port !== undefined) return startServer({ isPublic: true, port });
  return startServer({ isPublic: true, port: usualPort }).catch(() => startServer({ isPublic: true }));
}

/** @throws CamLensError `bad-option` if the port is in use */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const page = options.page ?? join(projectRoot, 'build', 'page');
  const models = options.models ?? join(projectRoot, 'models');
  const secret = makeSecret();
  const addedModels = new Map<string, Offered>();
  const inputs: string[] = [];
  const folders: { readonly folder: string; readonly list: typeof folderListing }[] = [];
  const outputs: Output[] = [];

  const pageRoute: Route = {
    ...{ method: 'GET', prefix: '/' },
    answer: (rest, ...io) => sendFile(offeredBelow(page, plainFileBelow(page, rest || 'index.html')), ...io),
  };
  /** Longest prefix first. Handlers get the rest of the path, decoded, without a leading slash. */
  const publicRoutes: readonly Route[] = [
    { method: 'GET', prefix: '/models/', answer: (rest, ...io) => sendFile(builtInModel(rest), ...io) },
    pageRoute,
  ];
  const secretRoutes: readonly Route[] = [
    { method: 'POST', prefix: '/output/', answer: storeResult },
    {
      ...{ method: 'GET', prefix: '/models/' },
      answer: (rest, ...io) => sendFile(addedModels.get(rest) ?? builtInModel(rest), ...io),
    },
    { method: 'GET', prefix: '/input/', answer: (rest, ...io) => sendFile(inputAt(rest), ...io) },
    { method: 'GET', prefix: '/folder/', answer: sendFromFolder },
    pageRoute,
  ];

  function builtInModel(name: string): Offered | undefined {
    return /^\w[\w.-]*\.(onnx|json)$/.test(name) ? offeredBelow(models, fileBelow(models, name)) : undefined;
  }

  function inputAt(number: string): Offered | undefined {
    const file = /^\d+$/.test(number) ? inputs[Number(number)] : undefined;
    return file === undefined ? undefined : { file };
  }

  async function sendFromFolder(rest: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, number = '', path = ''] = /^(\d+)\/(.*)$/s.exec(rest) ?? [];
    const offered = folders[Number(number)];
    if (number === '' || offered === undefined) throw new Refusal(404);
    const { folder, list } = offered;
    if (path !== '') return sendFile(offeredBelow(folder, fileBelow(folder, path)), request, response);
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.end(JSON.stringify(await list(folder)));
  }

  async function storeResult(rest: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [number = '', name = '', ...more] = rest.split('/');
    const output = outputs[Number(number)];
    if (output === undefined || more.length > 0 || !resultName.test(name)) throw new Refusal(404);
    const { folder, stem, most, names } = output;
    if (names.size >= most && !names.has(name)) throw new Refusal(413);
    names.add(name);
    await storeBody(request, join(folder, `${stem}.${name}`), mostResultBytes);
    response.writeHead(204).end();
  }

  const limits = { headersTimeout: headMs, requestTimeout: requestMs, connectionsCheckingInterval: headMs / 2 };
  const server = createServer(limits, (request, response) => {
    for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else refuse(response, statusOf(error), error instanceof Error ? error.message : String(error));
    });
  });
  server.maxConnections = mostConnections;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Protects against DNS rebinding: another site's name for this machine must not give access to pictures.
    if (request.headers.host !== new URL(origin).host) throw new Refusal(403);
    if (request.headers.origin !== undefined && request.headers.origin !== origin) throw new Refusal(403);
    const [, guess = '', rest] = /^\/([^/?#]*)(\/[^?#]*)?/.exec(request.url ?? '') ?? [];
    if (isSecret(guess, secret)) {
      // The page's URLs are relative to its folder, so its URL must end in a slash.
      if (rest === undefined) return void response.writeHead(308, { Location: `/${secret}/` }).end();
      response.setHeader('Cache-Control', 'no-store');
      return answerFrom(secretRoutes, rest, request, response);
    }
    if (options.isPublic !== true) throw new Refusal(404);
    response.setHeader('Cache-Control', 'no-cache');
    return answerFrom(publicRoutes, request.url ?? '/', request, response);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const message = `Port ${String(options.port)} of ${host} cannot be used (${cause.code ?? cause.message}).`;
      reject(new CamLensError('bad-option', message, { cause }));
    });
    server.listen(options.port ?? 0, host, resolve);
  });
  const origin = `http://${host}:${String((server.address() as AddressInfo).port)}`;
  const below = `/${secret}`;

  return {
    address: options.isPublic === true ? origin : `${origin}${below}`,
    addModel(file, name = basename(file), within) {
      addedModels.set(name, within === undefined ? { file } : { file, within });
      return `${below}/models/${encodeURIComponent(name)}`;
    },
    addInput: (file) => `${below}/input/${String(inputs.push(file) - 1)}`,
    addFolder: (folder, list = folderListing) => `${below}/folder/${String(folders.push({ folder, list }) - 1)}/`,
    addOutput: (folder, stem, most = mostResults) =>
      `${below}/output/${String(outputs.push({ folder, stem, most, names: new Set() }) - 1)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Answer = (rest: string, request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

interface Route {
  readonly method: string;
  readonly prefix: string;
  readonly answer: Answer;
}

async function answerFrom(
  routes: readonly Route[],
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = decodePath(target);
  if (path === undefined) throw new Refusal(400);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const route = routes.find((candidate) => candidate.method === method && path.startsWith(candidate.prefix));
  if (route === undefined) throw new Refusal(405);
  await route.answer(path.slice(route.prefix.length), request, response);
}

function offeredBelow(within: string, file: string | undefined): Offered | undefined {
  return file === undefined ? undefined : { file, within };
}

/** 507 if the output cannot be written; the page reports the message unchanged. */
function statusOf(error: unknown): number {
  if (error instanceof Refusal) return error.status;
  if (error instanceof CamLensError && error.code === 'output-unwritable') return 507;
  return unwritable.has((error as NodeJS.ErrnoException).code ?? '') ? 507 : 500;
}

/** The path of a request target with percent escapes decoded; undefined if they are malformed. */
function decodePath(target: string): string | undefined {
  try {
    return decodeURIComponent(target.split(/[?#]/, 1)[0] ?? '');
  } catch {
    return undefined;
  }
}

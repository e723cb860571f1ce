/**
 * The small static server behind `cam-lens serve` and behind every headless run: the built page, the models, the
 * pictures to explain and, the other way, the results to store. It listens on this machine only; as others may be on this
 * machine too, whatever is the user's is at addresses that nobody can guess, and so is all that a headless run needs.
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
  /** The folder with the built page. */
  readonly page?: string;
  /** The folder with the models and their descriptions. */
  readonly models?: string;
  /** 0 takes any free port. */
  readonly port?: number;
  /** Gives the page and its models to whoever asks on this machine, as people want it who type an address; nothing else. */
  readonly isPublic?: boolean;
}

export interface RunningServer {
  /** `http://127.0.0.1:<port>/<secret>`, of a public one without the secret; no slash at the end. */
  readonly address: string;
  /** Offers a file of any place under …/models/<name>, its own name unless another is given; returns that path.
   * @param within a folder that it must really lie in */
  addModel(file: string, name?: string, within?: string): string;
  /** Offers a picture under …/input/<n>; returns that path. */
  addInput(file: string): string;
  /** Offers a folder under …/folder/<n>/, where its listing is, and every file really below it; returns that path. */
  addFolder(folder: string, list?: typeof folderListing): string;
  /** Accepts results, so many at most, under …/output/<n>/<name> and stores each as `<folder>/<stem>.<name>`; returns the
   * prefix. */
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

/** What may be stored: `<method>.<layer>.<kind>.png` or `<method>.strip.png`, one plain file name. */
const resultName = /^[\w+-]+(\.[\w+-]+)*\.(heatmap|blend|boxes|strip)\.png$/;

/** Why nothing can be stored in a place, whose fault it is not. */
const unwritable = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG']);

/** @throws CamLensError `bad-option` where the port is taken */
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
  /** Longest prefix first; the rest of the path is decoded and has no leading slash. */
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
    // Another site that points its own name at this machine must not read pictures from here.
    if (request.headers.host !== new URL(origin).host) throw new Refusal(403);
    if (request.headers.origin !== undefined && request.headers.origin !== origin) throw new Refusal(403);
    const [, guess = '', rest] = /^\/([^/?#]*)(\/[^?#]*)?/.exec(request.url ?? '') ?? [];
    if (isSecret(guess, secret)) {
      // The page's own addresses are relative: to a folder, which has a slash at its end.
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
      const message = `Port ${String(options.port)} of ${host} is not to be had (${cause.code ?? cause.message}).`;
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

/** 507 where there is no place to write to, which the page hands on as it is. */
function statusOf(error: unknown): number {
  if (error instanceof Refusal) return error.status;
  if (error instanceof CamLensError && error.code === 'output-unwritable') return 507;
  return unwritable.has((error as NodeJS.ErrnoException).code ?? '') ? 507 : 500;
}

/** The path of a request target, percent escapes undone; undefined where they are malformed. */
function decodePath(target: string): string | undefined {
  try {
    return decodeURIComponent(target.split(/[?#]/, 1)[0] ?? '');
  } catch {
    return undefined;
  }
}

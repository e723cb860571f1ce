import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPublicServer, startServer, usualPort, type RunningServer } from '../../cli/server.ts';
import { storeBody } from '../../cli/transfer.ts';
import { eventually } from '../support/eventually.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-server-'));
const file = (path: string, content: string): string => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
  return join(folder, path);
};
let server: RunningServer;
let publicServer: RunningServer;
/** Where all of the server is: its secret, between slashes but for the last. */
let below: string;

beforeAll(async () => {
  file('page/index.html', '<title>page</title>');
  file('page/assets/app.js', 'app()');
  file('page/assets/run.wasm', 'wasm');
  file('models/net.json', '{"net":1}');
  file('models/net.onnx', 'onnx');
  file('models/build.ts', 'secret');
  file('secret.txt', 'secret');
  file('page/.env', 'secret');
  const places = { page: join(folder, 'page'), models: join(folder, 'models') };
  server = await startServer(places);
  publicServer = await startServer({ ...places, isPublic: true });
  below = new URL(server.address).pathname;
});

afterAll(async () => {
  await server.close();
  await publicServer.close();
  rmSync(folder, { recursive: true });
});

interface Reply {
  readonly status: number | undefined;
  readonly body: string;
  readonly headers: NodeJS.Dict<string | string[]>;
}

/** Unlike fetch, sends the path as it is, dots and all. */
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string; of?: RunningServer } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, of = server } = options;
    const { port } = new URL(of.address);
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode, body, headers: response.headers }));
    });
    sent.on('error', reject);
    sent.end(options.body);
  });
}

describe('the server', () => {
  it.each([
    ['/', 'text/html; charset=utf-8', '<title>page</title>'],
    ['/index.html?backend=cpu', 'text/html; charset=utf-8', '<title>page</title>'],
    ['/assets/app.js', 'text/javascript; charset=utf-8', 'app()'],
    ['/assets/run.wasm', 'application/wasm', 'wasm'],
    ['/models/net.json', 'application/json; charset=utf-8', '{"net":1}'],
    ['/models/net.onnx', 'application/octet-stream', 'onnx'],
  ])('answers %s as %s', async (path, type, body) => {
    const reply = await ask(below + path);
    expect({ ...reply, headers: undefined }).toEqual({ status: 200, body, headers: undefined });
    expect(reply.headers).toMatchObject({ 'content-type': type, 'content-length': String(body.length) });
  });

  it('isolates the page, so that WebAssembly gets threads, and says what it may load', async () => {
    for (const path of [`${below}/`, `${below}/assets/app.js`, `${below}/nothing`, '/']) {
      const { headers } = await ask(path);
      expect(headers).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
      expect(String(headers['content-security-policy']).split('; ')).toEqual(
        expect.arrayContaining([
          "default-src 'self'",
          "script-src 'self' 'wasm-unsafe-eval'",
          "object-src 'none'",
          "base-uri 'none'",
          "frame-ancestors 'none'",
        ]),
      );
    }
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '//etc/passwd',
    '/%2fetc/passwd',
    '/models/../secret.txt',
    '/models/..%2fsecret.txt',
    '/models/build.ts',
    '/assets',
    '/assets/app.js%00',
    '/input/0/../../secret.txt',
    '/input/99',
    '/input/length',
    '/nothing',
    '/.env',
    '/%2eenv',
    '/assets/.hidden/../../.env',
  ])('has nothing at %s', async (path) => {
    expect(await ask(below + path)).toMatchObject({ status: 404, body: 'Not Found' });
  });

  it('refuses what it cannot read, other methods, other names for itself and other sites', async () => {
    expect((await ask(`${below}/%E0%A4%A`)).status).toBe(400);
    expect((await ask(`${below}/`, { method: 'DELETE' })).status).toBe(405);
    expect((await ask(`${below}/`, { headers: { host: 'elsewhere.example' } })).status).toBe(403);
    expect((await ask(`${below}/`, { headers: { origin: 'http://elsewhere.example' } })).status).toBe(403);
  });

  it('answers HEAD without a body', async () => {
    const reply = await ask(`${below}/assets/app.js`, { method: 'HEAD' });
    expect(reply).toMatchObject({ status: 200, body: '' });
    expect(reply.headers['content-length']).toBe('5');
  });

  it('offers pictures and models from anywhere, once they are added', async () => {
    const picture = server.addInput(file('elsewhere/a picture.jpg', 'jpeg'));
    expect(await ask(picture)).toMatchObject({ status: 200, body: 'jpeg', headers: { 'content-type': 'image/jpeg' } });
    const model = server.addModel(file('elsewhere/my net.onnx', 'own'));
    expect(model).toBe(`${below}/models/my%20net.onnx`);
    expect(await ask(model)).toMatchObject({ status: 200, body: 'own' });
    const renamed = server.addModel(file('elsewhere/other.onnx', 'other'), 'net.onnx');
    expect(await ask(renamed)).toMatchObject({ status: 200, body: 'other' });
  });

  it('stores results under the picture’s name, and nothing elsewhere', async () => {
    const results = join(folder, 'results', 'deep');
    const prefix = server.addOutput(results, 'dog');
    const body = 'png'.repeat(100_000);
    expect(await ask(`${prefix}/grad-cam++.layer4.heatmap.png`, { method: 'POST', body })).toMatchObject({
      status: 204,
    });
    for (const name of [
      'x.sh',
      '../x.heatmap.png',
      '..%2fx.heatmap.png',
      '%2e%2e.heatmap.png',
      'a/b.heatmap.png',
      '',
    ]) {
      expect((await ask(`${prefix}/${name}`, { method: 'POST', body })).status, name).toBe(404);
    }
    expect((await ask(`${below}/output/77/cam.layer4.blend.png`, { method: 'POST', body })).status).toBe(404);
    expect((await ask(`${prefix}/grad-cam.strip.png`, { method: 'POST', body })).status).toBe(204);
    expect(readdirSync(results)).toEqual(['dog.grad-cam++.layer4.heatmap.png', 'dog.grad-cam.strip.png']);
    expect(readFileSync(join(results, 'dog.grad-cam++.layer4.heatmap.png'), 'utf8')).toBe(body);
    expect(existsSync(join(folder, 'results', 'x.heatmap.png'))).toBe(false);
  });

  it('leaves no half-stored result when the sender goes away', async () => {
    const results = join(folder, 'cut-off');
    const prefix = server.addOutput(results, 'dog');
    const { port } = new URL(server.address);
    const sent = request({
      port,
      host: '127.0.0.1',
      path: `${prefix}/cam.layer4.blend.png`,
      method: 'POST',
      headers: { 'content-length': '1000' },
    });
    const ended = new Promise((resolve) => sent.on('error', resolve));
    sent.write('half');
    await eventually(() => expect(readdirSync(results)).toHaveLength(1));
    sent.destroy(new Error('gone'));
    await ended;
    await eventually(() => expect(readdirSync(results)).toEqual([]));
  });
});

describe('who does not know the secret', () => {
  it('gets nothing, to read or to write, whatever was offered', async () => {
    const picture = server.addInput(file('mine/dog.jpg', 'dog'));
    const listing = server.addFolder(join(folder, 'mine'));
    const model = server.addModel(file('mine/net.onnx', 'net'));
    const output = `${server.addOutput(join(folder, 'unasked'), 'dog')}/cam.layer4.blend.png`;
    const bare = (path: string): string => path.slice(below.length);
    const nearly = (path: string): string =>
      path.replace(below, below.slice(0, -1) + (below.endsWith('A') ? 'B' : 'A'));
    for (const path of [picture, listing, `${listing}dog.jpg`, model, `${below}/`, `${below}/headless.html`]) {
      for (const guess of [bare(path), nearly(path), `/x${path}`, `/${path}`]) {
        expect(await ask(guess), guess).toMatchObject({ status: 404, body: 'Not Found' });
      }
    }
    for (const guess of [bare(output), nearly(output)]) {
      expect((await ask(guess, { method: 'POST', body: 'x' })).status, guess).toBe(404);
    }
    expect(existsSync(join(folder, 'unasked'))).toBe(false);
    expect((await ask(picture)).body).toBe('dog');
  });

  it('gets the page and its models from a public server, and nothing of the user’s', async () => {
    const { address } = publicServer;
    expect(new URL(address).pathname).toBe('/');
    expect(await ask('/', { of: publicServer })).toMatchObject({ status: 200, body: '<title>page</title>' });
    expect(await ask('/models/net.onnx', { of: publicServer })).toMatchObject({ status: 200, body: 'onnx' });
    const picture = publicServer.addInput(file('mine/cat.jpg', 'cat'));
    const added = publicServer.addModel(file('mine/own.onnx', 'own'));
    publicServer.addOutput(join(folder, 'unasked'), 'dog');
    for (const path of ['/input/0', '/models/own.onnx', '/folder/0/']) {
      expect((await ask(path, { of: publicServer })).status, path).toBe(404);
    }
    const sent = await ask('/output/0/cam.layer4.blend.png', { of: publicServer, method: 'POST', body: 'x' });
    expect(sent.status).toBe(405);
    expect(await ask(picture, { of: publicServer })).toMatchObject({ status: 200, body: 'cat' });
    expect(await ask(added, { of: publicServer })).toMatchObject({ status: 200, body: 'own' });
  });

  it('has 256 bits to guess, others for each server', () => {
    const secrets = [below, new URL(server.addInput('x'), server.address).pathname.split('/')[1]];
    expect(below).toMatch(/^\/[\w-]{43}$/);
    expect(secrets[1]).toBe(below.slice(1));
    expect(publicServer.addInput('x')).not.toContain(below);
  });

  it('is shown the way to the page where the last slash is missing, for its addresses are relative', async () => {
    expect(await ask(below)).toMatchObject({ status: 308, headers: { location: `${below}/` } });
  });
});

describe('what the server takes', () => {
  it('is limited in each request, where its size is announced', async () => {
    const path = `${server.addOutput(join(folder, 'limits'), 'dog')}/cam.layer4.blend.png`;
    const headers = { 'content-length': String(2 ** 28 + 2 ** 20 + 1) };
    expect(await ask(path, { method: 'POST', headers, body: 'x' })).toMatchObject({ status: 413 });
    expect(readdirSync(join(folder, 'limits'))).toEqual([]);
  });

  it('is limited where its size is not announced: no byte too many, and nothing is left of it', async () => {
    const stored = join(folder, 'chunked', 'some.png');
    const sent = (body: string): IncomingMessage =>
      Object.assign(Readable.from([Buffer.from(body)]), { headers: {} }) as unknown as IncomingMessage;
    await expect(storeBody(sent('12345678901'), stored, 10)).rejects.toMatchObject({ status: 413 });
    expect(readdirSync(join(folder, 'chunked'))).toEqual([]);
    await storeBody(sent('1234567890'), stored, 10);
    expect(readFileSync(stored, 'utf8')).toBe('1234567890');
  });

  it('is limited in the number of results of a picture', async () => {
    const prefix = server.addOutput(join(folder, 'few'), 'dog', 2);
    const send = async (name: string): Promise<number | undefined> =>
      (await ask(`${prefix}/${name}.png`, { method: 'POST', body: 'x' })).status;
    expect([await send('cam.a.blend'), await send('cam.b.blend')]).toEqual([204, 204]);
    expect([await send('cam.c.blend'), await send('cam.a.blend')]).toEqual([413, 204]);
    expect(readdirSync(join(folder, 'few'))).toEqual(['dog.cam.a.blend.png', 'dog.cam.b.blend.png']);
  });

  it('is not waited for: who sends nothing, or half a head, is cut off', async () => {
    const { port } = new URL(server.address);
    const startMs = performance.now();
    const cut = (words: string): Promise<number> =>
      new Promise((resolve) => {
        const socket = connect(Number(port), '127.0.0.1', () => socket.write(words));
        socket.on('data', () => undefined).on('error', () => undefined);
        socket.on('close', () => resolve(performance.now() - startMs));
      });
    for (const afterMs of await Promise.all([cut(''), cut('GET / HTTP/1.1\r\nHost: x\r\nX: ')])) {
      expect(afterMs).toBeGreaterThan(5_000);
      expect(afterMs).toBeLessThan(60_000);
    }
  });

  it('is an error of its own where there is no place to write to', async () => {
    const prefix = server.addOutput(join(file('a-file', 'x'), 'below'), 'dog');
    const reply = await ask(`${prefix}/cam.layer4.blend.png`, { method: 'POST', body: 'x' });
    expect(reply).toMatchObject({ status: 507, body: expect.stringContaining('a-file') as string });
  });
});

describe.skipIf(process.platform === 'win32')('links and what else is no file', () => {
  it('are not followed out of the folders that are served, and are inside', async () => {
    file('set/in.jpg', 'in');
    file('set-beside/out.jpg', 'out');
    const set = join(folder, 'set');
    for (const [name, target] of [
      ['link-in.jpg', 'in.jpg'],
      ['link-out.jpg', join(folder, 'secret.txt')],
      ['link-up.jpg', '../secret.txt'],
      ['link-beside.jpg', '../set-beside/out.jpg'],
      ['folder-out', folder],
    ] as const) {
      symlinkSync(target, join(set, name));
    }
    symlinkSync(set, join(folder, 'set-by-link'));
    symlinkSync(join(folder, 'secret.txt'), join(folder, 'page/link.txt'));
    symlinkSync(join(folder, 'secret.txt'), join(folder, 'models/link.json'));
    for (const prefix of [server.addFolder(set), server.addFolder(join(folder, 'set-by-link'))]) {
      expect(await ask(`${prefix}in.jpg`)).toMatchObject({ status: 200, body: 'in' });
      expect(await ask(`${prefix}link-in.jpg`)).toMatchObject({ status: 200, body: 'in' });
      for (const name of ['link-out.jpg', 'link-up.jpg', 'link-beside.jpg', 'folder-out/secret.txt']) {
        expect(await ask(prefix + name), name).toMatchObject({ status: 404, body: 'Not Found' });
      }
    }
    for (const path of ['/link.txt', '/models/link.json']) {
      expect((await ask(below + path)).status, path).toBe(404);
      expect((await ask(path, { of: publicServer })).status, path).toBe(404);
    }
  });

  it('are followed where they are named themselves', async () => {
    symlinkSync(join(folder, 'set/in.jpg'), join(folder, 'named.jpg'));
    expect(await ask(server.addInput(join(folder, 'named.jpg')))).toMatchObject({ status: 200, body: 'in' });
  });

  it('are looked at when the file is opened, not when it is offered', async () => {
    const offered = file('exchanged/w.bin', 'weights');
    const path = server.addModel(offered, 'beside/w.bin', join(folder, 'exchanged'));
    expect((await ask(path)).body).toBe('weights');
    rmSync(offered);
    symlinkSync(join(folder, 'secret.txt'), offered);
    expect((await ask(path)).status).toBe(404);
  });

  it('do not hold the server up: a pipe without a writer is no file', async () => {
    execFileSync('mkfifo', [join(folder, 'set/pipe.jpg')]);
    expect((await ask(`${server.addFolder(join(folder, 'set'))}pipe.jpg`)).status).toBe(404);
  });

  it('a file that is cut short while it is sent ends the answer', async () => {
    const large = file('shrinking.jpg', 'x'.repeat(2 ** 26));
    const { port } = new URL(server.address);
    const path = server.addInput(large);
    const received = await new Promise<number>((resolve, reject) => {
      let sizeBytes = 0;
      const headers = { host: `127.0.0.1:${port}` };
      request({ host: '127.0.0.1', port, path, headers }, (response) => {
        truncateSync(large, 2 ** 20);
        response.on('data', (chunk: Buffer) => (sizeBytes += chunk.length));
        response.on('error', () => resolve(sizeBytes)).on('end', () => resolve(sizeBytes));
      })
        .on('error', reject)
        .end();
    });
    expect(received).toBeLessThan(2 ** 26);
  });
});

describe('a server for everybody on this machine', () => {
  it('has the usual port, or another if that is taken; a port that was named is an error then', async () => {
    const first = await startPublicServer();
    const second = await startPublicServer();
    try {
      expect(second.address).not.toBe(first.address);
      expect(second.address).not.toContain(`:${usualPort}`);
      const { port } = new URL(second.address);
      await expect(startPublicServer(Number(port))).rejects.toMatchObject({
        code: 'bad-option',
        message: `Port ${port} of 127.0.0.1 cannot be used (EADDRINUSE).`,
      });
      await second.close();
      const third = await startPublicServer(Number(port));
      expect(third.address).toBe(second.address);
      await third.close();
    } finally {
      await first.close();
    }
  });
});

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../cli/server.ts';
import { Upload } from '../../cli/upload.ts';
import { eventually } from '../support/eventually.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-server-'));
const file = (path: string, content: string): string => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
  return join(folder, path);
};
let server: RunningServer;

beforeAll(async () => {
  file('page/index.html', '<title>page</title>');
  file('page/assets/app.js', 'app()');
  file('page/assets/run.wasm', 'wasm');
  file('models/net.json', '{"net":1}');
  file('models/net.onnx', 'onnx');
  file('models/build.ts', 'secret');
  file('secret.txt', 'secret');
  server = await startServer({ page: join(folder, 'page'), models: join(folder, 'models') });
});

afterAll(async () => {
  await server.close();
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
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.address);
    const { method = 'GET', headers = {} } = options;
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
    const reply = await ask(path);
    expect({ ...reply, headers: undefined }).toEqual({ status: 200, body, headers: undefined });
    expect(reply.headers).toMatchObject({ 'content-type': type, 'content-length': String(body.length) });
  });

  it('isolates the page, so that WebAssembly gets threads', async () => {
    for (const path of ['/', '/assets/app.js', '/nothing']) {
      expect((await ask(path)).headers).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      });
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
  ])('has nothing at %s', async (path) => {
    expect(await ask(path)).toMatchObject({ status: 404, body: 'Not Found' });
  });

  it('refuses what it cannot read, other methods, other names for itself and other sites', async () => {
    expect((await ask('/%E0%A4%A')).status).toBe(400);
    expect((await ask('/', { method: 'DELETE' })).status).toBe(405);
    expect((await ask('/', { headers: { host: 'elsewhere.example' } })).status).toBe(403);
    expect((await ask('/', { headers: { origin: 'http://elsewhere.example' } })).status).toBe(403);
  });

  it('answers HEAD without a body', async () => {
    const reply = await ask('/assets/app.js', { method: 'HEAD' });
    expect(reply).toMatchObject({ status: 200, body: '' });
    expect(reply.headers['content-length']).toBe('5');
  });

  it('offers pictures and models from anywhere, once they are added', async () => {
    const picture = server.addInput(file('elsewhere/a picture.jpg', 'jpeg'));
    expect(await ask(picture)).toMatchObject({ status: 200, body: 'jpeg', headers: { 'content-type': 'image/jpeg' } });
    const model = server.addModel(file('elsewhere/my net.onnx', 'own'));
    expect(model).toBe('/models/my%20net.onnx');
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
    expect((await ask('/output/77/cam.layer4.blend.png', { method: 'POST', body })).status).toBe(404);
    expect((await ask(`${prefix}/grad-cam.strip.png`, { method: 'POST', body })).status).toBe(204);
    expect(readdirSync(results)).toEqual(['dog.grad-cam++.layer4.heatmap.png', 'dog.grad-cam.strip.png']);
    expect(readFileSync(join(results, 'dog.grad-cam++.layer4.heatmap.png'), 'utf8')).toBe(body);
    expect(existsSync(join(folder, 'results', 'x.heatmap.png'))).toBe(false);
  });

  it('puts the pieces of an upload together, and shows the file when it is whole', async () => {
    const whole = join(folder, 'uploads', 'whole.onnx');
    const upload = new Upload(whole);
    const path = server.addUpload(upload);
    for (const body of ['one ', 'two ', 'three']) expect((await ask(path, { method: 'POST', body })).status).toBe(204);
    expect(existsSync(whole)).toBe(false);
    await upload.finish();
    await upload.abandon();
    expect(readFileSync(whole, 'utf8')).toBe('one two three');

    const given = new Upload(join(folder, 'uploads', 'given-up.onnx'));
    expect((await ask(server.addUpload(given), { method: 'POST', body: 'one' })).status).toBe(204);
    await given.abandon();
    expect(readdirSync(join(folder, 'uploads'))).toEqual(['whole.onnx']);
    expect((await ask('/upload/77', { method: 'POST', body: 'x' })).status).toBe(404);
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

import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { CamLensApp } from '../../../src/ui/explain/cam-lens-app.ts';
import { eventually } from '../../support/eventually.ts';
import { FakeLens, fakeBox, type FakeLensOptions } from '../support/fake-lens.ts';
import { heard, hold, inside, insideA, mount, pictureFile, settled, shows, textOf } from '../support/mount.ts';

const samples = '/samples/samples.json';
/** The German shepherd, the first sample. */
const picture = { width: 1024, height: 768 };

async function openApp(options: FakeLensOptions = {}) {
  const lens = new FakeLens(options);
  const app = await mount('cam-lens-app', { samples, createLens: async () => lens });
  await explained(app, lens);
  return { app, lens };
}

/** Waits until the first sample is explained and painted, and nothing more is asked of the Lens. */
async function explained(app: CamLensApp, lens: FakeLens): Promise<void> {
  await shows(app, () => {
    expect(summary(app)).toMatch(/^The network predicts/);
    expect(new Set(lens.calls.paint.map(({ show }) => show))).toEqual(new Set(['heatmap', 'blend']));
  });
  await lens.idle();
  await settled(app);
}

const summary = (app: CamLensApp) => textOf(inside(app, 'cam-lens-progress', '.message'));
const rows = (app: CamLensApp) => {
  const table = inside(app, 'cam-lens-results').shadowRoot?.querySelectorAll('tbody tr') ?? [];
  return [...table].map((row) => [...row.children].map(textOf).join(' | '));
};
const strip = (app: CamLensApp) => [
  ...(inside(app, 'cam-lens-sample-strip').shadowRoot?.querySelectorAll('button') ?? []),
];
const giveFiles = (app: CamLensApp, files: readonly File[]) => {
  inside(app, 'cam-lens-dropzone').dispatchEvent(
    new CustomEvent('cam-lens-files', { detail: { files }, bubbles: true, composed: true }),
  );
};
const shownName = (app: CamLensApp) => textOf(inside(app, 'cam-lens-view[show=original]').firstElementChild ?? app);
const notices = (app: CamLensApp) => inside(app, 'cam-lens-notices').shadowRoot?.querySelectorAll('li') ?? [];

describe('on first sight', () => {
  it('explains the first of four samples: classes, boxes, IoU', async () => {
    const { app, lens } = await openApp();
    expect(strip(app).map((button) => button.querySelector('img')?.alt)).toEqual([
      ...['German shepherd', 'giant panda', 'macaw', 'Komodo dragon'],
    ]);
    expect(strip(app).map((button) => button.getAttribute('aria-pressed'))).toEqual([
      'true',
      'false',
      'false',
      'false',
    ]);
    expect(lens.calls.open).toEqual(['german-shepherd.webp']);
    expect(fakeBox('cam', 0.15, picture)).toEqual([164, 123, 860, 645]);
    // 696 × 522 and 594 × 446 pixels, all inside the true box of 870 × 700.
    expect(rows(app)).toEqual([
      'True box | 38, 27 → 908, 727 | 77.4 % | –',
      `CAM | 164, 123 → 860, 645 | 46.2 % | ${((696 * 522) / (870 * 700)).toFixed(3)}`,
      `Grad-CAM | 215, 161 → 809, 607 | 33.7 % | ${((594 * 446) / (870 * 700)).toFixed(3)}`,
    ]);
    expect(summary(app)).toBe(
      'The network predicts German shepherd (94.1 %). The Grad-CAM box overlaps the true box with IoU 0.435.',
    );
  });

  it('shows progress while the network loads, the original already there', async () => {
    const app = await mount('cam-lens-app', {
      samples,
      createLens: ({ onProgress }) => {
        onProgress?.({ step: 'download', fraction: 0.4, message: 'Downloading ResNet-50, 41 of 102 MB' });
        return new Promise(() => undefined);
      },
    });
    const original = insideA(HTMLCanvasElement, app, 'cam-lens-view[show=original]', 'canvas');
    await shows(app, () => {
      expect(original.width).toBe(1024);
      expect(summary(app)).toBe('Downloading ResNet-50, 41 of 102 MB');
      expect(textOf(inside(app, 'cam-lens-view[show=heatmap]', '.note'))).toBe('Waiting for the network');
    });
  });

  it('keeps pictures, controls and numbers in their place from loading to the explanation', async () => {
    const { promise, end } = hold();
    const app = await mount('cam-lens-app', {
      samples,
      createLens: async () => {
        await promise;
        return new FakeLens();
      },
    });
    const tops = () =>
      [...app.renderRoot.querySelectorAll('cam-lens-view, cam-lens-controls, cam-lens-classes, cam-lens-results')].map(
        (element) => element.getBoundingClientRect().top + window.scrollY,
      );
    await shows(app, () => expect(strip(app)).toHaveLength(4));
    const before = tops();
    end();
    await shows(app, () => expect(summary(app)).toMatch(/^The network predicts/));
    expect(tops()).toEqual(before);
  });

  it('tells why the network could not be loaded and tries again', async () => {
    let tries = 0;
    const app = await mount('cam-lens-app', {
      samples,
      createLens: async () => {
        tries += 1;
        if (tries === 1) throw new Error('The model is not built yet.');
        return new FakeLens();
      },
    });
    await shows(app, () => expect(textOf(inside(app, 'cam-lens-progress', 'p'))).toBe('The model is not built yet.'));
    inside(app, 'cam-lens-progress', 'button').click();
    await shows(app, () => expect(summary(app)).toMatch(/^The network predicts German shepherd/));
  });
});

describe('at work', () => {
  it('explains the class that is clicked', async () => {
    const { app, lens } = await openApp();
    inside(app, 'cam-lens-classes', '[data-class="225"]').click();
    await shows(app, () => expect(summary(app)).toContain('Explained here: malinois.'));
    expect(lens.calls.explain.at(-1)?.choice.class).toBe(225);
    expect(inside(app, 'cam-lens-classes', '[data-class="225"]').getAttribute('aria-pressed')).toBe('true');
  });

  it('moves the boxes with the threshold slider, the network at rest', async () => {
    const { app, lens } = await openApp();
    const slider = insideA(HTMLInputElement, app, 'cam-lens-controls', 'input[name=threshold]');
    slider.valueAsNumber = 0.5;
    slider.dispatchEvent(new Event('input'));
    const [x0, y0, x1, y1] = fakeBox('cam', 0.5, picture);
    await shows(app, () => expect(rows(app)[1]).toContain(`${x0}, ${y0} → ${x1}, ${y1}`));
    expect(lens.calls.explain).toHaveLength(1);
    const line = insideA(SVGElement, app, 'cam-lens-view[show=blend]', '[data-box=cam] .line');
    expect(['x', 'width'].map((name) => line.getAttribute(name))).toEqual([String(x0), String(x1 - x0)]);
  });

  it('hides and shows a box', async () => {
    const { app } = await openApp();
    const drawn = () => {
      const groups = inside(app, 'cam-lens-view[show=blend]').shadowRoot?.querySelectorAll('[data-box]') ?? [];
      return [...groups].map((group) => group.getAttribute('data-box'));
    };
    await shows(app, () => expect(drawn()).toEqual(['truth:0', 'cam', 'grad-cam']));
    inside(app, 'cam-lens-results', '[data-box=cam] input').click();
    await shows(app, () => expect(drawn()).toEqual(['truth:0', 'grad-cam']));
  });

  it('says why there is no heatmap and no box', async () => {
    const { app } = await openApp({ empty: true });
    await shows(app, () =>
      expect(textOf(inside(app, 'cam-lens-view[show=heatmap]', '.note'))).toMatch(
        /^Nothing stands out: the map for “German shepherd” is 0 everywhere/,
      ),
    );
    expect(rows(app).slice(1)).toEqual(['CAM | no box | – | 0.000', 'Grad-CAM | no box | – | 0.000']);
    expect(summary(app)).toContain('Grad-CAM finds no box.');
  });

  it('shows a picture that was fetched, once in the strip however often it is fetched, and names it in the link', async () => {
    const { app, lens } = await openApp();
    const links = heard<{ link: string }>(app, 'cam-lens-link');
    const address = new URL('/samples/giant-panda.webp', location.href).href;
    const fetchPicture = (): boolean => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', address);
      return document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    };
    fetchPicture();
    await shows(app, () => {
      expect(lens.calls.open).toEqual(['german-shepherd.webp', 'giant-panda.webp']);
      expect(strip(app).map((button) => button.getAttribute('aria-pressed'))).toEqual([
        ...['false', 'false', 'false', 'false', 'true'],
      ]);
      expect(new URLSearchParams(links.at(-1)!.link.slice(1)).get('url')).toBe(address);
    });
    strip(app)[0]!.click();
    await shows(app, () => expect(strip(app)[0]!.getAttribute('aria-pressed')).toBe('true'));
    fetchPicture();
    await shows(app, () => expect(strip(app).map((button) => button.getAttribute('aria-pressed'))[4]).toBe('true'));
    expect(strip(app)).toHaveLength(5);
    // Another picture at the same address is shown too.
    const other = await pictureFile('b.png');
    const real = globalThis.fetch;
    onTestFinished(() => void vi.unstubAllGlobals());
    vi.stubGlobal('fetch', (asked: string, init: RequestInit) =>
      asked === address ? Promise.resolve(new Response(other)) : real(asked, init),
    );
    fetchPicture();
    await shows(app, () => expect(strip(app).map((button) => button.getAttribute('aria-pressed'))[5]).toBe('true'));
  });

  it('opens another sample by the keyboard', async () => {
    const { app, lens } = await openApp();
    const panda = strip(app)[1];
    panda?.focus();
    expect(inside(app, 'cam-lens-sample-strip').shadowRoot?.activeElement).toBe(panda);
    panda?.click();
    await shows(app, () => {
      expect(lens.calls.open).toEqual(['german-shepherd.webp', 'giant-panda.webp']);
      expect(rows(app)[0]).toContain('207, 53 → 849, 593');
      expect(strip(app)[1]?.getAttribute('aria-pressed')).toBe('true');
    });
  });
});

describe('pictures of one’s own', () => {
  it('explains the good one of two and names the bad one', async () => {
    const { app, lens } = await openApp();
    giveFiles(app, [new File(['text'], 'letter.jpg'), await pictureFile('mine.png')]);
    await shows(app, () => {
      expect(lens.calls.open).toContain('mine.png');
      expect([...notices(app)].map(textOf)).toEqual([
        expect.stringContaining('letter.jpg is not a picture that can be read.'),
      ]);
      expect(
        strip(app)
          .map((button) => button.title)
          .slice(4),
      ).toEqual(['mine.png']);
      expect(rows(app)).toHaveLength(2);
      expect(textOf(inside(app, 'cam-lens-results', '.foot'))).toMatch(/^No true box is known/);
    });
    inside(app, 'cam-lens-notices', 'button').click();
    await shows(app, () => expect(notices(app)).toHaveLength(0));
  });

  it('takes the files after one of any shape, and names what no canvas has room for', async () => {
    const { app, lens } = await openApp();
    const files = await Promise.all(
      ['wide-2000x1.png', 'dims-1x65536.png', 'photo.jpg', 'turned-by-exif.webp'].map(async (name) => {
        const response = await fetch(`/test/fixtures/pictures/${name}`);
        return new File([await response.blob()], name);
      }),
    );
    giveFiles(app, files);
    await shows(app, () => {
      expect(strip(app).length).toBe(4 + 3);
      expect(shownName(app)).toBe('wide-2000x1.png');
      expect(summary(app)).toMatch(/^The network predicts/);
      expect([...notices(app)].map(textOf)).toEqual([
        expect.stringContaining('dims-1x65536.png declares 1 × 65536 pixels'),
      ]);
    });
    expect(lens.calls.open).toContain('wide-2000x1.png');
    // A quarter turn of what lies in the file.
    strip(app).at(-1)?.click();
    await shows(app, () => expect(shownName(app)).toBe('turned-by-exif.webp'));
  });

  it('takes a hostile file name for the text it is', async () => {
    const { app } = await openApp();
    const name = '<img src=x onerror="window.harmed = true">.png';
    giveFiles(app, [await pictureFile(name), new File(['text'], `${name}.txt`)]);
    await shows(app, () => {
      expect(shownName(app)).toBe(name);
      expect([...notices(app)].map(textOf)).toEqual([expect.stringContaining(`${name}.txt`)]);
    });
    expect(notices(app)[0]?.querySelector('img')).toBeNull();
    expect('harmed' in window).toBe(false);
  });
});

it('keeps the visitor’s picture when the device is lost, and explains it at the next try', async () => {
  const lenses: FakeLens[] = [];
  const createLens = async () => lenses[lenses.push(new FakeLens()) - 1] as FakeLens;
  const app = await mount('cam-lens-app', { samples, createLens });
  await eventually(() => expect(lenses).toHaveLength(1));
  await explained(app, lenses[0]!);
  lenses[0]!.deviceLost = true;
  giveFiles(app, [await pictureFile('mine.png')]);
  await shows(app, () => {
    expect(summary(app)).toMatch(/^The graphics device was lost/);
    expect(strip(app)[4]?.title).toBe('mine.png');
    expect(shownName(app)).toBe('mine.png');
  });
  expect(notices(app)).toHaveLength(0);
  inside(app, 'cam-lens-progress', 'button').click();
  await shows(app, () => {
    expect(lenses[1]?.calls.open).toEqual(['mine.png']);
    expect(summary(app)).toMatch(/^The network predicts/);
    expect(strip(app)[4]?.getAttribute('aria-pressed')).toBe('true');
  });
});

it('ends the Lens when it leaves the page and starts anew when it comes back', async () => {
  const lenses: FakeLens[] = [];
  const createLens = async () => {
    const lens = new FakeLens();
    lenses.push(lens);
    return lens;
  };
  const app = await mount('cam-lens-app', { samples, createLens });
  await shows(app, () => expect(summary(app)).toMatch(/^The network predicts/));
  app.remove();
  expect(lenses[0]?.destroyed).toBe(true);
  document.body.append(app);
  await eventually(() => expect(lenses[1]?.calls.explain).toHaveLength(1));
  expect(lenses).toHaveLength(2);
});

it('explains in its new place when it is moved while the network runs', async () => {
  const { promise } = hold();
  const lenses: FakeLens[] = [];
  const createLens = async () => {
    const lens = new FakeLens(lenses.length === 0 ? { wait: () => promise } : {});
    lenses.push(lens);
    return lens;
  };
  const app = await mount('cam-lens-app', { samples, createLens });
  await eventually(() => expect(lenses[0]?.calls.open).toHaveLength(1));
  const place = document.createElement('div');
  document.body.append(place);
  place.append(app);
  await shows(app, () => expect(summary(app)).toMatch(/^The network predicts/));
  expect(lenses.map(({ destroyed }) => destroyed)).toEqual([true, false]);
  expect(lenses[1]?.calls.open).toHaveLength(1);
  place.remove();
});

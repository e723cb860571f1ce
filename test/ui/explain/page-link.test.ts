import { describe, expect, it } from 'vitest';
import { isStep, pageLink, readPageLink, wholeSettings } from '../../../src/ui/explain/page-link.ts';
import type { Settings } from '../../../src/ui/shared/settings.ts';

const usual: Settings = wholeSettings({ settings: { method: 'grad-cam', layer: 'layer4' } });
const changed: Settings = {
  ...{ methods: ['cam', 'layer-cam'], method: 'layer-cam', layer: 'a/b c&d=#?%', compare: 'layers' },
  class: [
    { index: 235, weight: 1 },
    { index: 225, weight: -0.5 },
    { index: 1, weight: 1e21 },
    { index: 2, weight: -1e-7 },
  ],
  ...{ convention: 'torch-cam', refine: 'affinity', threshold: 0.2, opacity: 0, colourMap: 'jet' },
};

describe('a link to the page', () => {
  it('is empty where all is as the page begins', () => expect(pageLink({ settings: usual }, usual)).toBe(''));

  it('says what differs, so that it can be read', () => {
    const settings: Settings = { ...usual, layer: 'layer3', class: 225, threshold: 0.3 };
    expect(pageLink({ picture: 'sample:giant-panda.webp', settings }, usual)).toBe(
      '#sample=giant-panda.webp&layer=layer3&class=225&threshold=0.3',
    );
  });

  it('says everything that it is made of, whatever the names', () => {
    const picture = 'url:https://a.example/b c.png?d=e&f#g';
    const link = pageLink({ picture, model: './my models/net.json', settings: changed }, usual);
    expect(readPageLink(link)).toEqual({ picture, model: './my models/net.json', settings: changed, problems: [] });
    expect(new URL(link, 'https://a.example/').hash).toBe(link);
  });

  it.each(['layers', 'methods', 'nothing'] as const)('says what is side by side: %s', (compare) => {
    const settings: Settings = { ...usual, compare };
    expect(readPageLink(pageLink({ settings }))).toMatchObject({ settings: { compare }, problems: [] });
    expect(pageLink({ settings }, usual)).toBe(compare === 'nothing' ? '' : `#view=${compare}`);
  });

  it('says every setting where there are no defaults', () => {
    expect(readPageLink(pageLink({ settings: usual })).settings).toEqual(usual);
  });

  it('leaves the rest to the defaults, of which the threshold goes with the refinement', () => {
    expect(wholeSettings(readPageLink('#layer=layer2'))).toMatchObject({
      layer: 'layer2',
      threshold: 0.15,
      opacity: 0.5,
    });
    expect(wholeSettings(readPageLink('#refine=affinity')).threshold).toBe(0.65);
    expect(wholeSettings(readPageLink('#refine=affinity&threshold=0')).threshold).toBe(0);
  });

  it.each([
    ['threshold=', 'The address says threshold=; a number from 0 to 1 was expected.'],
    ['threshold=1.5', 'The address says threshold=1.5; a number from 0 to 1 was expected.'],
    ['opacity=NaN', 'The address says opacity=NaN; a number from 0 to 1 was expected.'],
    ['colours=toString', 'The address says colours=toString; one of viridis, turbo, inferno, jet was expected.'],
    ['view=constructor', 'The address says view=constructor; “layers”, “methods” or “pictures” was expected.'],
    ['class=-1', /^The address says class=-1; “predicted”, an index, or index:weight pairs/],
    ['class=1:', /^The address says class=1:; /],
    ['class=1:1e999', /^The address says class=1:1e999; /],
    ['convention=papers', /one of paper, pytorch-grad-cam, torch-cam was expected\.$/],
    ['picture=%7B', /^The link does not say which picture to open/],
  ])('is told what is wrong with #%s, and the rest holds', (wrong, problem) => {
    const { settings, problems } = readPageLink(`#layer=layer2&${wrong}`);
    expect(settings).toEqual({ layer: 'layer2' });
    expect(problems).toEqual([typeof problem === 'string' ? problem : expect.stringMatching(problem)]);
  });

  it('is a step from another unless only threshold, opacity or colours differ', () => {
    expect(isStep('#layer=a&threshold=0.2', '#layer=a&opacity=1&colours=jet')).toBe(false);
    expect(isStep('#layer=a', '#layer=b')).toBe(true);
    expect(isStep('', '#sample=x')).toBe(true);
  });
});

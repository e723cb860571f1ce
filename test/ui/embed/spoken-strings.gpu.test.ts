/** The elements speak the language of the place where they stand. */
import { expect, it, onTestFinished } from 'vitest';
import '../../../src/ui/embed/cam-lens.define.ts';
import '../../../src/ui/embed/cam-lens-live.define.ts';
import { german } from '../../../src/ui/embed/strings.de.ts';
import { setStrings } from '../../../src/ui/embed/set-strings.ts';
import { english } from '../../../src/ui/embed/strings.ts';
import { inside, mount, settled, shows, textOf } from '../support/mount.ts';

const buttonOf = (element: Element): string => textOf(inside(element, '#turn'));

it('follow the language of the page, and of a part of it', async () => {
  setStrings('de', german);
  const live = await mount('cam-lens-live');
  expect(buttonOf(live)).toBe('Start the camera');
  const before = document.documentElement.lang;
  onTestFinished(() => void (document.documentElement.lang = before));
  document.documentElement.lang = 'de-CH';
  await shows(live, () => expect(buttonOf(live)).toBe('Kamera starten'));
  expect(inside(live, '[role=img]').getAttribute('aria-label')).toBe('Kamera');
  live.lang = 'en-GB';
  await shows(live, () => expect(buttonOf(live)).toBe('Start the camera'));
});

it('follow the language outside of a shadow root', async () => {
  setStrings('de', german);
  const host = document.body.appendChild(document.createElement('div'));
  onTestFinished(() => host.remove());
  host.lang = 'de';
  const live = document.createElement('cam-lens-live');
  host.attachShadow({ mode: 'open' }).append(live);
  await settled(live);
  expect(buttonOf(live)).toBe('Kamera starten');
});

it('follow strings that a page replaces', async () => {
  onTestFinished(() => setStrings('en', english));
  const live = await mount('cam-lens-live', { lang: 'en' });
  setStrings('en', { startCamera: 'Show me' });
  await shows(live, () => expect(buttonOf(live)).toBe('Show me'));
});

it('follow an element to another place', async () => {
  setStrings('de', german);
  const live = await mount('cam-lens-live', { lang: '' });
  live.removeAttribute('lang');
  const part = document.body.appendChild(document.createElement('div'));
  onTestFinished(() => part.remove());
  part.lang = 'de';
  part.append(live);
  await shows(live, () => expect(buttonOf(live)).toBe('Kamera starten'));
});

it('tell an error in the language, with its message marked as English', async () => {
  setStrings('de', german);
  const lens = await mount('cam-lens', { lang: 'de', src: 'data:image/png,nothing', loading: 'eager' });
  await shows(lens, () => expect(textOf(inside(lens, '[role=alert]'))).toContain(german.errors['picture-unreadable']));
  const said = inside(lens, '[role=alert] [lang=en]');
  expect(textOf(said).length).toBeGreaterThan(10);
  lens.lang = 'en';
  await shows(lens, () => expect(textOf(inside(lens, '[role=alert]'))).not.toContain('Das Bild'));
});

/** German. */
import { germanErrors, germanSteps } from './strings.de-errors.ts';
import { rawValue } from '../shared/words.ts';
import type { ElementStrings } from './strings.ts';

const number = (digits: number) => (share: number) =>
  share.toLocaleString('de', { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits });
const [whole, tenths] = [number(0), number(1)];

const comma = (number: string): string => number.replace('.', ',');

/** Pass it to `setStrings('de', german)`. */
export const german: ElementStrings = {
  explain: 'Erklären',
  tryAgain: 'Noch einmal versuchen',
  picture: 'Bild',
  camera: 'Kamera',
  video: 'Video',
  startCamera: 'Kamera starten',
  play: 'Abspielen und erklären',
  stop: 'Anhalten',
  explaining: 'Fortschritt',
  beingExplained: 'Das Bild wird erklärt.',
  line: 'Linie zwischen dem Bild und seiner Erklärung',
  fromLeft: (share) => `${share} % von links`,
  howToRead: 'Auf das Bild zeigen oder darin Pfeiltasten drücken, um Werte abzulesen.',
  reading: ({ pixel: [x, y], heatmap, map, isRefined }) =>
    `x ${x}, y ${y}: Heatmap ${comma(heatmap.toFixed(2))}, ${isRefined ? 'verfeinerte' : 'rohe'} Karte ${comma(rawValue(map))}`,
  method: 'Verfahren',
  layer: 'Schicht',
  class: 'Klasse',
  predictedClass: 'Die vorhergesagte Klasse',
  threshold: 'Schwelle des Rahmens',
  opacity: 'Deckkraft der Heatmap',
  recommended: 'empfohlen',
  sizeNotKnown: 'Größe unbekannt',
  compared: (alt) => `${alt}, nebeneinander erklärt; die Pfeiltasten lesen Werte ab`,
  andNot: (one, other) => `${one} und nicht ${other}`,
  percent: (share) => (share > 0 && share < 0.001 ? `<\u00a0${tenths(0.001)}` : tenths(share)),
  wholePercent(share) {
    if (share > 0 && share < 0.005) return `<\u00a0${whole(0.01)}`;
    return share < 1 && share >= 0.995 ? `>\u00a0${whole(0.99)}` : whole(share);
  },
  places: [
    ['links oben', 'oben in der Mitte', 'rechts oben'],
    ['links', 'in der Mitte', 'rechts'],
    ['links unten', 'unten in der Mitte', 'rechts unten'],
  ],
  evidence: (title, where) => `Was dafür spricht (${title}), liegt ${where}.`,
  noEvidence: (title) => `${title} findet nichts, was heraussticht.`,
  boxAt: (place, share) => `${place} im Bild, in einem Rahmen von ${share} der Fläche`,
  allOver: (place) => `im ganzen Bild verteilt, am stärksten ${place}`,
  shortEvidence: (place) => `Hinweise ${place}`,
  noShortEvidence: 'nichts sticht heraus',
  errors: germanErrors,
  steps: germanSteps,
};

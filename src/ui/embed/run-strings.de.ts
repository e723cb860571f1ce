/** German for `<cam-lens-evaluate>`. */
import type { RunStrings } from '../evaluate/run-strings.ts';
import { german } from './strings.de.ts';

const number = (value: number): string => value.toLocaleString('de');
const decimal = (value: number, digits: number): string => value.toFixed(digits).replace('.', ',');
const counted = (value: number, one: string, many: string): string => `${number(value)} ${value === 1 ? one : many}`;
const pictures = (value: number): string => counted(value, 'Bild', 'Bilder');
const far = (measured: number, total: number): string => `${number(measured)} von ${counted(total, 'Bild', 'Bildern')}`;

function timeLeft(seconds: number): string {
  if (seconds < 60) return `etwa ${Math.max(1, Math.round(seconds))}\u00a0s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `etwa ${minutes}\u00a0min`;
  return `etwa ${Math.floor(minutes / 60)}\u00a0h ${minutes % 60}\u00a0min`;
}

const manyRuns = (runs: number): string => `das Netz läuft für jede Erklärung ${runs}-mal`;
const cheap = 'kostet fast nichts';

const refined =
  'Eine verfeinerte Karte zeigt das Objekt, zu dem die Hinweise gehören, nicht mehr nur die Hinweise: Sehen Sie auch die ' +
  'Karte ohne Verfeinerung an.';

/** Pass it to `setRunStrings('de', germanRun)`. */
export const germanRun: RunStrings = {
  dataSet: {
    title: 'Datensatz',
    about:
      'Bilder und ihre Annotationen (PASCAL VOC XML wie bei Stanford Dogs, COCO JSON, YOLO-Labels, eine CSV-Datei mit ' +
      'Rahmen oder PNG-Masken in einem Ordner namens masks) oder Bilder in Ordnern, die wie ihre Klasse heißen: ' +
      'tar-Archive, komprimiert oder nicht, oder Ordner, beliebig gemischt. Das Format wird erraten, wenn keines gewählt ' +
      'ist; Masken müssen gewählt werden. Eine CSV-Datei mit den Spalten id und split sagt, welche Bilder die Schwelle ' +
      'bestimmen (train) und über welche berichtet wird (test). Eine JSON-Datei, die Namen Klassenindizes zuordnet, ' +
      'ersetzt die Rassen der Stanford Dogs. Alles bleibt auf diesem Gerät.',
    chooseFiles: 'Dateien wählen …',
    chooseFolder: 'Ordner wählen …',
    files: 'Dateien',
    folder: 'Ordner',
    nothing: 'Noch nichts ausgewählt. Dateien lassen sich auch überall auf dieser Seite ablegen.',
    given: 'Ausgewählt',
    unreadable: 'Die abgelegten Dateien ließen sich nicht lesen:',
    format: 'Format der Annotationen',
    guessed: 'Aus den Dateien erraten',
    takeBack: 'Zurücknehmen',
    drop: 'Den Datensatz oder einen Teil davon hier ablegen',
    folderOf: (name, files) => `${name} (${counted(files, 'Datei', 'Dateien')})`,
    otherFiles: (files) => `${number(files)} andere Dateien`,
    pictures,
    split: (name) => `${name} (Aufteilung)`,
    classMap: (name) => `${name} (Klassentabelle)`,
  },
  options: {
    title: 'Was gemessen wird',
    methods: 'Verfahren',
    slow: 'Lässt das Netz viele Male laufen',
    controls: 'Negativkontrollen',
    measures: 'Neben den Rahmen',
    measureTitles: {
      pointing: { title: 'Zeigespiel', cost: cheap },
      energy: { title: 'Energie', cost: cheap },
      pxap: { title: 'PxAP, von Masken', cost: 'jede Erklärung wird um etwa 5 KB größer' },
      sparseness: { title: 'Dünnbesetztheit', cost: cheap },
      complexity: { title: 'Komplexität', cost: cheap },
      deletion: { title: 'Löschen', cost: manyRuns(29) },
      insertion: { title: 'Einfügen', cost: manyRuns(29) },
      road: { title: 'ROAD', cost: manyRuns(18) },
      'pixel-flipping': { title: 'Pixel-Flipping', cost: manyRuns(29) },
      'faithfulness-correlation': { title: 'Korrelation der Treue', cost: manyRuns(30) },
      drop: { title: 'Mittlerer Abfall', cost: 'das Netz läuft für jede Erklärung noch einmal' },
      'max-sensitivity': {
        title: 'Größte Empfindlichkeit',
        cost: 'zehn verschobene Kopien werden erklärt: etwa zehnmal so langsam',
      },
      randomisation: {
        title: 'Plausibilitätstest',
        cost:
          'erklärt wird auch mit zufälligen Gewichten: etwa fünfmal so langsam, mit Speicher für drei weitere Kopien der ' +
          'Gewichte',
      },
    },
    conventions: 'Von der Karte zur Heatmap wie',
    conventionNotes: {
      paper: 'Hochgerechnet, dann Min-Max über die Heatmap (Yun, CAM und Grad-CAM).',
      'pytorch-grad-cam':
        'ReLU bei jedem Verfahren, Min-Max mit 1e-7 in der Größe der Schicht, hochgerechnet, dann noch einmal Min-Max mit ' +
        '1e-7.',
      'torch-cam':
        'Min-Max mit 1e-8 in der Größe der Schicht, dann hochgerechnet: Eine Heatmap muss 0 oder 1 nicht erreichen.',
    },
    layer: 'Schicht',
    recommended: german.recommended,
    sizeNotKnown: german.sizeNotKnown,
    source: 'Erklärt wird',
    sources: { true: 'Die wahre Klasse', predicted: german.predictedClass },
    size: 'Größe der Eingabe',
    refine: 'Karten verfeinert durch',
    refinements: {
      none: { title: 'Nichts', says: 'Die Karte, wie das Verfahren sie macht.' },
      affinity: {
        title: 'Ähnlichkeit',
        says: 'Stellen übernehmen die Hinweise von Stellen, die zwei früheren Schichten des Netzes ähnlich erscheinen.',
        caution: refined,
      },
      'affinity+guided': {
        title: 'Ähnlichkeit und Guided Filter',
        says:
          'Stellen übernehmen die Hinweise von Stellen, die zwei früheren Schichten des Netzes ähnlich erscheinen; dann ' +
          'wird die Karte den Kanten des Bildes angepasst.',
        caution: refined,
      },
    },
    limit: 'Bilder höchstens',
    noLimit: 'alle',
  },
  status: {
    title: 'Lauf',
    start: 'Starten',
    pause: 'Pausieren',
    resume: 'Fortsetzen',
    stop: german.stop,
    startAnew: 'Neu beginnen',
    deletes: 'Löscht diesen Lauf von diesem Gerät',
    tryAgain: german.tryAgain,
    notLoaded: 'Das Netz ließ sich nicht laden.',
    addDataSet: 'Wählen Sie einen Datensatz, um zu beginnen.',
    addFilesAgain: 'Wählen Sie seine Dateien noch einmal.',
    ready: 'Bereit.',
    measured: (measured, total) => `${far(measured, total)} gemessen`,
    paused: (measured, total) => `Pausiert: ${far(measured, total)} gemessen.`,
    finished: (measured, total) => `Fertig: ${far(measured, total)} gemessen.`,
    stopped: (measured, total) => `Angehalten: ${far(measured, total)} gemessen.`,
    stored: (measured, total) => `Auf diesem Gerät ist ein Lauf gespeichert: ${far(measured, total)} gemessen.`,
    toContinue: 'Wählen Sie seine Dateien noch einmal, um ihn fortzusetzen.',
    stopping: 'Wird angehalten: Die begonnenen Bilder werden noch fertig.',
    running: (share) => (share === 0 ? 'Läuft.' : `Läuft: ${german.wholePercent(share)} fertig.`),
    processed: 'Verarbeitete Bilder',
    otherSettings: (settings) =>
      `Dieser Lauf wurde mit anderen Einstellungen begonnen (${settings}) und behält sie. Beginnen Sie neu, um die neuen zu verwenden.`,
    notStored: 'Die Aufzeichnungen werden auf diesem Gerät nicht gespeichert.',
    pace: 'Tempo',
    paceOf: (perSecond, secondsLeft) =>
      `${decimal(perSecond, perSecond < 10 ? 2 : 0)} Bilder/s` +
      (secondsLeft === undefined ? '' : `, noch ${timeLeft(secondsLeft)}`),
    annotations: 'Annotationen',
    annotationsRead(annotations, format, annotated) {
      const read = `${number(annotations)} gelesen${format === '' ? '' : ` (${format})`}`;
      return annotated === undefined ? read : `${read}, ${number(annotated)} mit ihrem Bild`;
    },
    reading: 'Lesen',
    seen: (seen) => `${pictures(seen)} gefunden`,
    networks: 'Netze',
    notRunning: 'laufen nicht',
    atWork: (workers, busy) => `${counted(workers, 'Worker', 'Worker')}, ${pictures(busy)} in Arbeit`,
    backend: 'Rechenweg',
    network: { webgpu: 'Netz auf der Grafikkarte (WebGPU)', wasm: 'Netz auf dem Prozessor (WebAssembly)' },
    stages: { webgpu: 'Heatmaps in Shadern (WebGPU)', cpu: 'Heatmaps auf dem Prozessor (JavaScript)' },
    storedHere: 'Auf diesem Gerät gespeichert',
    records: (records) => counted(records, 'Aufzeichnung', 'Aufzeichnungen'),
    noRecords: 'nein',
  },
  problems: {
    title: (problems) => (problems === 0 ? 'Keine Probleme' : counted(problems, 'Problem', 'Probleme')),
    times: (problems) => `${number(problems)} ×`,
    about: 'Hier stehen Dateien, die sich nicht verwenden lassen; alle anderen werden gemessen.',
    more: (lines) => `und ${number(lines)} weitere`,
    saveAll: (lines) => `Alle ${number(lines)} als Text speichern`,
    withoutPicture: (annotations) =>
      annotations === 1
        ? '1 Annotation hat unter den ausgewählten kein Bild und bleibt außer Acht'
        : `${number(annotations)} Annotationen haben unter den ausgewählten kein Bild und bleiben außer Acht`,
  },
  results: {
    title: 'Ergebnisse',
    openStored: 'Ergebnisse des auf diesem Gerät gespeicherten Laufs zeigen',
    exports: 'Speichern',
    files: { json: 'Als JSON speichern', csv: 'Als CSV speichern', report: 'Einen Bericht speichern' },
    making: (file) => `${file} entsteht`,
    method: 'Verfahren',
    decimal,
    interval: (low, high) => `${low} bis ${high}`,
    boxes: {
      title: (test, train) =>
        `Wie gut die Rahmen die Objekte finden: ${pictures(test)}` +
        (train === 0 ? '' : `, die Schwelle an ${counted(train, 'anderen', 'anderen')} bestimmt`),
      meanIoU: { title: 'Mittlere IoU', meaning: 'Mittel von Schnitt durch Vereinigung von Rahmen und wahrem Rahmen' },
      corLoc: { title: 'CorLoc, %', meaning: 'Anteil der Bilder, deren Rahmen eine IoU von mindestens 0,5 hat' },
      top1Loc: {
        title: 'Top-1, %',
        meaning: 'Anteil der Bilder, deren Objekt gefunden ist und deren wahre Klasse die erste des Netzes ist',
      },
      top5Loc: {
        title: 'Top-5, %',
        meaning: 'Anteil der Bilder, deren Objekt gefunden ist und deren wahre Klasse unter den ersten fünf ist',
      },
      threshold: (value) => `Schwelle ${value}`,
      centre: 'Rahmen in der Mitte',
      scale: (value) => `ein Rahmen der Größe ${value}`,
      oracle: (method) => `${method}, Orakel`,
      chosenOn: {
        train: 'an train bestimmt',
        default: 'nicht bestimmt: die voreingestellte',
        test: 'Orakel: an den Bildern des Berichts selbst bestimmt',
      },
      about: (isRough) =>
        'Unter jedem Wert: sein 95-%-Intervall durch Ziehen von Bildern mit Zurücklegen (Bootstrap)' +
        `${isRough ? '; während des Laufs ungefähr' : ''}. „Rahmen in der Mitte“ ist zum Vergleich ein Rahmen in der Mitte ` +
        'jedes Bildes, was immer es zeigt.',
      brackets:
        'In Klammern nach einem Verfahren: das Werkzeug, nach dessen Konvention Karten zu Heatmaps werden; ohne Klammern ' +
        'die des Aufsatzes.',
    },
    boxless: {
      title: (test) => `Wie gut das Netz klassifiziert: ${pictures(test)}`,
      about:
        'Der Datensatz hat keine wahren Rahmen; darum steht hier nicht, wohin Karten zeigen. Die Maße der Treue werden vor ' +
        'einem Lauf oben gewählt.',
    },
    accuracy: (top1, top5) =>
      `Das Netz selbst klassifiziert ${german.percent(top1)} der Bilder richtig; bei ${german.percent(top5)} ist die wahre ` +
      'Klasse unter seinen ersten fünf.',
    measures: {
      title: 'Neben den Rahmen',
      about: '↑ höher ist besser, ↓ niedriger ist besser. Unter jedem Mittel: sein 95-%-Intervall.',
      meaning: (unit, range = '0 bis 1', better) =>
        `${unit}, ${range}; ${better === 'higher' ? 'höher' : 'niedriger'} ist besser`,
      statistics: {
        maskIoU: { title: 'IoU der Masken', unit: 'IoU von Pixeln' },
        pointing: { title: 'Zeigespiel', unit: 'Anteil der Bilder' },
        energy: { title: 'Energie', unit: 'Anteil der Heatmap' },
        sparseness: { title: 'Dünnbesetztheit', unit: 'Gini-Index' },
        complexity: { title: 'Komplexität', unit: 'Nat', range: '0 oder mehr' },
        deletion: { title: 'Löschen', unit: 'mittlere Wahrscheinlichkeit' },
        insertion: { title: 'Einfügen', unit: 'mittlere Wahrscheinlichkeit' },
        road: { title: 'ROAD', unit: 'halbe Differenz: Unwichtigstes − Wichtigstes entfernt', range: '−0,5 bis 0,5' },
        roadMost: { title: 'ROAD, das Wichtigste entfernt', unit: 'mittlere Wahrscheinlichkeit' },
        roadLeast: { title: 'ROAD, das Unwichtigste entfernt', unit: 'mittlere Wahrscheinlichkeit' },
        pixelFlipping: { title: 'Pixel-Flipping', unit: 'mittlere Wahrscheinlichkeit' },
        faithfulnessCorrelation: {
          ...{ title: 'Korrelation der Treue', unit: 'Korrelation nach Pearson', range: '−1 bis 1' },
        },
        maxSensitivity: { title: 'Größte Empfindlichkeit', unit: 'Anteil der Länge der Karte', range: '0 oder mehr' },
        averageDrop: { title: 'Mittlerer Abfall', unit: 'Anteil der Wahrscheinlichkeit' },
        averageIncrease: { title: 'Anstieg', unit: 'Anteil der Bilder' },
        pxap: { title: 'PxAP', unit: 'Fläche unter Präzision und Trefferquote der Pixel' },
      },
      random: (level, isFirst) => `Zufällig: ${isFirst ? '' : '+ '}${level}`,
      randomMeaning: 'Rangkorrelation nach Spearman, −1 bis 1, mit der Karte vorher',
      randomAbout:
        'Spalten „Zufällig“: Rangkorrelation mit den Karten eines Netzes, dessen Gewichte vom Klassifikator abwärts ' +
        'zufällig sind; eine Karte, die nahe 1 bleibt, hängt nicht davon ab, was das Netz gelernt hat.',
    },
  },
  errors: german.errors,
  steps: german.steps,
  wholePercent: german.wholePercent,
  filesRead: (files) => `${counted(files, 'Datei', 'Dateien')} gelesen`,
};

/** What the parts of a run say in English. */
import { wholePercent } from '../shared/words.ts';
import { networkWords, stageWords } from './backend-words.ts';
import { runFiles } from './run-files.ts';
import { measureTitles, sourceTitles } from './run-settings.ts';
import type { RunStrings } from './run-strings.ts';
import { count, percentage, timeLeft } from './run-words.ts';

const far = (measured: number, total: number): string =>
  `${measured.toLocaleString('en')} of ${count(total, 'picture')}`;

export const englishRun: RunStrings = {
  dataSet: {
    title: 'Data set',
    about:
      'Pictures and their annotations (PASCAL VOC XML, as in Stanford Dogs, COCO JSON, YOLO labels, a CSV of boxes, or ' +
      'PNG masks in a folder named masks), or pictures in folders named by class: tar archives, compressed or not, or ' +
      'folders, in any mixture. The format is guessed unless it is chosen; masks must be chosen. A CSV with the columns ' +
      'id and split states which pictures choose the threshold (train) and which are reported (test). A JSON file that ' +
      'maps names to class indices replaces the breeds of Stanford Dogs. Everything stays on this device.',
    chooseFiles: 'Choose files …',
    chooseFolder: 'Choose a folder …',
    files: 'Files',
    folder: 'Folder',
    nothing: 'Nothing given yet. Files can also be dropped anywhere on this page.',
    given: 'Given',
    unreadable: 'The dropped files could not be read:',
    format: 'Format of the annotations',
    guessed: 'Guess from the files',
    takeBack: 'Take back',
    drop: 'Drop the data set, or a part of it',
    folderOf: (name, files) => `${name} (${files.toLocaleString('en')} files)`,
    otherFiles: (files) => `${files.toLocaleString('en')} other files`,
    pictures: (pictures) => `${pictures.toLocaleString('en')} pictures`,
    split: (name) => `${name} (split)`,
    classMap: (name) => `${name} (class map)`,
  },
  options: {
    title: 'What is measured',
    methods: 'Methods',
    slow: 'Runs the network many times',
    controls: 'Negative controls',
    measures: 'Besides boxes',
    measureTitles,
    conventions: 'From map to heatmap as',
    conventionNotes: {},
    layer: 'Layer',
    recommended: 'recommended',
    sizeNotKnown: 'Size not known',
    source: 'Explained',
    sources: sourceTitles,
    size: 'Input size',
    refine: 'Maps refined by',
    refinements: {},
    limit: 'Pictures at most',
    noLimit: 'all',
  },
  status: {
    title: 'Run',
    start: 'Start',
    pause: 'Pause',
    resume: 'Resume',
    stop: 'Stop',
    startAnew: 'Start anew',
    deletes: 'Deletes this run from this device',
    tryAgain: 'Try again',
    notLoaded: 'The network could not be loaded.',
    addDataSet: 'Add a data set to start.',
    addFilesAgain: 'Add its files again.',
    ready: 'Ready to start.',
    measured: (measured, total) => `${far(measured, total)} measured`,
    paused: (measured, total) => `Paused: ${far(measured, total)} measured.`,
    finished: (measured, total) => `Finished: ${far(measured, total)} measured.`,
    stopped: (measured, total) => `Stopped: ${far(measured, total)} measured.`,
    stored: (measured, total) => `A run is stored on this device: ${far(measured, total)} measured.`,
    toContinue: 'Add its files again to continue.',
    stopping: 'Stopping: the pictures in progress are finished first.',
    running: (share) => (share === 0 ? 'Running.' : `Running: ${Math.round(100 * share)} % done.`),
    processed: 'Pictures processed',
    otherSettings: (settings) =>
      `This run was begun with other settings (${settings}), and keeps them. Start anew to use the new ones.`,
    notStored: '',
    pace: 'Pace',
    paceOf: (perSecond, secondsLeft) =>
      `${perSecond.toFixed(perSecond < 10 ? 2 : 0)} pictures/s` +
      (secondsLeft === undefined ? '' : `, ${timeLeft(secondsLeft)} left`),
    annotations: 'Annotations',
    annotationsRead(annotations, format, annotated) {
      const read = `${annotations.toLocaleString('en')} read${format === '' ? '' : ` (${format})`}`;
      return annotated === undefined ? read : `${read}, ${annotated.toLocaleString('en')} with their picture`;
    },
    reading: 'Reading',
    seen: (pictures) => `${count(pictures, 'picture')} seen`,
    networks: 'Networks',
    notRunning: 'not running',
    atWork: (workers, pictures) => `${count(workers, 'worker')}, ${count(pictures, 'picture')} in progress`,
    backend: 'Backend',
    network: networkWords,
    stages: stageWords,
    storedHere: 'Stored on this device',
    records: (records) => count(records, 'record'),
    noRecords: 'no',
  },
  problems: {
    title: (problems) => (problems === 0 ? 'No problems' : count(problems, 'problem')),
    times: (problems) => `${problems.toLocaleString('en')} ×`,
    about: 'Files that cannot be used are listed here; all others are measured.',
    more: (lines) => `and ${lines.toLocaleString('en')} more`,
    saveAll: (lines) => `Save all ${lines.toLocaleString('en')} as text`,
    withoutPicture: (annotations) =>
      `${count(annotations, 'annotation has', 'annotations have')} no picture among those given, and ` +
      `${annotations === 1 ? 'is' : 'are'} ignored`,
  },
  results: {
    title: 'Results',
    openStored: 'Show the results of the run stored on this device',
    exports: 'Export',
    files: { json: runFiles.json.title, csv: runFiles.csv.title, report: runFiles.report.title },
    method: 'Method',
    decimal: (value, digits) => value.toFixed(digits),
    interval: (low, high) => `${low} to ${high}`,
    boxes: {
      title: (test, train) =>
        `How well the boxes find the objects: ${count(test, 'picture')}` +
        (train === 0 ? '' : `, the threshold chosen on ${count(train, 'other', 'others')}`),
      meanIoU: { title: 'Mean IoU', meaning: 'Mean intersection over union of the box with the true box' },
      corLoc: { title: 'CorLoc, %', meaning: 'Share of pictures whose box has an IoU of 0.5 or more' },
      top1Loc: {
        title: 'Top-1, %',
        meaning: 'Share of pictures whose object is found and whose true class is the network’s first',
      },
      top5Loc: {
        title: 'Top-5, %',
        meaning: 'Share of pictures whose object is found and whose true class is among the first five',
      },
      threshold: (value) => `threshold ${value}`,
      centre: 'Centre baseline',
      scale: (value) => `a box of scale ${value}`,
      oracle: (method) => `${method}, oracle`,
      chosenOn: {
        train: 'chosen on train',
        default: 'not chosen: the default',
        test: 'oracle: chosen on the reported pictures themselves',
      },
      about: (isRough) =>
        `Below each value: its 95 % interval, by resampling pictures (bootstrap)` +
        `${isRough ? '; approximate during the run' : ''}. The centre baseline is a box in the middle of every ` +
        'picture, whatever it shows.',
      brackets:
        'In brackets after a method: the tool whose convention turns maps into heatmaps; without brackets, the paper’s.',
    },
    boxless: {
      title: (pictures) => `How well the network classifies: ${count(pictures, 'picture')}`,
      about:
        'The data set has no true boxes, so nothing is said about where maps point. The measures of faithfulness are ' +
        'chosen above, before a run.',
    },
    accuracy: (top1, top5) =>
      `The network itself classifies ${percentage(top1)} % of the pictures correctly, and ${percentage(top5)} % have ` +
      'the true class among its first five.',
    measures: {
      title: 'Besides boxes',
      about: '↑ higher is better, ↓ lower is better. Below each mean: its 95 % interval.',
      meaning: (unit, range = '0 to 1', better) => `${unit}, ${range}; ${better} is better`,
      statistics: {},
      random: (level, isFirst) => `Random: ${isFirst ? '' : '+ '}${level}`,
      randomMeaning: 'Spearman’s rank correlation, −1 to 1, with the map before',
      randomAbout:
        '“Random” columns: rank correlation with the maps of a network whose weights are randomised from the ' +
        'classifier down; a map that stays near 1 does not depend on what the network has learned.',
    },
  },
  errors: {},
  steps: {},
  wholePercent,
  filesRead: (files) => `${count(files, 'file')} read`,
};

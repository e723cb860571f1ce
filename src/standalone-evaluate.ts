/** `<cam-lens-evaluate>` as one script for pages without a bundler: importing it registers the element. */
import './ui/embed/cam-lens-evaluate.define.ts';

export { CamLensEvaluate, setRunStrings } from './ui/embed/cam-lens-evaluate.ts';
export { trustOwnScripts } from './trusted-scripts.ts';

import { boxColour } from '../pipeline/recipe/box-colours.ts';
import type { ReportedMethod } from './report.ts';

/** With the colour of its boxes and lines. */
export function reportedMethod({ name, title, paper, caution }: Omit<ReportedMethod, 'colour'>): ReportedMethod {
  return { name, title, paper, colour: boxColour(name), ...(caution === undefined ? {} : { caution }) };
}

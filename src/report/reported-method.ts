import { boxColour } from '../pipeline/recipe/box-colours.ts';
import type { ReportedMethod } from './report.ts';

/** Adds the colour of the method's boxes and lines. */
export function reportedMethod({ name, title, paper, caution }: Omit<ReportedMethod, 'colour'>): ReportedMethod {
  return { name, title, paper, colour: boxColour(name), ...(caution === undefined ? {} : { caution }) };
}

/** Defaults. */
import { paperThreshold } from '../../paper.ts';

/** The threshold of the paper's boxes. */
export const defaultThreshold = paperThreshold;

/** Of the boxes of refined maps. */
export const refinedThreshold = 0.65;

/** The paper's two methods, as far as the model supports them. */
export const defaultMethods = ['cam', 'grad-cam'] as const;

/** The paper's own convention. */
export const defaultConventions = ['paper'] as const;

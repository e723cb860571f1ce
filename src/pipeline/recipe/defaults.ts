/** What is meant where a caller says nothing. */

/** The threshold of the paper's boxes. */
export const defaultThreshold = 0.15;

/** The paper's two methods, those of them that the model allows. */
export const defaultMethods = ['cam', 'grad-cam'] as const;

/** The paper's own way from raw map to heatmap. */
export const defaultConventions = ['paper'] as const;

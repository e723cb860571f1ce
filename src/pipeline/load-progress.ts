/** Progress of the work before the first explanation. */

/** Steps before the first explanation, in this order. */
export type LoadStep = 'download' | 'rewrite' | 'session' | 'shaders' | 'ready';

/** How far the work before the first explanation has got. */
export interface LoadProgress {
  /** The current step. */
  readonly step: LoadStep;
  /** 0…1 within the step; undefined if unknown. */
  readonly fraction?: number;
  /** One line for users, with sizes: "Downloading ResNet-50, 41 of 102 MB". */
  readonly message: string;
}

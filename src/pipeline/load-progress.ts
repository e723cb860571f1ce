/** How the work before the first explanation is followed. */

/** Steps before the first explanation, in this order. */
export type LoadStep = 'download' | 'rewrite' | 'session' | 'shaders' | 'ready';

/** How far the work before the first explanation is. */
export interface LoadProgress {
  /** The step that is under way. */
  readonly step: LoadStep;
  /** 0…1 within the step; undefined where it cannot be known. */
  readonly fraction?: number;
  /** One line for people, with sizes: "Downloading ResNet-50, 41 of 102 MB". */
  readonly message: string;
}

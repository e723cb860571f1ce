/** How far each part of a run is, as counted while it goes. */
export interface RunParts {
  /** Annotations that can be used, once they are read. */
  readonly annotations: number;
  /** Pictures come across in what was given, measured before or not. */
  readonly seen: number;
  /** Pictures that the networks have right now. */
  readonly busy: number;
  /** Networks side by side; 0 before they run. */
  readonly workers: number;
  /** Pictures that have an annotation, those measured before among them; undefined until they are counted. */
  readonly annotated: number | undefined;
  /** What is being prepared; empty once pictures are measured. */
  readonly preparing: string;
  /** Pictures that could not be measured. */
  readonly failed: number;
}

export const idleParts: RunParts = {
  ...{ annotations: 0, annotated: undefined, seen: 0, busy: 0, workers: 0 },
  ...{ preparing: '', failed: 0 },
};

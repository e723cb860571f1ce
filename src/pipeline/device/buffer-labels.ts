/** Labels of this program's GPU buffers, for developer tools and for whoever counts memory by owner. */
export const bufferLabels = {
  /** Arrays, pictures and scratch memory of the stages. */
  stages: 'cam-lens stages',
  /** Uniform parameters of the stages. */
  parameters: 'cam-lens parameters',
  /** Results on their way to the CPU. */
  readBack: 'cam-lens read-back',
  /** Timestamps of stages that are timed. */
  timestamps: 'cam-lens timestamps',
} as const;

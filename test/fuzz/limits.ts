/** The limits that every input must respect. */
export const limits = {
  /** For one input. */
  seconds: 5,
  /** Of the process that takes them all, in MB: its heap, and its memory altogether at the highest. */
  heapMb: 512,
  residentMb: 1024,
} as const;

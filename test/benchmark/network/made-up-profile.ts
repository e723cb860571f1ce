/** A profile as ONNX Runtime prints it. */
export type MadeUpKernel = readonly [name: string, beginUs: number, durationUs: number];

export function madeUpProfile(kernels: readonly MadeUpKernel[]): string[] {
  const event = (cat: string, name: string, ts: number, dur: number): string =>
    `{"cat" : "${cat}","pid" :1,"tid" :2,"dur" :${dur},"ts" :${ts},"ph" : "X","name" :"${name}","args" : {}}`;
  const events = [
    event('Session', 'model_run', 3, 9),
    event('Node', 'stem_kernel_time', 4, 5),
    ...kernels.map(([name, ts, dur]) => event('Api', name, ts, dur)),
  ];
  return ['[', ...events.map((each, i) => (i === events.length - 1 ? each : `${each},`)), ']'];
}

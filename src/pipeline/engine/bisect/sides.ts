/** What a stage made, as each engine holds it. It is carried to the other side when it is first asked for there. */
import type { Side } from './stage-split.ts';

/** How a kind of result gets from one side to the other. */
export type Carrying<Handle> = Readonly<Record<`to-${Side}`, (handle: Handle) => Promise<Handle>>>;

export class Sides<Handle> {
  readonly cpu: () => Promise<Handle>;
  readonly gpu: () => Promise<Handle>;

  constructor(cpu: () => Promise<Handle>, gpu: () => Promise<Handle>) {
    this.cpu = once(cpu);
    this.gpu = once(gpu);
  }

  static madeOn<Handle>(side: Side, made: Promise<Handle>, carrying: Carrying<Handle>): Sides<Handle> {
    const own = (): Promise<Handle> => made;
    return side === 'cpu'
      ? new Sides(own, async () => carrying['to-gpu'](await made))
      : new Sides(async () => carrying['to-cpu'](await made), own);
  }

  /** What is made of it alike on each side. */
  map<Other>(make: (handle: Handle, side: Side) => Other): Sides<Other> {
    return new Sides(
      async () => make(await this.cpu(), 'cpu'),
      async () => make(await this.gpu(), 'gpu'),
    );
  }
}

/** Whoever awaits it meets its error; where nobody does, it is no fault. */
function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => {
    if (made === undefined) (made = make()).catch(() => undefined);
    return made;
  };
}

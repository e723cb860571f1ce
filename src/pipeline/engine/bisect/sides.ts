/** A stage's result in the form of each engine. It is converted to the other form on first use. */
import type { Side } from './stage-split.ts';

/** Converts a kind of result from one engine's form to the other's. */
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

  /** A value derived in the same way on each side. */
  map<Other>(make: (handle: Handle, side: Side) => Other): Sides<Other> {
    return new Sides(
      async () => make(await this.cpu(), 'cpu'),
      async () => make(await this.gpu(), 'gpu'),
    );
  }
}

/** The error reaches callers that await the result; otherwise it is ignored. */
function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => {
    if (made === undefined) (made = make()).catch(() => undefined);
    return made;
  };
}

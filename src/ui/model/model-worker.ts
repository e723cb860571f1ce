/** The worker of the page for models: holds the network and the picture. */
import { CamLensError } from '../../errors.ts';
import { closePicture, decodePicture } from '../../pipeline/picture/decode.ts';
import { tell } from '../../pipeline/pulse.ts';
import type { Picture } from '../../pipeline/types.ts';
import { serve } from '../../pipeline/worker/serve.ts';
import { Turns } from '../../turns.ts';
import { ModelInspector } from './model-inspector.ts';
import type { ModelTold, ModelWorker } from './model-protocol.ts';

let inspector: ModelInspector | undefined;
let picture: Picture | undefined;
/** Two runs of the network must never overlap. */
const turns = new Turns();

function ready<Held>(held: Held | undefined, what: string): Held {
  if (held === undefined) throw new CamLensError('internal', `The worker was used before it had ${what}.`);
  return held;
}

serve({
  load: (model) =>
    turns.take(async () => {
      inspector = await ModelInspector.create(model, (progress) => tell({ progress } satisfies ModelTold));
      return inspector.facts;
    }),

  look: (target, given) =>
    turns.take(async () => {
      const model = ready(inspector, 'a model');
      const before = picture;
      const next = given === undefined ? ready(before, 'a picture') : await decodePicture(given.file, given.name);
      try {
        const facts = await model.look(next, target);
        picture = next;
        return facts;
      } finally {
        const unused = picture === next ? before : next;
        if (unused !== undefined && unused !== picture) closePicture(unused);
      }
    }),

  show: (choice) => turns.take(() => ready(inspector, 'a model').show(choice)),

  write: (layer) => turns.take(async () => ready(inspector, 'a model').write(layer)),
} satisfies ModelWorker);

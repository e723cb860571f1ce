import type { Method } from './method.ts';

/** Attention rollout: the attention of all blocks, multiplied, from the tokens that the scores read to the positions. */
export const attentionRollout: Method<'rollout'> = {
  name: 'attention-rollout',
  title: 'Attention rollout',
  paper: 'Abnar and Zuidema, Quantifying Attention Flow in Transformers, 2020',
  formula: 'row of Ã[last] ··· Ã[1] for the class token, Ã = (mean of A over heads + I) / 2, A = a block’s attention',
  caution:
    'The map does not depend on the class: it shows from where attention gathers information. Values and what lies ' +
    'between attention layers are left out.',
  at: 'input',
  needs: ['rollout'],
  rectify: true,
  map: (_chain, { rollout }) => rollout,
};

/** Where a method's paper can be read; a method whose address is not certain is cited in plain text. */
export const paperAddresses = {
  cam: 'https://arxiv.org/abs/1512.04150',
  'grad-cam': 'https://arxiv.org/abs/1610.02391',
  'grad-cam++': 'https://arxiv.org/abs/1710.11063',
  'xgrad-cam': 'https://arxiv.org/abs/2008.02312',
  hirescam: 'https://arxiv.org/abs/2011.08891',
  eigencam: 'https://arxiv.org/abs/2008.00299',
  'score-cam': 'https://arxiv.org/abs/1910.01279',
  saliency: 'https://arxiv.org/abs/1312.6034',
  'guided-backprop': 'https://arxiv.org/abs/1412.6806',
  deconvnet: 'https://arxiv.org/abs/1311.2901',
  smoothgrad: 'https://arxiv.org/abs/1706.03825',
  'integrated-gradients': 'https://arxiv.org/abs/1703.01365',
} as const satisfies Readonly<Record<string, string>>;

export function paperAddress(method: string): string | undefined {
  return (paperAddresses as Readonly<Partial<Record<string, string>>>)[method];
}

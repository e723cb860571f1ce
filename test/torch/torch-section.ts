/** The section of docs/networks.md about the comparison with PyTorch. */
import type { ComparedNetwork } from './compare-network.ts';
import { tolerance, type Largest } from './judge.ts';

/** `npm run test:torch` writes it to record.json. */
export interface TorchRecord {
  /** YYYY-MM-DD */
  readonly date: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly networks: readonly ComparedNetwork[];
}

const head = '| network | layer | largest difference | with the same branches |\n| --- | --- | --- | --- |';

/** Markdown, not yet formatted. */
export function torchSection({ date, versions, networks }: TorchRecord): string {
  const used = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `
## Compared with PyTorch

\`npm run test:torch\` exports networks of torchvision with random weights and compares maps of cam-lens (float32, the network
in WebAssembly, its own gradients) with those of PyTorch's automatic differentiation in float64, for the predicted class, at
three layers: the first, one in the middle, and the default. A layer is found in PyTorch by its values; its name here is that of
PyTorch's module and function. Methods: Grad-CAM, HiResCAM, LayerCAM, element-wise Grad-CAM and EigenCAM; also Grad-CAM++ and XGrad-CAM
at layers without negative activations. Elsewhere their divisors can vanish. Differences are those of raw maps, relative to the largest
magnitude of PyTorch's; the largest of the methods is in the table. Where HiResCAM's positive and negative terms cancel, its map must
be 0 (see its caution in cam-lens).

The derivatives of ReLU, ReLU6, hard swish, hard sigmoid and max-pooling depend on the branch that a value takes. Where it is nearly
0, or two entries of a window are nearly equal, float32 and float64 can take different branches: then both gradients are right, but not
equal. The test counts such values, and computes PyTorch's maps again with every branch as in cam-lens (its values go to PyTorch,
and must be equal to PyTorch's within ${tolerance} of the largest): only the differences that then remain, in the last column, are due to
cam-lens. They must be at most ${tolerance}.

Measured on ${date} with ${used.join(', ')}.

${[head, ...networks.flatMap(rowsOf)].join('\n')}
`;
}

function rowsOf({ name, traits, opset, height, width, branches, layers }: ComparedNetwork): string[] {
  const { values, changed } = branches;
  const decided = values === 0 ? 'no branches' : `${changed} of ${values.toLocaleString('en')} branches differ`;
  return layers.map(({ computedBy, shape: [channels, ...sides], own, same, cancelled }, i) => {
    const network = i > 0 ? '' : `${name}: ${traits}. ${height} × ${width}, operator set ${opset}; ${decided}`;
    const zero = cancelled.length === 0 ? '' : `; ${cancelled.join(', ')}: the terms cancel, and the map is 0`;
    return `| ${network} | \`${computedBy}\`: ${channels} channels, ${sides.join(' × ')} | ${told(own)} | ${told(same)}${zero} |`;
  });
}

function told({ method, difference }: Largest): string {
  return `${difference.toExponential(1)} (${method})`;
}

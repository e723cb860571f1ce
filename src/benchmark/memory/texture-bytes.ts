/** How much memory a texture needs at least. */
import { CamLensError } from '../../errors.ts';

/** Bytes per texel of the formats whose names do not tell channels and bits (WebGPU, section 26.1). */
const packed: ReadonlyMap<string, number> = new Map([
  ...(['rgb9e5ufloat', 'rgb10a2uint', 'rgb10a2unorm', 'rg11b10ufloat'] as const).map((name) => [name, 4] as const),
  ...([
    ['stencil8', 1],
    ['depth16unorm', 2],
    ['depth32float', 4],
  ] as const),
  // Implementations choose 24 or 32 bits; stencils take one more byte.
  ...([
    ['depth24plus', 4],
    ['depth24plus-stencil8', 5],
    ['depth32float-stencil8', 5],
  ] as const),
]);

/**
 * The texels of all mip levels, layers and samples, without padding.
 * @throws CamLensError `internal` for compressed formats, which need a feature that no device here has
 */
export function textureBytes({
  size,
  format,
  dimension = '2d',
  mipLevelCount = 1,
  sampleCount = 1,
}: GPUTextureDescriptor): number {
  const [width, height, depth] = extentOf(size);
  let texels = 0;
  for (let level = 0; level < mipLevelCount; level++) {
    const layers = dimension === '3d' ? smaller(depth, level) : depth;
    texels += smaller(width, level) * smaller(height, level) * layers;
  }
  return texels * sampleCount * texelBytes(format);
}

const smaller = (side: number, level: number): number => Math.max(1, side >> level);

function texelBytes(format: GPUTextureFormat): number {
  const known = packed.get(format);
  if (known !== undefined) return known;
  const [, channels, bits] = /^(r|rg|rgba|bgra)(8|16|32)(?:unorm|snorm|uint|sint|float)/.exec(format) ?? [];
  if (channels === undefined) throw new CamLensError('internal', `The size of textures of ${format} is not known.`);
  return (channels.length * Number(bits)) / 8;
}

function extentOf(size: GPUExtent3DStrict): [width: number, height: number, depth: number] {
  if (!(Symbol.iterator in size)) return [size.width, size.height ?? 1, size.depthOrArrayLayers ?? 1];
  const [width = 1, height = 1, depth = 1] = size;
  return [width, height, depth];
}

// Copies of one entry of a tensor, each with its own Gaussian noise: the samples of SmoothGrad. Each invocation
// computes one value. The noise is a function of seed, sample and element only, without state, so every run and every
// batch gets the same.

struct Parameters {
  // Which entry of the tensor.
  entry: u32,
  // Copy i is sample first + i.
  first: u32,
  seed: u32,
  // Standard deviation.
  sigma: f32,
  channels: u32,
  // Positions of one channel, height times width.
  positions: u32,
}

const pi = 3.14159265;
// A float represents 24 bits exactly.
const steps = 16777216.0;

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [N, C, H, W]
@group(0) @binding(1) var<storage, read> tensor: array<f32>;
// [copies, C, H, W]
@group(0) @binding(2) var<storage, read_write> noisy: array<f32>;

// PCG3D: Jarzynski and Olano, Hash Functions for GPU Rendering, 2020.
fn hash(seeds: vec3u) -> vec3u {
  var v = seeds * 1664525u + 1013904223u;
  v.x += v.y * v.z;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v ^= v >> vec3u(16u);
  v.x += v.y * v.z;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  return v;
}

// Box and Muller. A logarithm may be wrong in its last bits, and then be positive for 1.
fn gaussian(seeds: vec3u) -> f32 {
  let bits = hash(seeds) >> vec3u(8u);
  let radius = sqrt(max(-2.0 * log(f32(bits.x + 1u) / steps), 0.0));
  return radius * cos(2.0 * pi * (f32(bits.y) / steps - 0.5));
}

@compute @workgroup_size(64, 1, 1)
fn add_noise(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= parameters.positions) {
    return;
  }
  let element = id.y * parameters.positions + id.x;
  let size = parameters.channels * parameters.positions;
  let noise = gaussian(vec3u(element, parameters.first + id.z, parameters.seed));
  noisy[id.z * size + element] = tensor[parameters.entry * size + element] + parameters.sigma * noise;
}

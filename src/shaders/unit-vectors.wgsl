// The vector of each position, one number per channel, relative to an origin and divided by its length; zeros if the
// difference is only rounding relative to the vector itself. A workgroup computes 16 positions of one picture: 16
// invocations share the channels of each, and their sums are added in order.

#import "shared/uniform.wgsl"

struct Parameters {
  channels: u32,
  // Positions of one channel, height times width.
  positions: u32,
}

const columns = 16u;
const slices = 16u;
const infinite = 0x7f800000u;
const nan_bits = 0x7fc00000u;
// The smallest number that a GPU must not flush to 0.
const least = 0x1p-126f;

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [N, C, H, W]
@group(0) @binding(1) var<storage, read> tensor: array<f32>;
// [N, C]: subtracted first.
@group(0) @binding(2) var<storage, read> origins: array<f32>;
// [N, C, H, W], as bits
@group(0) @binding(3) var<storage, read_write> vectors: array<u32>;

// By slice: of the difference, and of the vector itself.
var<workgroup> sh_parts: array<array<vec2f, columns>, slices>;

@compute @workgroup_size(16, 16, 1)
fn divide(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let position = min(id.x, parameters.positions - 1u);
  let first = id.z * parameters.channels;
  let end = first + parameters.channels;
  // Squares of very large and very small numbers overflow or underflow, so everything is scaled by the largest.
  var largest = 0.0;
  for (var c = first + local.y; c < end; c += slices) {
    let value = tensor[c * parameters.positions + position];
    largest = max(largest, max(abs(value), abs(value - origins[c])));
  }
  sh_parts[local.y][local.x] = vec2f(largest);
  workgroupBarrier();
  for (var s = 0u; s < slices; s++) {
    largest = max(largest, sh_parts[s][local.x].x);
  }
  workgroupBarrier();
  let unit = max(largest, least);
  var squares = vec2f();
  for (var c = first + local.y; c < end; c += slices) {
    let value = tensor[c * parameters.positions + position];
    let both = vec2f(value - origins[c], value) / unit;
    squares += both * both;
  }
  sh_parts[local.y][local.x] = squares;
  workgroupBarrier();
  squares = vec2f();
  for (var s = 0u; s < slices; s++) {
    squares += sh_parts[s][local.x];
  }
  if (id.x >= parameters.positions) {
    return;
  }
  let is_finite = (bitcast<u32>(squares.x) & infinite) != infinite;
  let length = sqrt(squares.x);
  let is_rounding = length <= rounding * sqrt(squares.y);
  for (var c = first + local.y; c < end; c += slices) {
    let place = c * parameters.positions + position;
    let share = (tensor[place] - origins[c]) / unit / length;
    vectors[place] = select(nan_bits, select(bitcast<u32>(share), 0u, is_rounding), is_finite);
  }
}

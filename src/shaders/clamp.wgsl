// Values below `low` become `low`, values above `high` become `high`; non-finite values do not change. Each invocation
// computes one value.

struct Parameters {
  channels: u32,
  // Positions of one channel, height times width.
  positions: u32,
  low: f32,
  high: f32,
}

const infinite = 0x7f800000u;

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [N, C, H, W]
@group(0) @binding(1) var<storage, read> tensor: array<f32>;
// [N, C, H, W]
@group(0) @binding(2) var<storage, read_write> clamped: array<f32>;

@compute @workgroup_size(64, 1, 1)
fn hold(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= parameters.positions) {
    return;
  }
  let place = (id.z * parameters.channels + id.y) * parameters.positions + id.x;
  let value = tensor[place];
  let is_finite = (bitcast<u32>(value) & infinite) != infinite;
  clamped[place] = select(value, clamp(value, parameters.low, parameters.high), is_finite);
}

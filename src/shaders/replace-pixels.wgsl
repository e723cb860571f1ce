// Copies of one picture in which the first pixels of a given order are replaced by those of another: the steps of a
// deletion or insertion curve. Each invocation computes one value.

struct Parameters {
  channels: u32,
  // Positions of one channel, height times width.
  positions: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [1, C, H, W]
@group(0) @binding(1) var<storage, read> before: array<f32>;
// [1, C, H, W]
@group(0) @binding(2) var<storage, read> after: array<f32>;
// [H, W]: each pixel's place in the order, from 0; whole numbers
@group(0) @binding(3) var<storage, read> places: array<f32>;
// [copies]: how many pixels are replaced
@group(0) @binding(4) var<storage, read> counts: array<f32>;
// [copies, C, H, W]
@group(0) @binding(5) var<storage, read_write> replaced: array<f32>;

@compute @workgroup_size(64, 1, 1)
fn replace(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= parameters.positions) {
    return;
  }
  let element = id.y * parameters.positions + id.x;
  let size = parameters.channels * parameters.positions;
  let is_replaced = places[id.x] < counts[id.z];
  replaced[id.z * size + element] = select(before[element], after[element], is_replaced);
}

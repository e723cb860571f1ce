// Copies of one entry of a tensor, each with a box of channels, rows and columns set to zero: Occlusion erases squares
// of the picture, Ablation-CAM single channels. Each invocation computes one value.

struct Parameters {
  // Which entry of the tensor.
  entry: u32,
  channels: u32,
  // Positions of one channel, height times width.
  positions: u32,
  width: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [N, C, H, W]
@group(0) @binding(1) var<storage, read> tensor: array<f32>;
// [copies, 6]: start and end of channels, rows, columns; whole numbers
@group(0) @binding(2) var<storage, read> boxes: array<array<f32, 6>>;
// [copies, C, H, W]
@group(0) @binding(3) var<storage, read_write> erased: array<f32>;

@compute @workgroup_size(64, 1, 1)
fn erase(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= parameters.positions) {
    return;
  }
  let box = boxes[id.z];
  let place = vec3f(vec3u(id.y, id.x / parameters.width, id.x % parameters.width));
  let is_inside = all(place >= vec3f(box[0], box[2], box[4])) && all(place < vec3f(box[1], box[3], box[5]));
  let value = tensor[(parameters.entry * parameters.channels + id.y) * parameters.positions + id.x];
  erased[(id.z * parameters.channels + id.y) * parameters.positions + id.x] = select(value, 0.0, is_inside);
}

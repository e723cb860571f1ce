// The mean of the 3 × 3 values around every second position, reflected at the edges. Each invocation computes one
// value.

struct Parameters {
  channels: u32,
  width: u32,
  height: u32,
  // Of the result: half of the tensor's, rounded up or down.
  half_width: u32,
  half_height: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [N, C, height, width]
@group(0) @binding(1) var<storage, read> tensor: array<f32>;
// [N, C, half_height, half_width]
@group(0) @binding(2) var<storage, read_write> halved: array<f32>;

// A single position is its own reflection.
fn reflected(place: i32, count: u32) -> u32 {
  let last = i32(count) - 1;
  let inside = select(abs(place), 2 * last - place, place > last);
  return u32(clamp(inside, 0, last));
}

@compute @workgroup_size(64, 1, 1)
fn halve(@builtin(global_invocation_id) id: vec3u) {
  let places = parameters.half_width * parameters.half_height;
  if (id.x >= places) {
    return;
  }
  let x = 2 * i32(id.x % parameters.half_width);
  let y = 2 * i32(id.x / parameters.half_width);
  let plane = id.z * parameters.channels + id.y;
  let first = plane * parameters.width * parameters.height;
  var sum = 0.0;
  for (var down = -1; down <= 1; down++) {
    let row = first + reflected(y + down, parameters.height) * parameters.width;
    for (var across = -1; across <= 1; across++) {
      sum += tensor[row + reflected(x + across, parameters.width)];
    }
  }
  halved[plane * places + id.x] = sum / 9.0;
}

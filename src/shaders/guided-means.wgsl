// The second half of the guided filter: every pixel takes the mean of the fits of all windows that contain it, q =
// mean(a)·I + mean(b). Each invocation computes one pixel.

#import "shared/window.wgsl"

struct Parameters {
  // Per picture.
  maps: u32,
  // Pixels, height times width.
  positions: u32,
  width: u32,
  // The window has (2·radius + 1)² pixels.
  radius: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
// I, [N, 3, H, W]
@group(0) @binding(1) var<storage, read> guide: array<f32>;
// [N, maps · 4, H, W]: a by colour, then b.
@group(0) @binding(2) var<storage, read> coefficients: array<f32>;
// [N, maps, H, W]
@group(0) @binding(3) var<storage, read_write> filtered: array<f32>;

@compute @workgroup_size(64, 1, 1)
fn average(@builtin(global_invocation_id) id: vec3u) {
  let positions = parameters.positions;
  if (id.x >= positions) {
    return;
  }
  let window = window_round(id.x, positions, parameters.width, parameters.radius);
  let plane = id.z * parameters.maps + id.y;
  var sum = vec4f();
  for (var y = window.first.y; y <= window.last.y; y++) {
    for (var x = window.first.x; x <= window.last.x; x++) {
      let place = 4u * plane * positions + y * parameters.width + x;
      sum += vec4f(
        coefficients[place],
        coefficients[place + positions],
        coefficients[place + 2u * positions],
        coefficients[place + 3u * positions],
      );
    }
  }
  let pixel = 3u * id.z * positions + id.x;
  let colour = vec4f(guide[pixel], guide[pixel + positions], guide[pixel + 2u * positions], 1.0);
  filtered[plane * positions + id.x] = dot(sum / window.pixels, colour);
}

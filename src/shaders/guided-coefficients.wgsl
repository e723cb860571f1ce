// The first half of the guided filter, for a colour picture: in the window around every pixel, the map is fitted by a·I
// + b, a = (Σ + ε·U)⁻¹·cov(I, p), b = mean(p) − a·mean(I); Σ is the covariance of the colours, U the identity matrix.
// Windows end at the picture's edges. Each invocation computes the fit of one pixel's window.

#import "shared/window.wgsl"

struct Parameters {
  // Per picture.
  maps: u32,
  // Pixels, height times width.
  positions: u32,
  width: u32,
  // The window has (2·radius + 1)² pixels.
  radius: u32,
  epsilon: f32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
// I, [N, 3, H, W]
@group(0) @binding(1) var<storage, read> guide: array<f32>;
// p, [N, maps, H, W]
@group(0) @binding(2) var<storage, read> maps: array<f32>;
// [N, maps · 4, H, W]: a by colour, then b.
@group(0) @binding(3) var<storage, read_write> coefficients: array<f32>;

fn colours(first: u32, pixel: u32) -> vec3f {
  return vec3f(
    guide[first + pixel],
    guide[first + parameters.positions + pixel],
    guide[first + 2u * parameters.positions + pixel],
  );
}

@compute @workgroup_size(64, 1, 1)
fn fit(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= parameters.positions) {
    return;
  }
  let window = window_round(id.x, parameters.positions, parameters.width, parameters.radius);
  let picture = 3u * id.z * parameters.positions;
  let plane = id.z * parameters.maps + id.y;
  let map = plane * parameters.positions;
  var sum = vec4f();
  for (var y = window.first.y; y <= window.last.y; y++) {
    for (var x = window.first.x; x <= window.last.x; x++) {
      let pixel = y * parameters.width + x;
      sum += vec4f(colours(picture, pixel), maps[map + pixel]);
    }
  }
  let mean = sum / window.pixels;
  // Columns of the covariance of the colours, and of the colours with the map.
  var spread = mat3x3f();
  var along = vec3f();
  for (var y = window.first.y; y <= window.last.y; y++) {
    for (var x = window.first.x; x <= window.last.x; x++) {
      let pixel = y * parameters.width + x;
      let from_mean = colours(picture, pixel) - mean.rgb;
      spread += mat3x3f(from_mean * from_mean.r, from_mean * from_mean.g, from_mean * from_mean.b);
      along += from_mean * (maps[map + pixel] - mean.a);
    }
  }
  let ridge = parameters.epsilon * window.pixels;
  spread += mat3x3f(ridge, 0.0, 0.0, 0.0, ridge, 0.0, 0.0, 0.0, ridge);
  // By Cramer's rule: the rows of the inverse are cross products of the columns.
  let rows = array<vec3f, 3>(
    cross(spread[1], spread[2]),
    cross(spread[2], spread[0]),
    cross(spread[0], spread[1]),
  );
  let slope = vec3f(dot(rows[0], along), dot(rows[1], along), dot(rows[2], along)) / dot(spread[0], rows[0]);
  let base = mean.a - dot(slope, mean.rgb);
  let place = 4u * map + id.x;
  coefficients[place] = slope.r;
  coefficients[place + parameters.positions] = slope.g;
  coefficients[place + 2u * parameters.positions] = slope.b;
  coefficients[place + 3u * parameters.positions] = base;
}

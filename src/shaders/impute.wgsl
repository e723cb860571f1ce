// Copies of one picture in which the first pixels of a given order are removed and filled in from the rest (noisy linear
// imputation, Rong et al. 2022): a removed pixel is the weighted mean of its neighbours, 1/6 for those beside it and 1/12
// for those diagonally across, and noise is added. Where removed pixels touch, that is a linear system, symmetric and
// positive definite; one workgroup solves it for one channel of one copy by conjugate gradients, from zeros on, so no
// workgroup waits for another.

#import "shared/group-totals.wgsl"

struct Parameters {
  channels: u32,
  // Positions of one channel, height times width.
  positions: u32,
  width: u32,
  // Maximum.
  iterations: u32,
}

struct Step {
  residual: f32,
  // 0 for pixels that are not removed.
  direction: f32,
  // The system's matrix times the direction.
  product: f32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [1, C, H, W]
@group(0) @binding(1) var<storage, read> image: array<f32>;
// [1, C, H, W]: added to removed pixels
@group(0) @binding(2) var<storage, read> noise: array<f32>;
// [H, W]: each pixel's place in the order, from 0; whole numbers
@group(0) @binding(3) var<storage, read> places: array<f32>;
// [copies]: how many pixels are removed
@group(0) @binding(4) var<storage, read> counts: array<f32>;
// [copies, C, H, W]
@group(0) @binding(5) var<storage, read_write> imputed: array<f32>;
// [copies, C, H, W], not needed afterwards
@group(0) @binding(6) var<storage, read_write> steps: array<Step>;

// Of the squared residual.
const settled = 1e-10;

// Which neighbours exist: to the left, to the right, above and below.
fn neighbours_of(p: u32) -> vec4<bool> {
  let x = p % parameters.width;
  return vec4(
    x > 0u,
    x + 1u < parameters.width,
    p >= parameters.width,
    p + parameters.width < parameters.positions,
  );
}

// The sum of their weights: 1 inside the picture.
fn weight_of(n: vec4<bool>) -> f32 {
  let across = select(0.0, 1.0, n.x) + select(0.0, 1.0, n.y);
  let down = select(0.0, 1.0, n.z) + select(0.0, 1.0, n.w);
  return (across + down) / 6.0 + across * down / 12.0;
}

fn around_solution(base: u32, p: u32, n: vec4<bool>) -> f32 {
  let i = base + p;
  let w = parameters.width;
  var beside = 0.0;
  var diagonal = 0.0;
  if (n.x) { beside += imputed[i - 1u]; }
  if (n.y) { beside += imputed[i + 1u]; }
  if (n.z) {
    beside += imputed[i - w];
    if (n.x) { diagonal += imputed[i - w - 1u]; }
    if (n.y) { diagonal += imputed[i - w + 1u]; }
  }
  if (n.w) {
    beside += imputed[i + w];
    if (n.x) { diagonal += imputed[i + w - 1u]; }
    if (n.y) { diagonal += imputed[i + w + 1u]; }
  }
  return beside / 6.0 + diagonal / 12.0;
}

fn around_direction(base: u32, p: u32, n: vec4<bool>) -> f32 {
  let i = base + p;
  let w = parameters.width;
  var beside = 0.0;
  var diagonal = 0.0;
  if (n.x) { beside += steps[i - 1u].direction; }
  if (n.y) { beside += steps[i + 1u].direction; }
  if (n.z) {
    beside += steps[i - w].direction;
    if (n.x) { diagonal += steps[i - w - 1u].direction; }
    if (n.y) { diagonal += steps[i - w + 1u].direction; }
  }
  if (n.w) {
    beside += steps[i + w].direction;
    if (n.x) { diagonal += steps[i + w - 1u].direction; }
    if (n.y) { diagonal += steps[i + w + 1u].direction; }
  }
  return beside / 6.0 + diagonal / 12.0;
}

@compute @workgroup_size(256, 1, 1)
fn impute(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let channel = group.y * parameters.positions;
  let base = group.z * parameters.channels * parameters.positions + channel;
  let count = counts[group.z];
  for (var p = index; p < parameters.positions; p += invocations) {
    imputed[base + p] = select(image[channel + p], 0.0, places[p] < count);
  }
  storageBarrier();
  var squares = 0.0;
  for (var p = index; p < parameters.positions; p += invocations) {
    var residual = 0.0;
    if (places[p] < count) {
      residual = around_solution(base, p, neighbours_of(p));
      squares += residual * residual;
    }
    steps[base + p].residual = residual;
    steps[base + p].direction = residual;
  }
  var remaining = sum_of_all(index, squares);
  let enough = settled * remaining;
  for (var i = 0u; i < parameters.iterations && remaining > enough; i++) {
    var products = 0.0;
    for (var p = index; p < parameters.positions; p += invocations) {
      if (places[p] < count) {
        let n = neighbours_of(p);
        let direction = steps[base + p].direction;
        let product = weight_of(n) * direction - around_direction(base, p, n);
        steps[base + p].product = product;
        products += direction * product;
      }
    }
    let length = remaining / sum_of_all(index, products);
    squares = 0.0;
    for (var p = index; p < parameters.positions; p += invocations) {
      if (places[p] < count) {
        imputed[base + p] += length * steps[base + p].direction;
        let residual = steps[base + p].residual - length * steps[base + p].product;
        steps[base + p].residual = residual;
        squares += residual * residual;
      }
    }
    let next = sum_of_all(index, squares);
    let turn = next / remaining;
    remaining = next;
    for (var p = index; p < parameters.positions; p += invocations) {
      if (places[p] < count) {
        steps[base + p].direction = steps[base + p].residual + turn * steps[base + p].direction;
      }
    }
    storageBarrier();
  }
  for (var p = index; p < parameters.positions; p += invocations) {
    if (places[p] < count) {
      imputed[base + p] += noise[channel + p];
    }
  }
}

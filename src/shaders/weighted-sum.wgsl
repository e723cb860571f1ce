// Weights and activations → raw maps: at every position, the sum over channels of weight times activation, signed. A
// workgroup computes 16 positions of one picture: 16 slices of the channels are summed in parallel, then in order.

struct Parameters {
  channels: u32,
  // Positions of one channel, height times width.
  positions: u32,
}

// Positions of an invocation, which share the read of the weight.
const positions_each = 4u;
const columns = 4u;
const slices = 16u;

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [N, C]
@group(0) @binding(1) var<storage, read> weights: array<f32>;
// [N, C, H, W]
@group(0) @binding(2) var<storage, read> activations: array<f32>;
// [N, H, W]
@group(0) @binding(3) var<storage, read_write> maps: array<f32>;

var<workgroup> sh_sums: array<array<vec4f, columns>, slices>;

@compute @workgroup_size(4, 16, 1)
fn sum_channels(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let positions = parameters.positions;
  let first = id.x * positions_each;
  let last = positions - 1u;
  let slice = (parameters.channels + slices - 1u) / slices;
  let end = min((local.y + 1u) * slice, parameters.channels);
  var sum = vec4f();
  if (first < positions) {
    for (var c = local.y * slice; c < end; c++) {
      let channel = id.z * parameters.channels + c;
      let values = vec4f(
        activations[channel * positions + first],
        activations[channel * positions + min(first + 1u, last)],
        activations[channel * positions + min(first + 2u, last)],
        activations[channel * positions + min(first + 3u, last)],
      );
      sum += weights[channel] * values;
    }
  }
  sh_sums[local.y][local.x] = sum;
  workgroupBarrier();
  if (local.y > 0u) {
    return;
  }
  var total = vec4f();
  for (var s = 0u; s < slices; s++) {
    total += sh_sums[s][local.x];
  }
  for (var i = 0u; i < positions_each && first + i < positions; i++) {
    maps[id.z * positions + first + i] = total[i];
  }
}

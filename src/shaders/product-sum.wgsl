// Gradients and activations → raw maps: at every position, the sum over channels of g·A (HiResCAM), of ReLU(g)·A
// (LayerCAM), or of ReLU(g·A) (element-wise Grad-CAM). A workgroup computes 16 positions of one picture: 16 slices of
// the channels are summed in parallel, then in order.

#import "shared/rectify.wgsl"

struct Parameters {
  channels: u32,
  // Positions of one channel, height times width.
  positions: u32,
  // Which negative values become 0. 0: none; 1: gradients; 2: products.
  rectify: u32,
}

const slices = 16u;
const columns = 16u;

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [N, C, H, W]
@group(0) @binding(1) var<storage, read> gradients: array<f32>;
// [N, C, H, W]
@group(0) @binding(2) var<storage, read> activations: array<f32>;
// [N, H, W]
@group(0) @binding(3) var<storage, read_write> maps: array<f32>;

var<workgroup> sh_sums: array<array<f32, columns>, slices>;

@compute @workgroup_size(16, 16, 1)
fn sum_products(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let slice = (parameters.channels + slices - 1u) / slices;
  let end = min((local.y + 1u) * slice, parameters.channels);
  var sum = 0.0;
  if (id.x < parameters.positions) {
    for (var c = local.y * slice; c < end; c++) {
      let i = (id.z * parameters.channels + c) * parameters.positions + id.x;
      let gradient = select(gradients[i], rectified(gradients[i]), parameters.rectify == 1u);
      let product = gradient * activations[i];
      sum += select(product, rectified(product), parameters.rectify == 2u);
    }
  }
  sh_sums[local.y][local.x] = sum;
  workgroupBarrier();
  if (local.y > 0u || id.x >= parameters.positions) {
    return;
  }
  var total = 0.0;
  for (var s = 0u; s < slices; s++) {
    total += sh_sums[s][local.x];
  }
  maps[id.z * parameters.positions + id.x] = total;
}

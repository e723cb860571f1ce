// Sums that 16 invocations of a workgroup of 16 × 4 share: each brings what it summed, every one gets the total, added in
// the order of the lanes. All invocations of the workgroup must call it together.
const lanes = 16u;
const rows = 4u;

var<workgroup> sh_sums: array<array<f32, lanes>, rows>;

fn sum_of_lanes(lane: u32, row: u32, own: f32) -> f32 {
  // Somebody may still read the sums before these.
  workgroupBarrier();
  sh_sums[row][lane] = own;
  workgroupBarrier();
  var sum = 0.0;
  for (var i = 0u; i < lanes; i++) {
    sum += sh_sums[row][i];
  }
  return sum;
}

// Sums shared by 16 invocations of a workgroup of 16 × 4: each contributes its partial sum, and all get the total,
// added in the order of the lanes. All invocations of the workgroup must call it together.
const lanes = 16u;
const rows = 4u;

var<workgroup> sh_sums: array<array<f32, lanes>, rows>;

fn sum_of_lanes(lane: u32, row: u32, own: f32) -> f32 {
  // Other invocations may still be reading the previous sums.
  workgroupBarrier();
  sh_sums[row][lane] = own;
  workgroupBarrier();
  var sum = 0.0;
  for (var i = 0u; i < lanes; i++) {
    sum += sh_sums[row][i];
  }
  return sum;
}

// One number from each of a workgroup's 256 invocations → one for all of them. All invocations of the workgroup must
// call these together; everything written before, to storage too, is visible to all afterwards.
const invocations = 256u;

var<workgroup> sh_terms: array<f32, invocations>;
var<workgroup> sh_total: f32;

// In the order of the invocations.
fn sum_of_all(index: u32, term: f32) -> f32 {
  sh_terms[index] = term;
  storageBarrier();
  workgroupBarrier();
  if (index == 0u) {
    var sum = 0.0;
    for (var i = 0u; i < invocations; i++) {
      sum += sh_terms[i];
    }
    sh_total = sum;
  }
  return workgroupUniformLoad(&sh_total);
}

fn largest_of_all(index: u32, term: f32) -> f32 {
  sh_terms[index] = term;
  storageBarrier();
  workgroupBarrier();
  if (index == 0u) {
    var largest = sh_terms[0];
    for (var i = 1u; i < invocations; i++) {
      largest = max(largest, sh_terms[i]);
    }
    sh_total = largest;
  }
  return workgroupUniformLoad(&sh_total);
}

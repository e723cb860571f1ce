// Reads an array, four words at a time, and does next to nothing with it: each invocation combines `each` vectors into
// one word, so that little is written and nothing can be left out.

struct Parameters {
  // Vectors of four words per invocation.
  each: u32,
}

const invocations = 64u;

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> given: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> combined: array<u32>;

@compute @workgroup_size(64)
fn combine(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group.x * invocations * parameters.each + lane;
  var all = vec4u();
  for (var i = 0u; i < parameters.each; i++) {
    all ^= given[first + i * invocations];
  }
  combined[group.x * invocations + lane] = all.x ^ all.y ^ all.z ^ all.w;
}

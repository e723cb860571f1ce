// Fills an array, four words at a time, with the index of each vector. Each invocation writes `each` vectors.

struct Parameters {
  // Vectors of four words per invocation.
  each: u32,
}

const invocations = 64u;

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read_write> filled: array<vec4u>;

@compute @workgroup_size(64)
fn fill(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group.x * invocations * parameters.each + lane;
  for (var i = 0u; i < parameters.each; i++) {
    filled[first + i * invocations] = vec4u(first + i * invocations);
  }
}

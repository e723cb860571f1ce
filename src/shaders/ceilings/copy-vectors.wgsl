// Copies an array, four words at a time. Each invocation copies `each` vectors, spaced so that neighbouring invocations
// read neighbouring vectors.

struct Parameters {
  // Vectors of four words per invocation.
  each: u32,
}

const invocations = 64u;

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> given: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> copied: array<vec4u>;

@compute @workgroup_size(64)
fn copy(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group.x * invocations * parameters.each + lane;
  for (var i = 0u; i < parameters.each; i++) {
    copied[first + i * invocations] = given[first + i * invocations];
  }
}

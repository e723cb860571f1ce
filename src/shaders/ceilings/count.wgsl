// Counts with atomic additions: each invocation adds 1 to its counter `each` times. Invocations share the counters
// evenly.

struct Parameters {
  // Additions per invocation.
  each: u32,
  counters: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read_write> counts: array<atomic<u32>>;

@compute @workgroup_size(64)
fn count(@builtin(global_invocation_id) id: vec3u) {
  for (var i = 0u; i < parameters.each; i++) {
    atomicAdd(&counts[id.x % parameters.counters], 1u);
  }
}

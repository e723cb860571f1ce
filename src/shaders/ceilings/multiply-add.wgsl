// Multiplies and adds in float32 and nothing else: per round, each invocation does four independent fused
// multiply-adds on vectors of four. All numbers are whole and stay below 2²⁴, so the result is exact.

struct Parameters {
  rounds: u32,
  // 1; unknown to the compiler.
  factor: f32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read_write> sums: array<f32>;

@compute @workgroup_size(64)
fn multiply_add(@builtin(global_invocation_id) id: vec3u) {
  let factor = vec4f(parameters.factor);
  let term = vec4f(f32(id.x % 8u));
  var a = vec4f(0.0, 1.0, 2.0, 3.0);
  var b = a + 4.0;
  var c = a + 8.0;
  var d = a + 12.0;
  for (var i = 0u; i < parameters.rounds; i++) {
    a = fma(a, factor, term);
    b = fma(b, factor, term);
    c = fma(c, factor, term);
    d = fma(d, factor, term);
  }
  sums[id.x] = dot(a + b + c + d, vec4f(1.0));
}

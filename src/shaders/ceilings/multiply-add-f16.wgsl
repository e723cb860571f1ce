// Multiplies and adds in float16 and nothing else: per round, each invocation does four independent fused
// multiply-adds on vectors of four. All numbers are whole and stay below 2¹¹, so the result is exact.
enable f16;

struct Parameters {
  rounds: u32,
  // 1; unknown to the compiler.
  factor: f32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read_write> sums: array<f32>;

@compute @workgroup_size(64)
fn multiply_add(@builtin(global_invocation_id) id: vec3u) {
  let factor = vec4h(f16(parameters.factor));
  let term = vec4h(f16(id.x % 8u));
  var a = vec4h(0.0h, 1.0h, 2.0h, 3.0h);
  var b = a + 4.0h;
  var c = a + 8.0h;
  var d = a + 12.0h;
  for (var i = 0u; i < parameters.rounds; i++) {
    a = fma(a, factor, term);
    b = fma(b, factor, term);
    c = fma(c, factor, term);
    d = fma(d, factor, term);
  }
  sums[id.x] = dot(vec4f(a) + vec4f(b) + vec4f(c) + vec4f(d), vec4f(1.0));
}

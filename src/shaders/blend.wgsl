// Heatmap over picture → canvas: (1 − opacity)·picture + opacity·colour in sRGB bytes, rounded half up.
// An invocation paints one pixel. The heatmap is sampled bilinearly (half-pixel centres, clamped) where sizes differ.

#import "shared/tap.wgsl"
#import "shared/range.wgsl"

struct Parameters {
  // Of the canvas, in pixels.
  width: u32,
  height: u32,
  heatmap_width: u32,
  heatmap_height: u32,
  heatmap_offset: u32,
  // Which of the heatmaps.
  heatmap_index: u32,
  opacity: f32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> heatmaps: array<f32>;
// [heatmaps, 2]
@group(0) @binding(2) var<storage, read> ranges: array<vec2u>;
// [3, height, width], bytes as numbers 0…255, at the canvas's size; not read where the opacity is 1.
@group(0) @binding(3) var<storage, read> picture: array<f32>;
// 256 colours, red in the lowest byte
@group(0) @binding(4) var<storage, read> colours: array<u32>;
@group(0) @binding(5) var canvas: texture_storage_2d<rgba8unorm, write>;

fn heatmap_at(tap_x: Tap, y: u32) -> f32 {
  let row = parameters.heatmap_offset + y * parameters.heatmap_width;
  return mix(heatmaps[row + tap_x.low], heatmaps[row + tap_x.high], tap_x.fraction);
}

@compute @workgroup_size(16, 4, 1)
fn paint(@builtin(global_invocation_id) id: vec3u) {
  let p = parameters;
  if (id.x >= p.width || id.y >= p.height) {
    return;
  }
  let across = tap(id.x, p.heatmap_width, p.width);
  let down = tap(id.y, p.heatmap_height, p.height);
  let range = ranges[p.heatmap_index];
  let raw = mix(heatmap_at(across, down.low), heatmap_at(across, down.high), down.fraction);
  let value = select(normalized(vec4f(raw), range).x, 0.0, is_empty(range));
  let entry = colours[u32(clamp(value, 0.0, 1.0) * 255.0 + 0.5)];
  let colour = vec3f(f32(entry & 0xffu), f32((entry >> 8u) & 0xffu), f32((entry >> 16u) & 0xffu));
  var painted = p.opacity * colour;
  if (p.opacity < 1.0) {
    let plane = p.width * p.height;
    let i = id.y * p.width + id.x;
    painted += (1.0 - p.opacity) * vec3f(picture[i], picture[plane + i], picture[2u * plane + i]);
  }
  textureStore(canvas, id.xy, vec4f(floor(painted + 0.5) / 255.0, 1.0));
}

// Heatmap over picture → canvas: (1 − opacity)·picture + opacity·colour in sRGB bytes, rounded half up. Each invocation
// paints a band of one column. If sizes differ, the heatmap is sampled bilinearly (half-pixel centres, clamped).

#import "shared/bands.wgsl"
#import "shared/tap.wgsl"
#import "shared/range.wgsl"

struct Parameters {
  // Of the canvas, in pixels.
  width: u32,
  height: u32,
  // Pixels from one row of `canvas` to the next.
  stride: u32,
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
// [3, height, width], bytes as numbers 0…255, at the canvas's size; not read if the opacity is 1.
@group(0) @binding(3) var<storage, read> picture: array<f32>;
// 256 colours, red in the lowest byte
@group(0) @binding(4) var<storage, read> colours: array<u32>;
// [height, stride], red in the lowest byte
@group(0) @binding(5) var<storage, read_write> canvas: array<u32>;

// Of a workgroup.
override group_columns: u32 = 64u;
override group_rows: u32 = 1u;
// Rows that an invocation paints.
override rows_each: u32 = 16u;

// Numbers 0…255, rounded half up: a float between 256 and 512 has its fraction in the last 15 bits. Converting floats to
// integers is slower, because that must be defined for all floats.
fn rounded(values: vec4f) -> vec4u {
  return (bitcast<vec4u>(values + 256.5) >> vec4u(15u)) & vec4u(0xffu);
}

// One channel of four pixels, from the bytes at `shift` of their colours.
fn painted(entries: vec4u, shift: u32, pixels: vec4u) -> vec4u {
  let opacity = parameters.opacity;
  var values = opacity * vec4f(vec4i((entries >> vec4u(shift)) & vec4u(0xffu)));
  if (opacity < 1.0) {
    values += (1.0 - opacity) * vec4f(picture[pixels.x], picture[pixels.y], picture[pixels.z], picture[pixels.w]);
  }
  return rounded(values) << vec4u(shift);
}

// Pixels of four rows, from their values in the heatmap.
fn paint_rows(column: u32, rows: vec4u, raw: vec4f, range: vec2u) {
  let p = parameters;
  let shown = select(normalized(raw, range), vec4f(), is_empty(range));
  let entry = rounded(clamp(shown, vec4f(), vec4f(1.0)) * 255.0);
  let entries = vec4u(colours[entry.x], colours[entry.y], colours[entry.z], colours[entry.w]);
  let plane = p.width * p.height;
  let pixels = rows * p.width + column;
  let red = painted(entries, 0u, pixels);
  let green = painted(entries, 8u, pixels + plane);
  let blue = painted(entries, 16u, pixels + 2u * plane);
  let words = red | green | blue | vec4u(0xff000000u);
  let places = rows * p.stride + column;
  canvas[places.x] = words.x;
  canvas[places.y] = words.y;
  canvas[places.z] = words.z;
  canvas[places.w] = words.w;
}

// The rows of an invocation's band, none beyond the canvas.
fn band(id: vec3u) -> vec2u {
  let end = min((id.y + 1u) * rows_each, parameters.height);
  return vec2u(id.y * rows_each, select(0u, end, id.x < parameters.width));
}

// A heatmap of the canvas's size.
@compute @workgroup_size(group_columns, group_rows, 1)
fn paint(@builtin(global_invocation_id) id: vec3u) {
  let rows = band(id);
  let range = ranges[parameters.heatmap_index];
  for (var y = rows.x; y < rows.y; y += 4u) {
    let four = four_from(y, rows.y);
    let places = parameters.heatmap_offset + four * parameters.heatmap_width + id.x;
    let raw = vec4f(heatmaps[places.x], heatmaps[places.y], heatmaps[places.z], heatmaps[places.w]);
    paint_rows(id.x, four, raw, range);
  }
}

fn heatmap_at(across: Tap, y: u32) -> f32 {
  let row = parameters.heatmap_offset + y * parameters.heatmap_width;
  return mix(heatmaps[row + across.low], heatmaps[row + across.high], across.fraction);
}

fn sampled(across: Tap, y: u32) -> f32 {
  let down = tap(y, parameters.heatmap_height, parameters.height);
  return mix(heatmap_at(across, down.low), heatmap_at(across, down.high), down.fraction);
}

// A heatmap of any size.
@compute @workgroup_size(group_columns, group_rows, 1)
fn paint_resampled(@builtin(global_invocation_id) id: vec3u) {
  let rows = band(id);
  let range = ranges[parameters.heatmap_index];
  let across = tap(id.x, parameters.heatmap_width, parameters.width);
  for (var y = rows.x; y < rows.y; y += 4u) {
    let four = four_from(y, rows.y);
    let raw = vec4f(sampled(across, four.x), sampled(across, four.y), sampled(across, four.z), sampled(across, four.w));
    paint_rows(id.x, four, raw, range);
  }
}

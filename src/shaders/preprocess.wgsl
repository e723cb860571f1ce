// Picture → planes of another size: antialiased bilinear (triangle filter), half-pixel centres, each channel scaled and
// shifted. First along rows, then along columns. Large pictures come in tiles, whose shares are added up in order.
// Weights are whole numbers until their quotient: pixel x counts for output i in proportion to
// 2·max(in, out) − |(2x + 1)·out − (2i + 1)·in|, where that is positive; 32 bits hold it while in·out < 2^30.

struct Parameters {
  // Of the whole picture.
  in_width: u32,
  in_height: u32,
  out_width: u32,
  out_height: u32,
  tile_x: u32,
  tile_y: u32,
  tile_width: u32,
  tile_height: u32,
  // Where the picture's three planes begin in `planes`.
  plane_offset: u32,
  // 1: blue comes first.
  reversed: u32,
  gain_0: f32,
  gain_1: f32,
  gain_2: f32,
  bias_0: f32,
  bias_1: f32,
  bias_2: f32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [tile_height, tile_width], red in the lowest byte
@group(0) @binding(1) var<storage, read> pixels: array<u32>;
// [tile_height, out_width]: the tile's share of each row's resize; the fourth component is not used.
@group(0) @binding(2) var<storage, read_write> rows: array<vec4f>;
// [3, out_height, out_width] per picture
@group(0) @binding(3) var<storage, read_write> planes: array<f32>;

struct Support {
  // Input pixels from `first` up to `end`, not included.
  first: u32,
  end: u32,
  // Weights over this are fractions that sum to 1.
  total: f32,
}

fn weight(x: u32, i: u32, size_in: u32, size_out: u32) -> f32 {
  let distance = abs(i32((2u * x + 1u) * size_out) - i32((2u * i + 1u) * size_in));
  return f32(max(i32(2u * max(size_in, size_out)) - distance, 0));
}

fn support(i: u32, size_in: u32, size_out: u32) -> Support {
  let centre = (2u * i + 1u) * size_in;
  let radius = 2u * max(size_in, size_out);
  let first = (max(centre + size_out, radius) - radius) / (2u * size_out);
  let end = min((centre + radius + size_out) / (2u * size_out), size_in);
  var total = 0.0;
  for (var x = first; x < end; x++) {
    total += weight(x, i, size_in, size_out);
  }
  return Support(first, end, total);
}

@compute @workgroup_size(16, 4, 1)
fn resize_rows(@builtin(global_invocation_id) id: vec3u) {
  let p = parameters;
  if (id.x >= p.out_width || id.y >= p.tile_height) {
    return;
  }
  let taps = support(id.x, p.in_width, p.out_width);
  let end = min(taps.end, p.tile_x + p.tile_width);
  var sum = vec3f();
  for (var x = max(taps.first, p.tile_x); x < end; x++) {
    let pixel = pixels[id.y * p.tile_width + x - p.tile_x];
    let colour = vec3f(f32(pixel & 0xffu), f32((pixel >> 8u) & 0xffu), f32((pixel >> 16u) & 0xffu));
    sum += weight(x, id.x, p.in_width, p.out_width) * colour;
  }
  rows[id.y * p.out_width + id.x] = vec4f(sum / taps.total, 0.0);
}

@compute @workgroup_size(16, 4, 1)
fn resize_columns(@builtin(global_invocation_id) id: vec3u) {
  let p = parameters;
  if (id.x >= p.out_width || id.y >= p.out_height) {
    return;
  }
  let taps = support(id.y, p.in_height, p.out_height);
  let end = min(taps.end, p.tile_y + p.tile_height);
  var sum = vec3f();
  for (var y = max(taps.first, p.tile_y); y < end; y++) {
    sum += weight(y, id.y, p.in_height, p.out_height) * rows[(y - p.tile_y) * p.out_width + id.x].xyz;
  }
  sum /= taps.total;
  let colour = select(sum, sum.zyx, p.reversed == 1u) * vec3f(p.gain_0, p.gain_1, p.gain_2);
  let bias = vec3f(p.bias_0, p.bias_1, p.bias_2);
  let plane = p.out_width * p.out_height;
  let first = p.plane_offset + id.y * p.out_width + id.x;
  let is_first_tile = p.tile_x == 0u && p.tile_y == 0u;
  for (var c = 0u; c < 3u; c++) {
    let before = select(planes[first + c * plane], bias[c], is_first_tile);
    planes[first + c * plane] = before + colour[c];
  }
}

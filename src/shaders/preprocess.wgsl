// Picture → planes of another size: antialiased bilinear (triangle filter), half-pixel centres, each channel scaled and
// shifted. An invocation makes one output pixel. Large pictures come in tiles, whose shares are added up in order.
// Weights are whole numbers until their quotient, small enough for float32 to hold them exactly: pixel x counts for
// output i in proportion to 2·max(in, out) − |(2x + 1)·out − (2i + 1)·in|, where that is positive.

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
// [3, out_height, out_width] per picture
@group(0) @binding(2) var<storage, read_write> planes: array<f32>;

struct Support {
  // Input pixels from `first` up to `end`, not included: those of the tile.
  first: u32,
  end: u32,
  // The triangle's half width, the place of pixel `first` in it, and the way from one pixel to the next.
  radius: f32,
  place: f32,
  step: f32,
  // Weights over this are fractions; over all tiles they sum to 1.
  total: f32,
}

fn weight(radius: f32, place: f32) -> f32 {
  return max(radius - abs(place), 0.0);
}

fn support(i: u32, size_in: u32, size_out: u32, tile_first: u32, tile_size: u32) -> Support {
  let centre = (2u * i + 1u) * size_in;
  let radius = 2u * max(size_in, size_out);
  let first = (max(centre + size_out, radius) - radius) / (2u * size_out);
  let end = min((centre + radius + size_out) / (2u * size_out), size_in);
  let step = f32(2u * size_out);
  let place = f32(i32((2u * first + 1u) * size_out) - i32(centre));
  var total = 0.0;
  for (var k = 0u; k < end - first; k++) {
    total += weight(f32(radius), place + f32(k) * step);
  }
  let first_here = max(first, tile_first);
  let place_here = place + f32(first_here - first) * step;
  return Support(first_here, min(end, tile_first + tile_size), f32(radius), place_here, step, total);
}

@compute @workgroup_size(16, 4, 1)
fn resize(@builtin(global_invocation_id) id: vec3u) {
  let p = parameters;
  if (id.x >= p.out_width || id.y >= p.out_height) {
    return;
  }
  let across = support(id.x, p.in_width, p.out_width, p.tile_x, p.tile_width);
  let down = support(id.y, p.in_height, p.out_height, p.tile_y, p.tile_height);
  var sum = vec3f();
  var place_y = down.place;
  for (var y = down.first; y < down.end; y++) {
    let row = (y - p.tile_y) * p.tile_width - p.tile_x;
    var row_sum = vec3f();
    var place_x = across.place;
    for (var x = across.first; x < across.end; x++) {
      let pixel = pixels[row + x];
      let colour = vec3f(f32(pixel & 0xffu), f32((pixel >> 8u) & 0xffu), f32((pixel >> 16u) & 0xffu));
      row_sum += weight(across.radius, place_x) * colour;
      place_x += across.step;
    }
    sum += weight(down.radius, place_y) * row_sum;
    place_y += down.step;
  }
  // Divided one after the other: the product of both totals may be beyond float32.
  sum = sum / across.total / down.total;
  let colour = select(sum, sum.zyx, p.reversed == 1u) * vec3f(p.gain_0, p.gain_1, p.gain_2);
  let bias = vec3f(p.bias_0, p.bias_1, p.bias_2);
  let plane = p.out_width * p.out_height;
  let first = p.plane_offset + id.y * p.out_width + id.x;
  let is_first_tile = p.tile_x == 0u && p.tile_y == 0u;
  for (var c = 0u; c < 3u; c++) {
    var before = bias[c];
    if (!is_first_tile) {
      before = planes[first + c * plane];
    }
    planes[first + c * plane] = before + colour[c];
  }
}

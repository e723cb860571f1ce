// Picture → planes of another size: antialiased bilinear (triangle filter), half-pixel centres, each channel scaled and
// shifted. An invocation makes a band of one column, so that rows which two outputs share are summed once. Large
// pictures come in tiles, whose shares are added up in order.
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

// Rows that an invocation makes.
const rows_each = 16u;

struct Support {
  // Input pixels from `first` up to `end`, not included: those of the tile.
  first: u32,
  end: u32,
  // Weights over this are fractions; over all tiles they sum to 1.
  total: f32,
}

fn place(x: u32, i: u32, size_in: u32, size_out: u32) -> f32 {
  return f32(i32((2u * x + 1u) * size_out) - i32((2u * i + 1u) * size_in));
}

fn weight(radius: f32, place: f32) -> f32 {
  return max(radius - abs(place), 0.0);
}

fn support(i: u32, size_in: u32, size_out: u32, tile_first: u32, tile_size: u32) -> Support {
  let centre = (2u * i + 1u) * size_in;
  let radius = 2u * max(size_in, size_out);
  let first = (max(centre + size_out, radius) - radius) / (2u * size_out);
  let end = min((centre + radius + size_out) / (2u * size_out), size_in);
  let begin = place(first, i, size_in, size_out);
  var total = 0.0;
  for (var k = 0u; k < end - first; k++) {
    total += weight(f32(radius), begin + f32(k * 2u * size_out));
  }
  return Support(max(first, tile_first), min(end, tile_first + tile_size), total);
}

// Where a pixel's bytes stand; what they count for more than byte 0 is taken off a sum once, at its end, and exactly.
const byte_masks = vec3i(0xff, 0xff00, 0xff0000);
const byte_units = vec3f(1.0, 1.0 / 256.0, 1.0 / 65536.0);

// One input row of the tile, resized to the output's column, times `across.total`, in bytes where they stand.
fn row_sum(p: Parameters, column: u32, across: Support, y: u32) -> vec3f {
  let row = (y - p.tile_y) * p.tile_width - p.tile_x;
  let radius = f32(2u * max(p.in_width, p.out_width));
  let step = f32(2u * p.out_width);
  var place_x = place(across.first, column, p.in_width, p.out_width);
  var sum = vec3f();
  for (var x = across.first; x < across.end; x++) {
    let pixel = pixels[row + x];
    sum += weight(radius, place_x) * vec3f(vec3i(bitcast<i32>(pixel)) & byte_masks);
    place_x += step;
  }
  return sum;
}

fn write(p: Parameters, column: u32, row: u32, sum: vec3f) {
  let colour = select(sum, sum.zyx, p.reversed == 1u) * vec3f(p.gain_0, p.gain_1, p.gain_2);
  let bias = vec3f(p.bias_0, p.bias_1, p.bias_2);
  let is_first_tile = p.tile_x == 0u && p.tile_y == 0u;
  for (var c = 0u; c < 3u; c++) {
    let i = p.plane_offset + (c * p.out_height + row) * p.out_width + column;
    var before = bias[c];
    if (!is_first_tile) {
      before = planes[i];
    }
    planes[i] = before + colour[c];
  }
}

@compute @workgroup_size(16, 4, 1)
fn resize(@builtin(global_invocation_id) id: vec3u) {
  let p = parameters;
  let first_row = id.y * rows_each;
  if (id.x >= p.out_width || first_row >= p.out_height) {
    return;
  }
  let across = support(id.x, p.in_width, p.out_width, p.tile_x, p.tile_width);
  let radius = f32(2u * max(p.in_height, p.out_height));
  var down = support(first_row, p.in_height, p.out_height, p.tile_y, p.tile_height);
  var y = down.first;
  var sum = vec3f();
  for (var i = first_row; i < min(first_row + rows_each, p.out_height); i++) {
    var next_sum = vec3f();
    for (; y < down.end; y++) {
      let row = row_sum(p, id.x, across, y);
      sum += weight(radius, place(y, i, p.in_height, p.out_height)) * row;
      next_sum += weight(radius, place(y, i + 1u, p.in_height, p.out_height)) * row;
    }
    write(p, id.x, i, sum * byte_units / (across.total * down.total));
    down = support(i + 1u, p.in_height, p.out_height, p.tile_y, p.tile_height);
    sum = next_sum;
    if (p.in_height < p.out_height) {
      // Enlarged, a row has a share in more than two outputs.
      sum = vec3f();
      y = down.first;
    }
  }
}

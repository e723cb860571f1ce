// Picture → planes of another size: antialiased bilinear (triangle filter), half-pixel centres, each channel scaled and
// shifted. Each invocation computes a band of two columns, so that pixels they share are read once, and rows shared by
// two outputs are summed once. Large pictures come in tiles, whose contributions are added in order. The sums are of
// differences from one colour, the base, so a picture of one colour gives exactly the same value everywhere. Weights
// are integers until the final division, small enough to be exact in float32: the weight of pixel x for output i is
// proportional to 2·max(in, out) − |(2x + 1)·out − (2i + 1)·in|, where that is positive.

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
  // Where the picture's three planes start in `planes`.
  plane_offset: u32,
  // 1: blue comes first.
  reversed: u32,
  // The base's bytes, not shifted; the biases include its contribution.
  base: u32,
  gain_0: f32,
  gain_1: f32,
  gain_2: f32,
  bias_0: f32,
  bias_1: f32,
  bias_2: f32,
  // The part of the biases lost in float32: gradients may depend on the last digit where ReLU's input is almost 0.
  rest_0: f32,
  rest_1: f32,
  rest_2: f32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [tile_height, tile_width], red in the lowest byte
@group(0) @binding(1) var<storage, read> pixels: array<u32>;
// [3, out_height, out_width] per picture
@group(0) @binding(2) var<storage, read_write> planes: array<f32>;

// Of a workgroup.
override group_columns: u32 = 16u;
override group_rows: u32 = 4u;
// Columns and rows that an invocation computes.
const columns_each = 2u;
override rows_each: u32 = 12u;

struct Support {
  // Input pixels of the tile, from `first` up to but not including `end`.
  first: u32,
  end: u32,
  // Weights divided by this are fractions that sum to 1 over all tiles.
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

// Bytes of a pixel, not shifted; the factor of bytes 1 and 2 is removed from the sum once, at its end, and exactly.
const byte_masks = vec3i(0xff, 0xff00, 0xff0000);
const byte_units = vec3f(1.0, 1.0 / 256.0, 1.0 / 65536.0);

// One input row of the tile, resized to `column` and the next one, in unshifted bytes relative to the base; not yet
// divided by the total weights. `across` are the pixels that both columns need.
fn row_sums(p: Parameters, column: u32, across: vec2u, y: u32) -> mat2x3f {
  let row = (y - p.tile_y) * p.tile_width - p.tile_x;
  let radius = f32(2u * max(p.in_width, p.out_width));
  let step = f32(2u * p.out_width);
  var place_x = place(across.x, column, p.in_width, p.out_width);
  let next = f32(2u * p.in_width);
  let base = vec3i(bitcast<i32>(p.base)) & byte_masks;
  var sum = mat2x3f();
  for (var x = across.x; x < across.y; x++) {
    let bytes = vec3f((vec3i(bitcast<i32>(pixels[row + x])) & byte_masks) - base);
    sum += mat2x3f(weight(radius, place_x) * bytes, weight(radius, place_x - next) * bytes);
    place_x += step;
  }
  return sum;
}

fn write_planes(p: Parameters, column: u32, row: u32, sum: vec3f) {
  let colour = select(sum, sum.zyx, p.reversed == 1u) * vec3f(p.gain_0, p.gain_1, p.gain_2);
  let bias = vec3f(p.bias_0, p.bias_1, p.bias_2);
  let rest = vec3f(p.rest_0, p.rest_1, p.rest_2);
  let is_first_tile = p.tile_x == 0u && p.tile_y == 0u;
  for (var c = 0u; c < 3u; c++) {
    let i = p.plane_offset + (c * p.out_height + row) * p.out_width + column;
    if (is_first_tile) {
      planes[i] = bias[c] + colour[c] + rest[c];
    } else {
      planes[i] += colour[c];
    }
  }
}

@compute @workgroup_size(group_columns, group_rows, 1)
fn resize(@builtin(global_invocation_id) id: vec3u) {
  let p = parameters;
  let column = id.x * columns_each;
  let first_row = id.y * rows_each;
  if (column >= p.out_width || first_row >= p.out_height) {
    return;
  }
  let left = support(column, p.in_width, p.out_width, p.tile_x, p.tile_width);
  let right = support(min(column + 1u, p.out_width - 1u), p.in_width, p.out_width, p.tile_x, p.tile_width);
  let across = vec2u(min(left.first, right.first), max(left.end, right.end));
  let radius = f32(2u * max(p.in_height, p.out_height));
  var down = support(first_row, p.in_height, p.out_height, p.tile_y, p.tile_height);
  var y = down.first;
  var sum = mat2x3f();
  for (var i = first_row; i < min(first_row + rows_each, p.out_height); i++) {
    var next_sum = mat2x3f();
    for (; y < down.end; y++) {
      let row = row_sums(p, column, across, y);
      sum += weight(radius, place(y, i, p.in_height, p.out_height)) * row;
      next_sum += weight(radius, place(y, i + 1u, p.in_height, p.out_height)) * row;
    }
    write_planes(p, column, i, sum[0] * byte_units / (left.total * down.total));
    if (column + 1u < p.out_width) {
      write_planes(p, column + 1u, i, sum[1] * byte_units / (right.total * down.total));
    }
    down = support(i + 1u, p.in_height, p.out_height, p.tile_y, p.tile_height);
    sum = next_sum;
    if (p.in_height < p.out_height) {
      // When enlarging, a row contributes to more than two outputs.
      sum = mat2x3f();
      y = down.first;
    }
  }
}

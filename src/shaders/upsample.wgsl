// Raw maps → heatmaps at the pictures' sizes: bilinear, half-pixel centres, clamped at the edges. Each invocation
// computes a band of one column of one heatmap. It also records the smallest and largest value, with atomics on keys
// that sort as the numbers do: integers have no rounding, so the order does not matter.

#import "shared/item.wgsl"
#import "shared/bands.wgsl"
#import "shared/tap.wgsl"
#import "shared/key.wgsl"
#import "shared/rectify.wgsl"

@group(0) @binding(0) var<storage, read> items: array<Item>;
// Raw maps, one after another.
@group(0) @binding(1) var<storage, read> maps: array<f32>;
// Heatmaps, not yet normalised.
@group(0) @binding(2) var<storage, read_write> heatmaps: array<f32>;
// [heatmaps, 2]: the largest inverted key and the largest key, so that both start at zero.
@group(0) @binding(3) var<storage, read_write> extremes: array<array<atomic<u32>, 2>>;

// Of a workgroup.
override group_columns: u32 = 64u;
override group_rows: u32 = 1u;
// Rows that an invocation computes.
override rows_each: u32 = 64u;

fn row_value(item: Item, row: u32, across: Tap) -> f32 {
  let first = item.map_offset + row * item.map_width;
  var low = maps[first + across.low];
  var high = maps[first + across.high];
  if (item.rectify == 1u) {
    low = rectified(low);
    high = rectified(high);
  }
  return low + (high - low) * across.fraction;
}

@compute @workgroup_size(64, 1, 1)
fn clear(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < arrayLength(&items)) {
    atomicStore(&extremes[id.x][0], 0u);
    atomicStore(&extremes[id.x][1], 0u);
  }
}

@compute @workgroup_size(group_columns, group_rows, 1)
fn stretch(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  let first = id.y * rows_each;
  if (id.x >= item.width || first >= item.height) {
    return;
  }
  let across = tap(id.x, item.map_width, item.width);
  let end = min(first + rows_each, item.height);
  let full = 2u * item.height;
  let unit = 1.0 / f32(full);
  // As in `extremes`.
  var keys = vec2u();
  // One iteration for each pair of map rows that enclose part of the band.
  for (var y = first; y < end;) {
    let down = tap(y, item.map_height, item.height);
    let top = row_value(item, down.low, across);
    let bottom = row_value(item, down.high, across);
    let stop = min(end, next_start(y, down.low, item.map_height, item.height));
    let origin = i32(item.height + down.low * full);
    var values = vec4f();
    let begin = y;
    var first_value = 0.0;
    for (; y < stop; y += 4u) {
      let rows = four_from(y, stop);
      let place = max(vec4i((2u * rows + 1u) * item.map_height) - origin, vec4i(0));
      values = top + (bottom - top) * (vec4f(place) * unit);
      first_value = select(first_value, values.x, y == begin);
      let pixels = item.heatmap_offset + rows * item.width + id.x;
      heatmaps[pixels.x] = values.x;
      heatmaps[pixels.y] = values.y;
      heatmaps[pixels.z] = values.z;
      heatmaps[pixels.w] = values.w;
    }
    // Between two map rows, values are monotonic.
    let ends = vec2u(to_key(first_value), to_key(values.w));
    keys = max(keys, max(vec2u(~ends.x, ends.x), vec2u(~ends.y, ends.y)));
    y = stop;
  }
  // Most bands have no new extreme: checking first avoids the atomic.
  if (keys.x > atomicLoad(&extremes[id.z][0])) {
    atomicMax(&extremes[id.z][0], keys.x);
  }
  if (keys.y > atomicLoad(&extremes[id.z][1])) {
    atomicMax(&extremes[id.z][1], keys.y);
  }
}

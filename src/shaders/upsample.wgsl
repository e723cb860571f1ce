// Raw maps → heatmaps at the pictures' sizes: bilinear, half-pixel centres, clamped at the edges.
// An invocation makes a band of one column of one heatmap.

@group(0) @binding(0) var<storage, read> items: array<Item>;
// Raw maps, one behind the other.
@group(0) @binding(1) var<storage, read> maps: array<f32>;
// Heatmaps, not yet normalised.
@group(0) @binding(2) var<storage, read_write> heatmaps: array<f32>;

fn row_value(item: Item, row: u32, across: Tap) -> f32 {
  let first = item.map_offset + row * item.map_width;
  var low = maps[first + across.low];
  var high = maps[first + across.high];
  if (item.rectify == 1u) {
    low = max(low, 0.0);
    high = max(high, 0.0);
  }
  return low + (high - low) * across.fraction;
}

@compute @workgroup_size(64, 1, 1)
fn stretch(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  let first = id.y * band_rows;
  if (id.x >= item.width || first >= item.height) {
    return;
  }
  let across = tap(id.x, item.map_width, item.width);
  let full = 2u * item.height;
  var down = tap_position(first, item.map_height, item.height);
  var low = min(u32(max(down, 0)) / full, item.map_height - 1u);
  down -= i32(low * full);
  var top = row_value(item, low, across);
  var bottom = row_value(item, min(low + 1u, item.map_height - 1u), across);
  let unit = 1.0 / f32(full);
  for (var y = first; y < min(first + band_rows, item.height); y++) {
    if (down >= i32(full) && low + 1u < item.map_height) {
      let steps = min(u32(down) / full, item.map_height - 1u - low);
      low += steps;
      down -= i32(steps * full);
      top = row_value(item, low, across);
      bottom = row_value(item, min(low + 1u, item.map_height - 1u), across);
    }
    // Below the last row's centre, top and bottom are the same row, whatever the fraction.
    heatmaps[item.pixel_offset + y * item.width + id.x] = top + (bottom - top) * (f32(max(down, 0)) * unit);
    down += i32(2u * item.map_height);
  }
}

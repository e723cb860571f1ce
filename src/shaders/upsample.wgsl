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
  var loaded = 0xffffffffu;
  var top = 0.0;
  var bottom = 0.0;
  for (var y = first; y < min(first + band_rows, item.height); y++) {
    let down = tap(y, item.map_height, item.height);
    if (down.low != loaded) {
      top = row_value(item, down.low, across);
      bottom = row_value(item, down.high, across);
      loaded = down.low;
    }
    heatmaps[item.pixel_offset + y * item.width + id.x] = top + (bottom - top) * down.fraction;
  }
}

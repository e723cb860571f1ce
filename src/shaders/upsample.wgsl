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
  let end = min(first + band_rows, item.height);
  let full = 2u * item.height;
  let unit = 1.0 / f32(full);
  // One turn for each pair of map rows that the band lies between.
  for (var y = first; y < end;) {
    let down = tap(y, item.map_height, item.height);
    let top = row_value(item, down.low, across);
    let bottom = row_value(item, down.high, across);
    let stop = min(end, next_start(y, down.low, item.map_height, item.height));
    let origin = i32(item.height + down.low * full);
    for (; y < stop; y += 4u) {
      let rows = four_from(y, stop);
      let place = max(vec4i((2u * rows + 1u) * item.map_height) - origin, vec4i(0));
      let values = top + (bottom - top) * (vec4f(place) * unit);
      let pixels = item.pixel_offset + rows * item.width + id.x;
      heatmaps[pixels.x] = values.x;
      heatmaps[pixels.y] = values.y;
      heatmaps[pixels.z] = values.z;
      heatmaps[pixels.w] = values.w;
    }
    y = stop;
  }
}

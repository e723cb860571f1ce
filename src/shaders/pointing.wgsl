// Heatmaps and true boxes → the position of each heatmap's maximum, and the share of its sum inside its boxes. Each
// invocation walks down a band of one column. The 64 columns of a workgroup, and the workgroups of a heatmap, are added
// in a fixed order.

#import "shared/item.wgsl"
#import "shared/key.wgsl"
#import "shared/range.wgsl"

struct Parameters {
  // Workgroups horizontally and vertically for the largest heatmap.
  parts_across: u32,
  parts_down: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> items: array<Item>;
// Before min-max.
@group(0) @binding(2) var<storage, read> heatmaps: array<f32>;
// [heatmaps, 2]
@group(0) @binding(3) var<storage, read> ranges: array<vec2u>;
// [heatmaps, 2]: the second is the largest key of the values.
@group(0) @binding(4) var<storage, read> extremes: array<vec2u>;
// [heatmaps, 2]: index of its first box, and of the one after its last.
@group(0) @binding(5) var<storage, read> spans: array<vec2u>;
// [x0, y0, x1, y1), in pixels of the heatmap.
@group(0) @binding(6) var<storage, read> boxes: array<vec4u>;
// [heatmaps, parts_down, parts_across]: the sum inside the boxes, and the total sum.
@group(0) @binding(7) var<storage, read_write> parts: array<vec2f>;
// [heatmaps, 4], as the bits of float32: x and y of the maximum (−1 if there is none), the sum inside the boxes, the
// total sum. Until `finish`, the first is the raster index of the maximum.
@group(0) @binding(8) var<storage, read_write> results: array<array<atomic<u32>, 4>>;

// Rows that an invocation adds.
const rows_each = 64u;
const columns = 64u;
const nowhere = 0xffffffffu;

var<workgroup> sh_sums: array<vec2f, columns>;

fn is_inside(span: vec2u, x: u32, y: u32) -> bool {
  for (var i = span.x; i < span.y; i++) {
    let box = boxes[i];
    if (x >= box.x && x < box.z && y >= box.y && y < box.w) {
      return true;
    }
  }
  return false;
}

@compute @workgroup_size(64, 1, 1)
fn clear(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < arrayLength(&items)) {
    atomicStore(&results[id.x][0], nowhere);
  }
}

@compute @workgroup_size(64, 1, 1)
fn gather(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(workgroup_id) part: vec3u,
  @builtin(local_invocation_index) column: u32,
) {
  let item = items[id.z];
  let range = ranges[id.z];
  let first = id.y * rows_each;
  var sums = vec2f();
  if (id.x < item.width && first < item.height && !is_empty(range)) {
    let span = spans[id.z];
    let highest = bitcast<f32>(from_key(extremes[id.z].y));
    var peak = nowhere;
    for (var y = first; y < min(first + rows_each, item.height); y++) {
      let pixel = y * item.width + id.x;
      let value = heatmaps[item.heatmap_offset + pixel];
      let energy = max(normalized(vec4f(value), range).x, 0.0);
      sums += vec2f(select(0.0, energy, is_inside(span, id.x, y)), energy);
      peak = select(peak, min(peak, pixel), value == highest);
    }
    if (peak != nowhere) {
      atomicMin(&results[id.z][0], peak);
    }
  }
  sh_sums[column] = sums;
  workgroupBarrier();
  if (column == 0u) {
    var sum = vec2f();
    for (var i = 0u; i < columns; i++) {
      sum += sh_sums[i];
    }
    parts[(id.z * parameters.parts_down + part.y) * parameters.parts_across + part.x] = sum;
  }
}

@compute @workgroup_size(64, 1, 1)
fn finish(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&items)) {
    return;
  }
  let item = items[id.x];
  var sums = vec2f();
  for (var y = 0u; y * rows_each < item.height; y++) {
    var row = vec2f();
    for (var x = 0u; x * columns < item.width; x++) {
      row += parts[(id.x * parameters.parts_down + y) * parameters.parts_across + x];
    }
    sums += row;
  }
  let peak = atomicLoad(&results[id.x][0]);
  let place = select(vec2f(vec2u(peak % item.width, peak / item.width)), vec2f(-1.0), peak == nowhere);
  atomicStore(&results[id.x][0], bitcast<u32>(place.x));
  atomicStore(&results[id.x][1], bitcast<u32>(place.y));
  atomicStore(&results[id.x][2], bitcast<u32>(sums.x));
  atomicStore(&results[id.x][3], bitcast<u32>(sums.y));
}

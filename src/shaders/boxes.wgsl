// Labels → every component's area and extent, and the largest component of each heatmap.
// An invocation handles the segments of a band of mask words. No two components touch the same aligned 2×2 block of pixels
// (its pixels are all neighbours), so the block of a component's first pixel, its root, is a place of its own for its record.

#import "shared/item.wgsl"
#import "shared/bands.wgsl"
#import "shared/segments.wgsl"

struct Parameters {
  // Components that `list` has room for, per heatmap.
  capacity: u32,
}

struct Component {
  label: u32,
  area: u32,
  x0: u32,
  y0: u32,
  x1: u32,
  y1: u32,
}

// The first row is the root's own, label / width.
struct Record {
  area: atomic<u32>,
  x0: atomic<u32>,
  x1: atomic<u32>,
  y1: atomic<u32>,
}

struct Result {
  count: atomic<u32>,
  largest_area: atomic<u32>,
  // The smallest among those of the largest area.
  largest_label: atomic<u32>,
  largest: Component,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> items: array<Item>;
@group(0) @binding(2) var<storage, read> masks: array<u32>;
// At segments' first pixels; a root's label is its own index.
@group(0) @binding(3) var<storage, read> labels: array<u32>;
@group(0) @binding(4) var<storage, read_write> records: array<Record>;
@group(0) @binding(5) var<storage, read_write> results: array<Result>;
// [heatmaps, capacity], in no order
@group(0) @binding(6) var<storage, read_write> list: array<Component>;

fn record_of(item: Item, label: u32) -> u32 {
  let blocks_per_row = (item.width + 1u) / 2u;
  return item.block_offset + label / item.width / 2u * blocks_per_row + label % item.width / 2u;
}

fn component_of(item: Item, label: u32) -> Component {
  let r = record_of(item, label);
  return Component(
    label,
    atomicLoad(&records[r].area),
    atomicLoad(&records[r].x0),
    label / item.width,
    atomicLoad(&records[r].x1),
    atomicLoad(&records[r].y1),
  );
}

fn word_at(item: Item, x: u32, y: u32) -> u32 {
  return masks[item.word_offset + y * item.words_per_row + x];
}

// The rows of an invocation's band; none for an invocation beyond the last word.
fn band(item: Item, id: vec3u) -> vec2u {
  let end = min((id.y + 1u) * band_word_rows, item.height);
  return vec2u(id.y * band_word_rows, select(0u, end, id.x < item.words_per_row));
}

@compute @workgroup_size(4, 16, 1)
fn clear(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  if (id.x == 0u && id.y == 0u) {
    atomicStore(&results[id.z].count, 0u);
    atomicStore(&results[id.z].largest_area, 0u);
    atomicStore(&results[id.z].largest_label, 0xffffffffu);
  }
  let rows = band(item, id);
  for (var y = rows.x; y < rows.y; y++) {
    for (var starts = segment_starts(word_at(item, id.x, y)); starts != 0u; starts &= starts - 1u) {
      let pixel = y * item.width + id.x * 32u + countTrailingZeros(starts);
      if (labels[item.pixel_offset + pixel] == pixel) {
        let r = record_of(item, pixel);
        atomicStore(&records[r].area, 0u);
        atomicStore(&records[r].x0, 0xffffffffu);
        atomicStore(&records[r].x1, 0u);
        atomicStore(&records[r].y1, 0u);
      }
    }
  }
}

@compute @workgroup_size(4, 16, 1)
fn measure(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  let rows = band(item, id);
  for (var y = rows.x; y < rows.y; y++) {
    let word = word_at(item, id.x, y);
    for (var starts = segment_starts(word); starts != 0u; starts &= starts - 1u) {
      let start = countTrailingZeros(starts);
      let length = run_length(word, start);
      let x = id.x * 32u + start;
      let r = record_of(item, labels[item.pixel_offset + y * item.width + x]);
      atomicAdd(&records[r].area, length);
      // Most segments lie inside the extent known so far: looking first spares the atomic.
      if (x < atomicLoad(&records[r].x0)) {
        atomicMin(&records[r].x0, x);
      }
      if (x + length > atomicLoad(&records[r].x1)) {
        atomicMax(&records[r].x1, x + length);
      }
      if (y + 1u > atomicLoad(&records[r].y1)) {
        atomicMax(&records[r].y1, y + 1u);
      }
    }
  }
}

@compute @workgroup_size(4, 16, 1)
fn rank(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  let rows = band(item, id);
  for (var y = rows.x; y < rows.y; y++) {
    for (var starts = segment_starts(word_at(item, id.x, y)); starts != 0u; starts &= starts - 1u) {
      let pixel = y * item.width + id.x * 32u + countTrailingZeros(starts);
      if (labels[item.pixel_offset + pixel] == pixel) {
        let component = component_of(item, pixel);
        atomicMax(&results[id.z].largest_area, component.area);
        let slot = atomicAdd(&results[id.z].count, 1u);
        if (slot < parameters.capacity) {
          list[id.z * parameters.capacity + slot] = component;
        }
      }
    }
  }
}

@compute @workgroup_size(4, 16, 1)
fn choose(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  let rows = band(item, id);
  let largest = atomicLoad(&results[id.z].largest_area);
  for (var y = rows.x; y < rows.y; y++) {
    for (var starts = segment_starts(word_at(item, id.x, y)); starts != 0u; starts &= starts - 1u) {
      let pixel = y * item.width + id.x * 32u + countTrailingZeros(starts);
      if (labels[item.pixel_offset + pixel] == pixel) {
        if (atomicLoad(&records[record_of(item, pixel)].area) == largest) {
          atomicMin(&results[id.z].largest_label, pixel);
        }
      }
    }
  }
}

@compute @workgroup_size(64, 1, 1)
fn finish(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < arrayLength(&items) && atomicLoad(&results[id.x].count) > 0u) {
    results[id.x].largest = component_of(items[id.x], atomicLoad(&results[id.x].largest_label));
  }
}

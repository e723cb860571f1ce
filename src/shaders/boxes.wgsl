// Labels → every component's area and extent, and the largest component of each heatmap. No two components touch the
// same aligned 2×2 block of pixels (its pixels are all neighbours), so each component's record is stored at the block of
// its first pixel, its root.

#import "shared/item.wgsl"
#import "shared/segments.wgsl"

struct Parameters {
  // Components that fit in `list`, per heatmap.
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
  // Of those with the largest area, the one with the smallest label.
  largest: Component,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> items: array<Item>;
@group(0) @binding(2) var<storage, read> masks: array<u32>;
// At the first pixels of segments; a root's label is its own index.
@group(0) @binding(3) var<storage, read> labels: array<u32>;
@group(0) @binding(4) var<storage, read_write> records: array<Record>;
@group(0) @binding(5) var<storage, read_write> results: array<Result>;
// [heatmaps, capacity], unordered
@group(0) @binding(6) var<storage, read_write> list: array<Component>;
// Labels of the components of each heatmap, unordered; as many places as records.
@group(0) @binding(7) var<storage, read_write> roots: array<u32>;

const invocations = 64u;
var<workgroup> sh_largest: array<Component, invocations>;

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

// The words of an invocation's strip; none for invocations beyond the last row.
fn strip_words_of(item: Item, id: vec3u) -> vec2u {
  let strip = strip_range(id.x, item.words_per_row);
  return vec2u(strip.x, select(strip.x, strip.y, id.y < item.height));
}

@compute @workgroup_size(64, 1, 1)
fn clear(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < arrayLength(&items)) {
    atomicStore(&results[id.x].count, 0u);
  }
}

// Lists the roots, and clears their records.
@compute @workgroup_size(1, 64, 1)
fn gather(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  let words = strip_words_of(item, id);
  var before = 0u;
  for (var x = words.x; x < words.y; x++) {
    let word = word_at(item, x, id.y);
    for (var starts = segment_starts(word, before); starts != 0u; starts &= starts - 1u) {
      let pixel = id.y * item.width + x * 32u + countTrailingZeros(starts);
      if (labels[item.pixel_offset + pixel] == pixel) {
        let r = record_of(item, pixel);
        atomicStore(&records[r].area, 0u);
        atomicStore(&records[r].x0, 0xffffffffu);
        atomicStore(&records[r].x1, 0u);
        atomicStore(&records[r].y1, 0u);
        roots[item.block_offset + atomicAdd(&results[id.z].count, 1u)] = pixel;
      }
    }
    before = word;
  }
}

@compute @workgroup_size(1, 64, 1)
fn measure(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  let words = strip_words_of(item, id);
  // The first column of the segment that reaches into the next word.
  var begun = 0u;
  var before = 0u;
  var word = word_at(item, words.x, id.y);
  for (var x = words.x; x < words.y; x++) {
    var after = 0u;
    if (x + 1u < words.y) {
      after = word_at(item, x + 1u, id.y);
    }
    let starts = segment_starts(word, before);
    for (var ends = segment_ends(word, after); ends != 0u; ends &= ends - 1u) {
      let bit = countTrailingZeros(ends);
      let own = starts & (0xffffffffu >> (31u - bit));
      let first = select(x * 32u + firstLeadingBit(own), begun, own == 0u);
      let end = x * 32u + bit + 1u;
      let r = record_of(item, labels[item.pixel_offset + id.y * item.width + first]);
      atomicAdd(&records[r].area, end - first);
      // Most segments are inside the extent known so far: checking first avoids the atomic.
      if (first < atomicLoad(&records[r].x0)) {
        atomicMin(&records[r].x0, first);
      }
      if (end > atomicLoad(&records[r].x1)) {
        atomicMax(&records[r].x1, end);
      }
      if (id.y + 1u > atomicLoad(&records[r].y1)) {
        atomicMax(&records[r].y1, id.y + 1u);
      }
    }
    begun = select(x * 32u + firstLeadingBit(starts), begun, starts == 0u);
    before = word;
    word = after;
  }
}

fn is_larger(one: Component, other: Component) -> bool {
  return one.area > other.area || (one.area == other.area && one.label < other.label);
}

// One workgroup for each heatmap.
@compute @workgroup_size(invocations, 1, 1)
fn choose(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let item = items[group.y];
  let count = atomicLoad(&results[group.y].count);
  var largest = Component();
  for (var i = index; i < count; i += invocations) {
    let component = component_of(item, roots[item.block_offset + i]);
    if (i < parameters.capacity) {
      list[group.y * parameters.capacity + i] = component;
    }
    if (is_larger(component, largest)) {
      largest = component;
    }
  }
  sh_largest[index] = largest;
  workgroupBarrier();
  if (index == 0u) {
    for (var i = 1u; i < min(count, invocations); i++) {
      if (is_larger(sh_largest[i], largest)) {
        largest = sh_largest[i];
      }
    }
    results[group.y].largest = largest;
  }
}

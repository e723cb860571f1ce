// Masks → labels: union-find over segments, 8-connected. A segment's label, stored at its first pixel, is the smallest
// raster index of its component; labels of other pixels are never written. While the trees grow, labels hold the
// parents, and a parent is never larger than its child, so every walk and every union terminates, whatever other
// invocations do. Walks shorten the paths they take, as in ECL-CC (Jaiganesh and Burtscher, 2018).

#import "shared/item.wgsl"
#import "shared/segments.wgsl"

@group(0) @binding(0) var<storage, read> items: array<Item>;
@group(0) @binding(1) var<storage, read> masks: array<u32>;
// Raster index in the heatmap: first the parent, at the end the label.
@group(0) @binding(2) var<storage, read_write> labels: array<atomic<u32>>;

// Of a workgroup.
override group_rows: u32 = 64u;

// 0 beyond the row, on either side.
fn word_at(item: Item, x: u32, y: u32) -> u32 {
  return select(0u, masks[item.word_offset + y * item.words_per_row + x], x < item.words_per_row);
}

// The first column of the segment that contains a pixel.
fn segment_start(item: Item, column: u32, y: u32) -> u32 {
  var x = column / 32u;
  // Bits to the right of the pixel are set, so that the highest clear bit is the one before the segment.
  var clear = ~(word_at(item, x, y) | ~(0xffffffffu >> (31u - column % 32u)));
  while (clear == 0u && x % strip_words != 0u) {
    let left = word_at(item, x - 1u, y);
    if (left >> 31u == 0u) {
      break;
    }
    x--;
    clear = ~left;
  }
  return x * 32u + 32u - countLeadingZeros(clear);
}

fn find_root(item: Item, start: u32) -> u32 {
  var node = start;
  var parent = atomicLoad(&labels[item.pixel_offset + node]);
  loop {
    let next = atomicLoad(&labels[item.pixel_offset + parent]);
    if (next == parent) {
      break;
    }
    atomicMin(&labels[item.pixel_offset + node], next);
    node = parent;
    parent = next;
  }
  return parent;
}

// Attaches the larger root to the smaller one. If another invocation was faster, continues with what it attached.
fn unite(item: Item, one: u32, other: u32) {
  var a = one;
  var b = other;
  loop {
    a = find_root(item, a);
    b = find_root(item, b);
    if (a == b) {
      break;
    }
    let high = max(a, b);
    let low = min(a, b);
    let before = atomicMin(&labels[item.pixel_offset + high], low);
    if (before == high) {
      break;
    }
    a = before;
    b = low;
  }
}

// Every segment becomes a root, except where it continues one of the strip on its left.
@compute @workgroup_size(1, group_rows, 1)
fn plant(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  let strip = strip_range(id.x, item.words_per_row);
  if (id.y >= item.height) {
    return;
  }
  let row = id.y * item.width;
  var before = 0u;
  for (var x = strip.x; x < strip.y; x++) {
    let word = word_at(item, x, id.y);
    for (var starts = segment_starts(word, before); starts != 0u; starts &= starts - 1u) {
      let pixel = row + x * 32u + countTrailingZeros(starts);
      atomicStore(&labels[item.pixel_offset + pixel], pixel);
    }
    before = word;
  }
  let is_continued = (word_at(item, strip.x, id.y) & (word_at(item, strip.x - 1u, id.y) >> 31u) & 1u) == 1u;
  if (is_continued) {
    let column = strip.x * 32u;
    atomicStore(&labels[item.pixel_offset + row + column], row + segment_start(item, column - 1u, id.y));
  }
}

// Unites the segments of a strip with those in the row above. Where pixels of both rows touch side by side, only the
// first of them counts, which may be in another strip. Corners count only where no such pixels connect them anyway.
@compute @workgroup_size(1, group_rows, 1)
fn join(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  let strip = strip_range(id.x, item.words_per_row);
  let y = id.y;
  if (y == 0u || y >= item.height) {
    return;
  }
  // Row y in x, the row above in y.
  var left = vec2u(word_at(item, strip.x - 1u, y), word_at(item, strip.x - 1u, y - 1u));
  var words = vec2u(word_at(item, strip.x, y), word_at(item, strip.x, y - 1u));
  for (var x = strip.x; x < strip.y; x++) {
    let right = vec2u(word_at(item, x + 1u, y), word_at(item, x + 1u, y - 1u));
    // Neighbours of each pixel: bit i is that of pixel i − 1, or i + 1.
    let before = (words << vec2u(1u)) | (left >> vec2u(31u));
    let after = (words >> vec2u(1u)) | (right << vec2u(31u));
    let open = words.x & ~words.y;
    var to_right = open & after.y & ~after.x;
    var others = (open & before.y & ~before.x) | (words.x & words.y & ~(before.x & before.y));
    while ((to_right | others) != 0u) {
      let is_right = others == 0u;
      let bit = countTrailingZeros(select(others, to_right, is_right));
      let column = x * 32u + bit;
      let above = column + select(((words.y >> bit) & 1u) - 1u, 1u, is_right);
      unite(item, y * item.width + segment_start(item, column, y), (y - 1u) * item.width + segment_start(item, above, y - 1u));
      to_right = select(to_right, to_right & (to_right - 1u), is_right);
      others &= others - 1u;
    }
    left = words;
    words = right;
  }
}

@compute @workgroup_size(1, group_rows, 1)
fn flatten(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  let strip = strip_range(id.x, item.words_per_row);
  if (id.y >= item.height) {
    return;
  }
  var before = 0u;
  for (var x = strip.x; x < strip.y; x++) {
    let word = word_at(item, x, id.y);
    for (var starts = segment_starts(word, before); starts != 0u; starts &= starts - 1u) {
      let pixel = id.y * item.width + x * 32u + countTrailingZeros(starts);
      atomicStore(&labels[item.pixel_offset + pixel], find_root(item, pixel));
    }
    before = word;
  }
}

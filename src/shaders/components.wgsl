// Masks → labels: union-find over segments (runs of set bits in a mask word), 8-connected. A segment's label, which
// stands at its first pixel, is the smallest raster index of its component; other pixels' labels are never written.
// An invocation handles a band of mask words. While the trees grow, labels hold the parents, and a parent is never
// larger than its child, so every walk and every union ends whatever others do.

#import "shared/item.wgsl"
#import "shared/bands.wgsl"
#import "shared/segments.wgsl"

@group(0) @binding(0) var<storage, read> items: array<Item>;
@group(0) @binding(1) var<storage, read> masks: array<u32>;
// Raster index inside the heatmap: first the parent, at the end the label.
@group(0) @binding(2) var<storage, read_write> labels: array<atomic<u32>>;

fn word_at(item: Item, x: u32, y: u32) -> u32 {
  return masks[item.word_offset + y * item.words_per_row + x];
}

fn find_root(item: Item, start: u32) -> u32 {
  var node = start;
  loop {
    let parent = atomicLoad(&labels[item.pixel_offset + node]);
    if (parent == node) {
      return node;
    }
    node = parent;
  }
  return node;
}

// Hangs the larger root under the smaller one. Where somebody else was first, what they hung there goes on with ours.
fn unite(item: Item, one: u32, other: u32) {
  var a = find_root(item, one);
  var b = find_root(item, other);
  while (a != b) {
    let high = max(a, b);
    let low = min(a, b);
    let before = atomicMin(&labels[item.pixel_offset + high], low);
    a = select(before, low, before == high);
    b = low;
  }
}

@compute @workgroup_size(4, 16, 1)
fn plant(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  if (id.x >= item.words_per_row) {
    return;
  }
  for (var y = id.y * band_word_rows; y < min((id.y + 1u) * band_word_rows, item.height); y++) {
    let first = y * item.width + id.x * 32u;
    for (var starts = segment_starts(word_at(item, id.x, y)); starts != 0u; starts &= starts - 1u) {
      let pixel = first + countTrailingZeros(starts);
      atomicStore(&labels[item.pixel_offset + pixel], pixel);
    }
  }
}

// Joins the segments of one word to the one on their left and to those above, but for what others join anyway.
fn join_word(item: Item, x: u32, y: u32, word: u32, above: u32) {
  let first = y * item.width + x * 32u;
  let above_first = first - item.width;
  // Left, left above and above are on: the left words and the upper words are joined by their own invocations.
  var is_joined_above = false;
  if ((word & 1u) == 1u && x > 0u) {
    let left = word_at(item, x - 1u, y);
    var corner = 0u;
    if (y > 0u) {
      corner = word_at(item, x - 1u, y - 1u);
    }
    if (left >> 31u == 1u) {
      unite(item, first, first - 32u + run_start(left, 31u));
      is_joined_above = (corner >> 31u) == 1u && (above & 1u) == 1u;
    } else if (corner >> 31u == 1u) {
      unite(item, first, above_first - 32u + run_start(corner, 31u));
    }
  }
  for (var starts = segment_starts(word); starts != 0u; starts &= starts - 1u) {
    let start = countTrailingZeros(starts);
    let run = run_bits(start, run_length(word, start));
    for (var touching = above & (run | (run << 1u) | (run >> 1u)); touching != 0u;) {
      let begin = run_start(above, countTrailingZeros(touching));
      if (start > 0u || begin > 0u || !is_joined_above) {
        unite(item, first + start, above_first + begin);
      }
      touching &= ~run_bits(begin, run_length(above, begin));
    }
  }
  if (word >> 31u == 1u && x + 1u < item.words_per_row && y > 0u && (word_at(item, x + 1u, y - 1u) & 1u) == 1u) {
    if (above >> 31u == 0u) {
      unite(item, first + run_start(word, 31u), above_first + 32u);
    }
  }
}

@compute @workgroup_size(4, 16, 1)
fn join(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  let first = id.y * band_word_rows;
  if (id.x >= item.words_per_row || first >= item.height) {
    return;
  }
  var above = 0u;
  if (first > 0u) {
    above = word_at(item, id.x, first - 1u);
  }
  for (var y = first; y < min(first + band_word_rows, item.height); y++) {
    let word = word_at(item, id.x, y);
    if (word != 0u) {
      join_word(item, id.x, y, word, above);
    }
    above = word;
  }
}

@compute @workgroup_size(4, 16, 1)
fn flatten(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  if (id.x >= item.words_per_row) {
    return;
  }
  for (var y = id.y * band_word_rows; y < min((id.y + 1u) * band_word_rows, item.height); y++) {
    let first = y * item.width + id.x * 32u;
    for (var starts = segment_starts(word_at(item, id.x, y)); starts != 0u; starts &= starts - 1u) {
      let pixel = first + countTrailingZeros(starts);
      atomicStore(&labels[item.pixel_offset + pixel], find_root(item, pixel));
    }
  }
}

// Masks → labels: union-find over segments (runs of set bits in a mask word), 8-connected. A pixel's label is the
// smallest raster index of its component, `no_label` where the mask is off.
// An invocation handles one mask word. While the trees grow, only segments' first pixels are nodes; labels hold their
// parents, and a parent is never larger than its child, so every walk and every union ends whatever others do.

@group(0) @binding(0) var<storage, read> items: array<Item>;
@group(0) @binding(1) var<storage, read> masks: array<u32>;
// Raster index inside the heatmap: first the parent, at the end the label.
@group(0) @binding(2) var<storage, read_write> labels: array<atomic<u32>>;

const no_label = 0xffffffffu;

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
  if (id.x >= item.words_per_row || id.y >= item.height) {
    return;
  }
  let first = id.y * item.width + id.x * 32u;
  for (var starts = segment_starts(word_at(item, id.x, id.y)); starts != 0u; starts &= starts - 1u) {
    let pixel = first + countTrailingZeros(starts);
    atomicStore(&labels[item.pixel_offset + pixel], pixel);
  }
}

@compute @workgroup_size(4, 16, 1)
fn join(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  if (id.x >= item.words_per_row || id.y >= item.height) {
    return;
  }
  let word = word_at(item, id.x, id.y);
  if (word == 0u) {
    return;
  }
  let first = id.y * item.width + id.x * 32u;
  let has_left = id.x > 0u;
  let has_right = id.x + 1u < item.words_per_row;
  if ((word & 1u) == 1u && has_left) {
    let left = word_at(item, id.x - 1u, id.y);
    if (left >> 31u == 1u) {
      unite(item, first, first - 32u + run_start(left, 31u));
    }
  }
  if (id.y == 0u) {
    return;
  }
  let above = word_at(item, id.x, id.y - 1u);
  let above_first = first - item.width;
  for (var starts = segment_starts(word); starts != 0u; starts &= starts - 1u) {
    let start = countTrailingZeros(starts);
    let length = run_length(word, start);
    let run = run_bits(start, length);
    for (var touching = above & (run | (run << 1u) | (run >> 1u)); touching != 0u;) {
      let begin = run_start(above, countTrailingZeros(touching));
      unite(item, first + start, above_first + begin);
      touching &= ~run_bits(begin, run_length(above, begin));
    }
    if (start == 0u && has_left) {
      let corner = word_at(item, id.x - 1u, id.y - 1u);
      if (corner >> 31u == 1u) {
        unite(item, first, above_first - 32u + run_start(corner, 31u));
      }
    }
    if (start + length == 32u && has_right && (word_at(item, id.x + 1u, id.y - 1u) & 1u) == 1u) {
      unite(item, first + start, above_first + 32u);
    }
  }
}

@compute @workgroup_size(4, 16, 1)
fn flatten(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  if (id.x >= item.words_per_row || id.y >= item.height) {
    return;
  }
  let word = word_at(item, id.x, id.y);
  let starts = segment_starts(word);
  let first = id.y * item.width + id.x * 32u;
  var label = no_label;
  for (var bit = 0u; bit < min(32u, item.width - id.x * 32u); bit++) {
    if (((starts >> bit) & 1u) == 1u) {
      label = find_root(item, first + bit);
    }
    let on = ((word >> bit) & 1u) == 1u;
    atomicStore(&labels[item.pixel_offset + first + bit], select(no_label, label, on));
  }
}

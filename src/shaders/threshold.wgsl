// Heatmaps → masks: set where the normalised value reaches the threshold; all clear if the heatmap is empty (uniform).
// Each invocation computes a band of words: 32 pixels of a row each, the leftmost in the lowest bit, zeros beyond the
// row's end.

#import "shared/item.wgsl"
#import "shared/bands.wgsl"
#import "shared/range.wgsl"

// Several of them may be masks of one heatmap, each at its own threshold.
@group(0) @binding(0) var<storage, read> items: array<Item>;
@group(0) @binding(1) var<storage, read> heatmaps: array<f32>;
// [heatmaps, 2]
@group(0) @binding(2) var<storage, read> ranges: array<vec2u>;
@group(0) @binding(3) var<storage, read_write> masks: array<u32>;

// Of a workgroup.
override group_columns: u32 = 4u;
override group_rows: u32 = 16u;
// Rows of words that an invocation computes.
override rows_each: u32 = 8u;

@compute @workgroup_size(group_columns, group_rows, 1)
fn pack_words(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  if (id.x >= item.words_per_row) {
    return;
  }
  let range = ranges[item.heatmap];
  let count = select(min(32u, item.width - id.x * 32u), 0u, is_empty(range));
  for (var y = id.y * rows_each; y < min((id.y + 1u) * rows_each, item.height); y++) {
    let first = item.heatmap_offset + y * item.width + id.x * 32u;
    var word = 0u;
    for (var bit = 0u; bit < count; bit += 4u) {
      let i = first + four_from(bit, count);
      let values = normalized(vec4f(heatmaps[i.x], heatmaps[i.y], heatmaps[i.z], heatmaps[i.w]), range);
      let bits = select(vec4u(), vec4u(1u, 2u, 4u, 8u), values >= vec4f(item.threshold));
      word |= (bits.x | bits.y | bits.z | bits.w) << bit;
    }
    // The last pixel may have been read up to four times.
    word &= select(0xffffffffu >> (32u - count), 0u, count == 0u);
    masks[item.word_offset + y * item.words_per_row + id.x] = word;
  }
}

// One heatmap, or its mask at one threshold, among many of different sizes stored one after another. Offsets count
// elements of their buffers.
struct Item {
  width: u32,
  height: u32,
  // The raw map it is computed from.
  map_width: u32,
  map_height: u32,
  map_offset: u32,
  // 1: negative map values become 0.
  rectify: u32,
  // Which heatmap, its first pixel, and the smallest normalised value that is set in its mask.
  heatmap: u32,
  heatmap_offset: u32,
  threshold: f32,
  // First pixel in labels.
  pixel_offset: u32,
  // Packed masks: 32 pixels per word, the leftmost in the lowest bit; every row starts with a new word.
  words_per_row: u32,
  word_offset: u32,
  // First record of the components: one for each aligned 2×2 block of pixels.
  block_offset: u32,
}

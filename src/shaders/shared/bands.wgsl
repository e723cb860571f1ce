// An invocation walks down a band of one column, so that what depends on the column alone is done once.
// Rows of a band of pixels, and of a band of mask words.
const band_rows = 16u;
const band_word_rows = 8u;

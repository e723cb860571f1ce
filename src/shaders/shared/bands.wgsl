// Pixel stages: an invocation walks down a band of one column, so that what depends on the column alone is done once.
const band_rows = 16u;

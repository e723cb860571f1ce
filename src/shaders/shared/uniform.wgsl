// A range that is only rounding: eight units in the last place of the numbers it lies between, or less than the
// smallest number that a GPU must not flush to 0.
const rounding = 0x1p-20f;
const smallest = 0x1p-126f;

fn is_uniform(extent: vec2f) -> bool {
  return extent.y - extent.x <= max(smallest, rounding * max(abs(extent.x), abs(extent.y)));
}

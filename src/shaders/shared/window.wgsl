// The square of pixels around one, clipped at the edges of the picture.
struct Window {
  // Column and row, both inclusive.
  first: vec2u,
  last: vec2u,
  // Their number.
  pixels: f32,
}

fn window_round(pixel: u32, positions: u32, width: u32, radius: u32) -> Window {
  let centre = vec2u(pixel % width, pixel / width);
  let first = centre - min(centre, vec2u(radius));
  let last = min(centre + radius, vec2u(width, positions / width) - 1u);
  let sides = last - first + 1u;
  return Window(first, last, f32(sides.x * sides.y));
}

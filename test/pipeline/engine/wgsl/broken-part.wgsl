// Does not compile: a function gives another type than it says.

fn three() -> u32 {
  return 3.5;
}

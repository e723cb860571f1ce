// Does not compile: see the file that it imports, and the last line here.

#import "broken-part.wgsl"

@group(0) @binding(0) var<storage, read_write> found: array<u32>;

@compute @workgroup_size(1)
fn fill() {
  found[0] = three();
  found[1] = four();
}

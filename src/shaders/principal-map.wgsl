// Activations as a matrix X of positions × channels, every channel centred → X·v, v its first right singular vector
// (EigenCAM). The sign is chosen so that, of the positions furthest from 0 (within 1e-4 of that distance), the first is
// positive. Zeros if the result is only rounding relative to the means of the channels. One workgroup finds v for one
// picture by power iteration, v ← XᵀX·v, so no workgroup waits for another; the map holds X·v in between.

#import "shared/group-totals.wgsl"
#import "shared/uniform.wgsl"

struct Parameters {
  channels: u32,
  // Positions of one channel, height times width.
  positions: u32,
  // Maximum.
  iterations: u32,
}

struct Channel {
  mean: f32,
  // Entries of v and of Xᵀ·map.
  direction: f32,
  next: f32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [N, C, H, W]
@group(0) @binding(1) var<storage, read> activations: array<f32>;
// [N, H, W]
@group(0) @binding(2) var<storage, read_write> maps: array<f32>;
// [N, C], not needed afterwards
@group(0) @binding(3) var<storage, read_write> channels: array<Channel>;

const side = 16u;
// Channels or positions that are summed at the same time, each by 16 invocations.
const together = 64u;
// v, a unit vector, has converged when it moves by less than 1e-6.
const settled = 1e-12;

var<workgroup> sh_parts: array<array<f32, side>, together>;

fn centred(channel: u32, p: u32) -> f32 {
  return activations[channel * parameters.positions + p] - channels[channel].mean;
}

fn sum_of_parts(output: u32) -> f32 {
  var sum = 0.0;
  for (var i = 0u; i < side; i++) {
    sum += sh_parts[output][i];
  }
  return sum;
}

// map ← X·v
fn project(picture: u32, local: vec2u, index: u32) {
  let first_channel = picture * parameters.channels;
  for (var first = 0u; first < parameters.positions; first += together) {
    let count = min(together, parameters.positions - first);
    for (var i = local.x; i < count; i += side) {
      var sum = 0.0;
      for (var c = first_channel + local.y; c < first_channel + parameters.channels; c += side) {
        sum += centred(c, first + i) * channels[c].direction;
      }
      sh_parts[i][local.y] = sum;
    }
    workgroupBarrier();
    if (index < count) {
      maps[picture * parameters.positions + first + index] = sum_of_parts(index);
    }
    workgroupBarrier();
  }
  storageBarrier();
}

// next ← Xᵀ·map
fn project_back(picture: u32, local: vec2u, index: u32) {
  let map = picture * parameters.positions;
  for (var first = 0u; first < parameters.channels; first += together) {
    let count = min(together, parameters.channels - first);
    let channel = picture * parameters.channels + first;
    for (var i = local.y; i < count; i += side) {
      var sum = 0.0;
      for (var p = local.x; p < parameters.positions; p += side) {
        sum += centred(channel + i, p) * maps[map + p];
      }
      sh_parts[i][local.x] = sum;
    }
    workgroupBarrier();
    if (index < count) {
      channels[channel + index].next = sum_of_parts(index);
    }
    workgroupBarrier();
  }
  storageBarrier();
}

@compute @workgroup_size(16, 16, 1)
fn find_principal(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let picture = group.z;
  let index = local.y * side + local.x;
  let first = picture * parameters.channels;
  let end = first + parameters.channels;
  let map = picture * parameters.positions;
  let map_end = map + parameters.positions;
  // Means are sums of differences from the first position, so a constant channel is centred to exactly 0.
  for (var p = map + index; p < map_end; p += invocations) {
    maps[p] = 1.0;
  }
  for (var c = first + index; c < end; c += invocations) {
    channels[c].mean = activations[c * parameters.positions];
    // A start without any pattern, to which v is orthogonal only by accident.
    channels[c].direction = f32(((c - first + 1u) * 2654435769u) >> 8u) / 8388608.0 - 1.0;
  }
  storageBarrier();
  project_back(picture, local.xy, index);
  for (var c = first + index; c < end; c += invocations) {
    channels[c].mean += channels[c].next / f32(parameters.positions);
  }
  storageBarrier();
  for (var i = 0u; i < parameters.iterations; i++) {
    project(picture, local.xy, index);
    project_back(picture, local.xy, index);
    var squares = 0.0;
    for (var c = first + index; c < end; c += invocations) {
      squares += channels[c].next * channels[c].next;
    }
    // If all channels are constant, v becomes 0.
    let length = max(sqrt(sum_of_all(index, squares)), 1e-30);
    var moves = 0.0;
    for (var c = first + index; c < end; c += invocations) {
      let direction = channels[c].next / length;
      moves += (direction - channels[c].direction) * (direction - channels[c].direction);
      channels[c].direction = direction;
    }
    if (sum_of_all(index, moves) < settled) {
      break;
    }
  }
  project(picture, local.xy, index);
  var furthest = 0.0;
  for (var p = map + index; p < map_end; p += invocations) {
    furthest = max(furthest, abs(maps[p]));
  }
  let distance = largest_of_all(index, furthest);
  let far = 0.9999 * distance;
  var means = 0.0;
  for (var c = first + index; c < end; c += invocations) {
    means += channels[c].mean * channels[c].mean;
  }
  let is_rounding = distance <= rounding * sqrt(sum_of_all(index, means));
  // Counts positions from the end, so the first is the largest.
  var place = 0.0;
  for (var p = map + index; p < map_end; p += invocations) {
    place = max(place, select(0.0, f32(map_end - p), abs(maps[p]) >= far));
  }
  let sign = select(1.0, -1.0, maps[map_end - u32(largest_of_all(index, place))] < 0.0);
  // NaN times 0 is still NaN.
  let factor = select(sign, 0.0, is_rounding);
  storageBarrier();
  for (var p = map + index; p < map_end; p += invocations) {
    maps[p] *= factor;
  }
}

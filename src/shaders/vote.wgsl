// Features and seeds → votes: every position receives the mean of all seeds, weighted by similarity, y[i] = Σj A[i,
// j]·s[j] / Σj A[i, j], A[i, j] = ReLU(fine[i]·fine[j] + coarse[i]·coarse[j]). A is never stored. A workgroup computes
// a tile of it, 64 by 64 positions, each invocation 4 by 4 of them, and sums what the tile contributes to its rows and,
// since A[j, i] = A[i, j], to its columns. Then every position adds the contributions of its tiles in order.

#import "shared/rectify.wgsl"

struct Parameters {
  fine_channels: u32,
  coarse_channels: u32,
  // Positions of one channel, height times width.
  positions: u32,
  // Seeds of each picture.
  maps: u32,
}

// Positions along each side of a tile.
const side = 64u;
// Invocations along each side of a workgroup; each has four positions along each side.
const lanes = 16u;

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [N, fine_channels, H, W]: a unit vector for each position, or zeros.
@group(0) @binding(1) var<storage, read> fine: array<f32>;
// [N, coarse_channels, H, W]
@group(0) @binding(2) var<storage, read> coarse: array<f32>;
// [N, maps, H, W]
@group(0) @binding(3) var<storage, read> seeds: array<f32>;
// [N, maps, H, W]
@group(0) @binding(4) var<storage, read_write> votes: array<f32>;
// [N, tiles, maps + 1, H, W]: the contributions of each row of tiles: Σ A·s by map, and finally Σ A.
@group(0) @binding(5) var<storage, read_write> sums: array<f32>;

// Sixteen channels of the tile's rows and columns.
var<workgroup> sh_rows: array<array<vec4f, lanes>, lanes>;
var<workgroup> sh_columns: array<array<vec4f, lanes>, lanes>;
var<workgroup> sh_parts: array<array<f32, lanes>, side>;

// 0 beyond the last channel and the last position.
fn feature(picture: u32, channel: u32, place: u32) -> f32 {
  if (place >= parameters.positions) {
    return 0.0;
  }
  if (channel < parameters.fine_channels) {
    return fine[(picture * parameters.fine_channels + channel) * parameters.positions + place];
  }
  let rest = channel - parameters.fine_channels;
  if (rest >= parameters.coarse_channels) {
    return 0.0;
  }
  return coarse[(picture * parameters.coarse_channels + rest) * parameters.positions + place];
}

fn features(picture: u32, channel: u32, place: u32) -> vec4f {
  return vec4f(
    feature(picture, channel, place),
    feature(picture, channel, place + 1u),
    feature(picture, channel, place + 2u),
    feature(picture, channel, place + 3u),
  );
}

// 1 in place of the seeds of an extra map, whose sum is that of A.
fn seed(picture: u32, map: u32, place: u32) -> f32 {
  if (place >= parameters.positions || map >= parameters.maps) {
    return 1.0;
  }
  return seeds[(picture * parameters.maps + map) * parameters.positions + place];
}

fn four_seeds(picture: u32, map: u32, place: u32) -> vec4f {
  return vec4f(
    seed(picture, map, place),
    seed(picture, map, place + 1u),
    seed(picture, map, place + 2u),
    seed(picture, map, place + 3u),
  );
}

// Adds the parts of 64 positions in order. All invocations of the workgroup must call it together.
fn gather(index: u32, first: u32, place: u32) {
  workgroupBarrier();
  if (index < side && place + index < parameters.positions) {
    var sum = 0.0;
    for (var i = 0u; i < lanes; i++) {
      sum += sh_parts[index][i];
    }
    sums[first + place + index] = sum;
  }
  workgroupBarrier();
}

@compute @workgroup_size(16, 16, 1)
fn compare(
  @builtin(workgroup_id) tile: vec3u,
  @builtin(num_workgroups) tiles: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  if (tile.x < tile.y) {
    return;
  }
  let picture = tile.z;
  let row = tile.y * side;
  let column = tile.x * side;
  // By row.
  var alike = array<vec4f, 4>();
  let channels = parameters.fine_channels + parameters.coarse_channels;
  for (var first = 0u; first < channels; first += lanes) {
    sh_rows[local.y][local.x] = features(picture, first + local.y, row + 4u * local.x);
    sh_columns[local.y][local.x] = features(picture, first + local.y, column + 4u * local.x);
    workgroupBarrier();
    for (var c = 0u; c < lanes; c++) {
      let down = sh_rows[c][local.y];
      let across = sh_columns[c][local.x];
      alike[0] += down.x * across;
      alike[1] += down.y * across;
      alike[2] += down.z * across;
      alike[3] += down.w * across;
    }
    workgroupBarrier();
  }
  for (var i = 0u; i < 4u; i++) {
    for (var j = 0u; j < 4u; j++) {
      alike[i][j] = rectified(alike[i][j]);
    }
  }
  for (var map = 0u; map <= parameters.maps; map++) {
    let across = four_seeds(picture, map, column + 4u * local.x);
    for (var i = 0u; i < 4u; i++) {
      sh_parts[4u * local.y + i][local.x] = dot(alike[i], across);
    }
    gather(index, sums_of(picture, tile.x, tiles.x, map), row);
    if (tile.x != tile.y) {
      let down = four_seeds(picture, map, row + 4u * local.y);
      let given = alike[0] * down.x + alike[1] * down.y + alike[2] * down.z + alike[3] * down.w;
      for (var j = 0u; j < 4u; j++) {
        sh_parts[4u * local.x + j][local.y] = given[j];
      }
      gather(index, sums_of(picture, tile.y, tiles.x, map), column);
    }
  }
}

// Where the sums that a row of tiles contributes to a map start.
fn sums_of(picture: u32, tile: u32, tiles: u32, map: u32) -> u32 {
  return ((picture * tiles + tile) * (parameters.maps + 1u) + map) * parameters.positions;
}

fn total(picture: u32, tiles: u32, map: u32, place: u32) -> f32 {
  var sum = 0.0;
  for (var tile = 0u; tile < tiles; tile++) {
    sum += sums[sums_of(picture, tile, tiles, map) + place];
  }
  return sum;
}

@compute @workgroup_size(16, 16, 1)
fn count(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) tiles: vec3u) {
  let place = id.y * tiles.x * lanes + id.x;
  if (place >= parameters.positions) {
    return;
  }
  let all = total(id.z, tiles.x, parameters.maps, place);
  for (var map = 0u; map < parameters.maps; map++) {
    let own = seed(id.z, map, place);
    let sum = total(id.z, tiles.x, map, place);
    // A position similar to none, not even itself, keeps its seed. Compared by bits: NaN is not 0.
    let is_alone = bitcast<u32>(all) == 0u;
    votes[(id.z * parameters.maps + map) * parameters.positions + place] = select(sum / all, own, is_alone);
  }
}

// Structs with gaps → what the GPU finds in each field of each of them, in the order of the fields.

struct Padded {
  count: u32,
  place: vec3f,
  level: i32,
  inner: Inner,
  pair: vec2u,
  four: array<f32, 3>
}

struct Inner { last: f32, rows: array<vec3<f32>, 2> }

@group(0) @binding(0) var<storage> rows: array<Padded>;
@binding(1) @group(0) var<storage, read_write> found: array<f32>;

const fields: u32 = 17u;

@compute @workgroup_size(1)
fn spell(@builtin(global_invocation_id) id: vec3u) {
  let row = rows[id.x];
  var values = array<f32, fields>(
    f32(row.count), row.place.x, row.place.y, row.place.z, f32(row.level), row.inner.last,
    row.inner.rows[0].x, row.inner.rows[0].y, row.inner.rows[0].z,
    row.inner.rows[1].x, row.inner.rows[1].y, row.inner.rows[1].z,
    f32(row.pair.x), f32(row.pair.y), row.four[0], row.four[1], row.four[2],
  );
  for (var i = 0u; i < fields; i++) {
    found[id.x * fields + i] = values[i];
  }
}

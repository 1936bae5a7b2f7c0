// What is kept on the graphics card: triangles in picture points, ground by cell, lines on the
// ground, dots. Colours are premultiplied and in gamma space, as egui's are.

struct Uniform {
    // The size of the window in points.
    screen: vec2<f32>,
    // From what a vertex holds (less `eye`) to points in the window.
    scale: vec2<f32>,
    offset: vec2<f32>,
    // Pixels per point.
    density: f32,
    // Of lines, in points.
    width: f32,
    // What lies at `offset`: the sum of two single-precision numbers, because one cannot tell
    // metres apart on a map of the world.
    eye_high: vec2<f32>,
    eye_low: vec2<f32>,
    // Of lines and rims.
    colour: vec4<f32>,
};

@group(0) @binding(0) var<uniform> u: Uniform;
// The colours of cells, row after row.
@group(1) @binding(0) var cell_colours: texture_2d<f32>;

struct Out {
    @builtin(position) position: vec4<f32>,
    @location(0) colour: vec4<f32>,
    // Pixels from the middle, and from there to the edge.
    @location(1) from_middle: vec2<f32>,
    @location(2) reach: f32,
    // Pixels of a rim that lies on the edge.
    @location(3) rim: f32,
};

fn in_window(point: vec2<f32>) -> vec4<f32> {
    return vec4<f32>(2.0 * point.x / u.screen.x - 1.0, 1.0 - 2.0 * point.y / u.screen.y, 0.0, 1.0);
}

// From the world: the difference of the large parts is exact where it matters, near the eye.
fn from_world(at: vec4<f32>) -> vec2<f32> {
    return ((at.xy - u.eye_high) + (at.zw - u.eye_low)) * u.scale + u.offset;
}

fn whole(point: vec2<f32>, colour: vec4<f32>) -> Out {
    return Out(in_window(point), colour, vec2<f32>(0.0), 1.0, 0.0);
}

@vertex
fn vs_flat(@location(0) at: vec2<f32>, @location(1) colour: vec4<f32>) -> Out {
    return whole(at * u.scale + u.offset, colour);
}

@vertex
fn vs_ground(@location(0) at: vec4<f32>, @location(1) cell: u32) -> Out {
    let width = textureDimensions(cell_colours).x;
    let colour = textureLoad(cell_colours, vec2<u32>(cell % width, cell / width), 0);
    return whole(from_world(at), colour);
}

// The corners of a rectangle as two triangles: 0 1 2, 2 1 3.
fn corner_of(index: u32) -> vec2<f32> {
    let x = index == 1u || index == 4u || index == 5u;
    let y = index == 2u || index == 3u || index == 5u;
    return vec2<f32>(select(0.0, 1.0, x), select(0.0, 1.0, y));
}

@vertex
fn vs_dot(
    @builtin(vertex_index) index: u32,
    @location(0) middle: vec2<f32>,
    // The radius and the width of the rim, half of which lies outside.
    @location(1) size: vec2<f32>,
    @location(2) colour: vec4<f32>,
) -> Out {
    let radius = size.x + size.y / 2.0;
    let reach = radius + 0.5 / u.density;
    let from_middle = (corner_of(index) * 2.0 - 1.0) * reach;
    let point = middle + u.offset + from_middle;
    return Out(in_window(point), colour, from_middle * u.density, radius * u.density, size.y * u.density);
}

// A stretch of a line from `b` to `c`; `a` and `d` are the points before and after, so that
// stretches meet along one mitre and nothing is painted twice.
@vertex
fn vs_line(
    @builtin(vertex_index) index: u32,
    @location(0) a_at: vec4<f32>,
    @location(1) a_line: u32,
    @location(2) b_at: vec4<f32>,
    @location(3) b_line: u32,
    @location(4) c_at: vec4<f32>,
    @location(5) c_line: u32,
    @location(6) d_at: vec4<f32>,
    @location(7) d_line: u32,
) -> Out {
    if (b_line != c_line) {
        return whole(vec2<f32>(-8.0, -8.0), vec4<f32>(0.0));
    }
    let b = from_world(b_at);
    let c = from_world(c_at);
    let stretch = c - b;
    let length = max(length(stretch), 1e-6);
    let along = stretch / length;
    var before = along;
    if (a_line == b_line) {
        let step = b - from_world(a_at);
        if (dot(step, step) > 1e-9) { before = normalize(step); }
    }
    var after = along;
    if (d_line == c_line) {
        let step = from_world(d_at) - c;
        if (dot(step, step) > 1e-9) { after = normalize(step); }
    }
    let corner = corner_of(index);
    let at_end = corner.x > 0.5;
    let other = select(before, after, at_end);
    let across = vec2<f32>(-along.y, along.x);
    // The mitre, at most twice as long as the line is wide.
    var mitre = across + vec2<f32>(-other.y, other.x);
    let square = dot(mitre, mitre);
    if (square > 1e-3) {
        mitre = mitre * min(2.0 / square, 2.0 / sqrt(square));
    } else {
        mitre = across;
    }
    let side = corner.y * 2.0 - 1.0;
    let half = u.width / 2.0 + 0.5 / u.density;
    let point = select(b, c, at_end) + mitre * side * half;
    return Out(in_window(point), u.colour, vec2<f32>(side * half * u.density, 0.0), u.width / 2.0 * u.density, 0.0);
}

fn covered(in: Out) -> vec4<f32> {
    let distance = length(in.from_middle);
    let inside = clamp(in.reach + 0.5 - distance, 0.0, 1.0);
    if (in.rim <= 0.0 || in.colour.a <= 0.0) {
        return in.colour * inside;
    }
    return mix(u.colour, in.colour, clamp(in.reach - in.rim + 0.5 - distance, 0.0, 1.0)) * inside;
}

@fragment
fn fs_gamma(in: Out) -> @location(0) vec4<f32> {
    return covered(in);
}

// A target that turns linear colours into gamma space itself.
@fragment
fn fs_linear(in: Out) -> @location(0) vec4<f32> {
    let colour = covered(in);
    let low = colour.rgb / 12.92;
    let high = pow((colour.rgb + 0.055) / 1.055, vec3<f32>(2.4));
    return vec4<f32>(select(high, low, colour.rgb < vec3<f32>(0.04045)), colour.a);
}

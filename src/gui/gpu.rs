//! What the map keeps on the graphics card.
//!
//! egui sends every triangle to the card in every frame; for the ground of thousands of cells that
//! is some ten megabytes. Here a layer is sent once and again only when it has changed: panning and
//! zooming change a few numbers, and another date changes one colour per cell. walkers keeps its
//! drawables in the same way, but not colours apart from triangles, nor lines with joints.
//!
//! Layers are drawn in the order in which they are painted, between egui's own shapes.

use std::sync::Arc;

use eframe::egui::epaint::{Mesh, PaintCallbackInfo};
use eframe::egui::{Color32, Pos2, Shape, Ui, Vec2};
use eframe::egui_wgpu::{Callback, CallbackResources, CallbackTrait, RenderState, ScreenDescriptor};
use eframe::wgpu::{self, util::DeviceExt as _};

use crate::geometry::Viewport;

/// What a layer is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Flat,
    Ground,
    Lines,
    Dots,
}

/// The layers of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Base,
    Ground,
    MovingGround,
    Overlays,
    Fronts,
    Dots,
    Symbols,
}

/// One map, or the other of two that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Side {
    #[default]
    One,
    Other,
}

const SLOTS: usize = 7;
const SIDES: usize = 2;
/// Cells in one row of their texture.
const ROW: usize = 2048;
/// The numbers of a uniform, and how far apart uniforms lie in their buffer, in bytes.
const UNIFORM: usize = 16;
const UNIFORM_STEP: u64 = 256;

/// Numbers for the card, not changed once they are there: what is the same block is not sent again.
pub(super) type Block = Arc<Vec<u32>>;

/// A point of the world for the card, as a sum of single-precision numbers: the large parts of x and
/// y, then the small ones.
pub(super) fn world_bits([x, y]: [f64; 2]) -> [u32; 4] {
    let (x_high, y_high) = (x as f32, y as f32);
    let low = [(x - f64::from(x_high)) as f32, (y - f64::from(y_high)) as f32];
    [x_high.to_bits(), y_high.to_bits(), low[0].to_bits(), low[1].to_bits()]
}

/// How long a block of the colours of so many cells is: in whole rows, one at least.
pub(super) fn colours_len(cells: usize) -> usize {
    cells.next_multiple_of(ROW).max(ROW)
}

/// A colour for the card.
pub(super) fn colour_bits(colour: Color32) -> u32 {
    u32::from_le_bytes(colour.to_array())
}

/// Where the map lies in the window.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) side: Side,
    pub(super) viewport: &'a Viewport,
    pub(super) origin: Pos2,
}

/// What is the same for all vertices of a layer.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Uniform {
    scale: f32,
    offset: Vec2,
    width: f32,
    eye: [f64; 2],
    colour: Color32,
}

impl Uniform {
    fn still(offset: Vec2) -> Self {
        Self { scale: 1.0, offset, width: 0.0, eye: [0.0; 2], colour: Color32::TRANSPARENT }
    }

    /// For points of the world, in the copy of the world that lies `copy` worlds east.
    fn of_world(place: &Place<'_>, copy: i32) -> Self {
        let viewport = place.viewport;
        let centre = viewport.centre();
        Self {
            scale: viewport.scale() as f32,
            offset: place.origin.to_vec2() + Vec2::new(viewport.width(), viewport.height()) / 2.0,
            width: 0.0,
            eye: [centre.x - f64::from(copy), centre.y],
            colour: Color32::TRANSPARENT,
        }
    }

    fn numbers(&self, screen: [f32; 2], density: f32) -> [f32; UNIFORM] {
        let [x, y, x_low, y_low] = world_bits(self.eye).map(f32::from_bits);
        let [r, g, b, a] = self.colour.to_array().map(|part| f32::from(part) / 255.0);
        let Self { scale, offset, width, .. } = *self;
        [screen[0], screen[1], scale, scale, offset.x, offset.y, density, width, x, y, x_low, y_low, r, g, b, a]
    }
}

/// A layer to be painted in this frame.
struct Layer {
    side: Side,
    slot: Slot,
    kind: Kind,
    vertices: Block,
    /// The indices of triangles, or the colours of dots.
    second: Option<Block>,
    /// The colours of cells.
    colours: Option<Block>,
    uniforms: Vec<Uniform>,
}

impl Layer {
    /// Its place among the layers of both sides.
    fn at(&self) -> usize {
        self.slot as usize + SLOTS * self.side as usize
    }

    fn shape(self, ui: &Ui) -> Shape {
        // The whole window: a smaller one would be rounded to pixels.
        Callback::new_paint_callback(ui.ctx().viewport_rect(), self).into()
    }
}

/// Triangles with colours, in points.
pub(super) struct Flat {
    vertices: Block,
    indices: Block,
}

impl Flat {
    pub(super) fn new(mesh: &Mesh) -> Self {
        Self::stamped(std::iter::once((Vec2::ZERO, mesh)))
    }

    /// Copies of meshes, each moved to a point.
    pub(super) fn stamped<'m>(stamps: impl Iterator<Item = (Vec2, &'m Mesh)> + Clone) -> Self {
        let (corners, count) =
            stamps.clone().fold((0, 0), |(v, i), (_, mesh)| (v + mesh.vertices.len(), i + mesh.indices.len()));
        let (mut vertices, mut indices) = (Vec::with_capacity(corners * 3), Vec::with_capacity(count));
        let mut first = 0;
        for (at, mesh) in stamps {
            for vertex in &mesh.vertices {
                let (x, y) = (vertex.pos.x + at.x, vertex.pos.y + at.y);
                vertices.extend_from_slice(&[x.to_bits(), y.to_bits(), colour_bits(vertex.color)]);
            }
            indices.extend(mesh.indices.iter().map(|index| first + index));
            first += mesh.vertices.len() as u32;
        }
        Self { vertices: Arc::new(vertices), indices: Arc::new(indices) }
    }

    /// The triangles moved by `offset`.
    pub(super) fn shape(&self, ui: &Ui, (side, slot): (Side, Slot), offset: Vec2) -> Shape {
        if self.indices.is_empty() {
            return Shape::Noop;
        }
        Layer {
            side,
            slot,
            kind: Kind::Flat,
            vertices: Arc::clone(&self.vertices),
            second: Some(Arc::clone(&self.indices)),
            colours: None,
            uniforms: vec![Uniform::still(offset)],
        }
        .shape(ui)
    }
}

/// The westernmost and the easternmost x of what lies on the ground, in world units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    west: f64,
    east: f64,
}

impl Default for Extent {
    fn default() -> Self {
        Self { west: f64::MAX, east: f64::MIN }
    }
}

impl Extent {
    pub(super) fn add(&mut self, x: f64) {
        (self.west, self.east) = (self.west.min(x), self.east.max(x));
    }

    pub(super) fn join(&mut self, other: Self) {
        (self.west, self.east) = (self.west.min(other.west), self.east.max(other.east));
    }

    /// The copies of the world in which it is in view.
    fn copies(&self, viewport: &Viewport) -> std::ops::Range<i32> {
        viewport.world_rect().copies(self.west, self.east)
    }
}

/// Triangles on the ground. A vertex is [`world_bits`] and the number of a cell, whose colour it has.
#[derive(Default)]
pub(super) struct Ground {
    pub(super) vertices: Block,
    pub(super) indices: Block,
    pub(super) extent: Extent,
}

impl Ground {
    /// The triangles in the colours of their cells.
    pub(super) fn shape(&self, ui: &Ui, slot: Slot, colours: &Block, place: Place<'_>) -> Shape {
        let copies = self.extent.copies(place.viewport);
        if self.indices.is_empty() || copies.is_empty() {
            return Shape::Noop;
        }
        Layer {
            side: place.side,
            slot,
            kind: Kind::Ground,
            vertices: Arc::clone(&self.vertices),
            second: Some(Arc::clone(&self.indices)),
            colours: Some(Arc::clone(colours)),
            uniforms: copies.map(|copy| Uniform::of_world(&place, copy)).collect(),
        }
        .shape(ui)
    }
}

/// Lines on the ground.
pub(super) struct Lines {
    points: Block,
    extent: Extent,
}

/// Lines on the ground in the making.
#[derive(Default)]
pub(super) struct LinesDraft {
    points: Vec<u32>,
    count: u32,
    extent: Extent,
}

/// The numbers of a point of a line.
const LINE_POINT: usize = 5;

impl LinesDraft {
    /// Adds a line.
    pub(super) fn add(&mut self, points: &[[f64; 2]]) {
        for point in points {
            let [a, b, c, d] = world_bits(*point);
            self.points.extend([a, b, c, d, self.count]);
            self.extent.add(point[0]);
        }
        self.count += 1;
    }

    /// No line more. The first and the last stretch have a neighbour of no line.
    pub(super) fn finish(mut self) -> Lines {
        const NO_LINE: [u32; LINE_POINT] = [0, 0, 0, 0, u32::MAX];
        self.points.splice(0..0, NO_LINE);
        self.points.extend(NO_LINE);
        self.points.extend(NO_LINE);
        Lines { points: Arc::new(self.points), extent: self.extent }
    }
}

impl Lines {
    /// The lines, painted once for each stroke (width in points, colour).
    pub(super) fn shape(&self, ui: &Ui, strokes: &[(f32, Color32)], place: Place<'_>) -> Shape {
        let copies = self.extent.copies(place.viewport);
        if copies.is_empty() {
            return Shape::Noop;
        }
        let of_stroke = |(width, colour): &(f32, Color32)| {
            let (width, colour) = (*width, *colour);
            let of_copy = move |copy| Uniform { width, colour, ..Uniform::of_world(&place, copy) };
            copies.clone().map(of_copy).collect::<Vec<_>>()
        };
        Layer {
            side: place.side,
            slot: Slot::Fronts,
            kind: Kind::Lines,
            vertices: Arc::clone(&self.points),
            second: None,
            colours: None,
            uniforms: strokes.iter().flat_map(of_stroke).collect(),
        }
        .shape(ui)
    }
}

/// Dots: where, how large and with how wide a rim (x, y, radius, width in points, as bits), and
/// their colours; where that is clear, the dot has no rim either.
pub(super) fn dots_shape(ui: &Ui, dots: &Block, colours: Block, rim: Color32, place: Place<'_>) -> Shape {
    if dots.is_empty() {
        return Shape::Noop;
    }
    Layer {
        side: place.side,
        slot: Slot::Dots,
        kind: Kind::Dots,
        vertices: Arc::clone(dots),
        second: Some(colours),
        colours: None,
        uniforms: vec![Uniform { colour: rim, ..Uniform::still(place.origin.to_vec2()) }],
    }
    .shape(ui)
}

/// A block on the card.
struct Sent {
    block: Block,
    buffer: wgpu::Buffer,
}

fn send(
    device: &wgpu::Device,
    queue: &wgpu::Queue,
    kept: &mut Option<Sent>,
    block: Option<&Block>,
    usage: wgpu::BufferUsages,
) {
    let Some(block) = block else {
        *kept = None;
        return;
    };
    if kept.as_ref().is_some_and(|sent| Arc::ptr_eq(&sent.block, block)) {
        return;
    }
    let bytes: &[u8] = bytemuck::cast_slice(block);
    if let Some(sent) = kept.as_mut().filter(|sent| sent.buffer.size() >= bytes.len() as u64) {
        queue.write_buffer(&sent.buffer, 0, bytes);
        sent.block = Arc::clone(block);
        return;
    }
    // Half as much again, so that a layer that grows is not made anew each time.
    let size = (bytes.len() as u64 * 3 / 2).next_multiple_of(4).max(64);
    let usage = usage | wgpu::BufferUsages::COPY_DST;
    let buffer = device.create_buffer(&wgpu::BufferDescriptor { label: LABEL, size, usage, mapped_at_creation: false });
    queue.write_buffer(&buffer, 0, bytes);
    *kept = Some(Sent { block: Arc::clone(block), buffer });
}

const LABEL: Option<&str> = Some("salient map");

/// The colours of cells on the card.
struct SentColours {
    block: Block,
    texture: wgpu::Texture,
    bind_group: wgpu::BindGroup,
}

/// The layers on the card.
#[derive(Default)]
struct OnCard {
    vertices: Option<Sent>,
    second: Option<Sent>,
    colours: Option<SentColours>,
    uniforms: Option<wgpu::Buffer>,
    bind_groups: Vec<wgpu::BindGroup>,
}

/// What egui keeps for us beside its own renderer.
struct MapRenderer {
    flat: wgpu::RenderPipeline,
    ground: wgpu::RenderPipeline,
    lines: wgpu::RenderPipeline,
    dots: wgpu::RenderPipeline,
    uniform_layout: wgpu::BindGroupLayout,
    colours_layout: wgpu::BindGroupLayout,
    slots: [OnCard; SLOTS * SIDES],
}

/// Makes the graphics card ready for the map. To be called once, when the window opens; without it
/// the map has no ground.
pub fn install_map_renderer(render_state: &RenderState) {
    let resources = &mut render_state.renderer.write().callback_resources;
    resources.entry().or_insert_with(|| MapRenderer::new(&render_state.device, render_state.target_format));
}

impl MapRenderer {
    fn new(device: &wgpu::Device, format: wgpu::TextureFormat) -> Self {
        let shader = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: LABEL,
            source: wgpu::ShaderSource::Wgsl(include_str!("gpu.wgsl").into()),
        });
        let layout = |visibility: wgpu::ShaderStages, ty: wgpu::BindingType| {
            device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
                label: LABEL,
                entries: &[wgpu::BindGroupLayoutEntry { binding: 0, visibility, ty, count: None }],
            })
        };
        let uniform_layout = layout(
            wgpu::ShaderStages::VERTEX_FRAGMENT,
            wgpu::BindingType::Buffer {
                ty: wgpu::BufferBindingType::Uniform,
                has_dynamic_offset: false,
                min_binding_size: None,
            },
        );
        let colours_layout = layout(
            wgpu::ShaderStages::VERTEX,
            wgpu::BindingType::Texture {
                sample_type: wgpu::TextureSampleType::Float { filterable: false },
                view_dimension: wgpu::TextureViewDimension::D2,
                multisampled: false,
            },
        );
        let pipeline = |entry: &str, groups: &[Option<&wgpu::BindGroupLayout>], buffers: &[_]| {
            let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
                label: LABEL,
                bind_group_layouts: groups,
                immediate_size: 0,
            });
            device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
                label: LABEL,
                layout: Some(&layout),
                vertex: wgpu::VertexState {
                    module: &shader,
                    entry_point: Some(entry),
                    compilation_options: wgpu::PipelineCompilationOptions::default(),
                    buffers,
                },
                fragment: Some(wgpu::FragmentState {
                    module: &shader,
                    entry_point: Some(if format.is_srgb() { "fs_linear" } else { "fs_gamma" }),
                    compilation_options: wgpu::PipelineCompilationOptions::default(),
                    targets: &[Some(wgpu::ColorTargetState {
                        format,
                        blend: Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
                        write_mask: wgpu::ColorWrites::ALL,
                    })],
                }),
                primitive: wgpu::PrimitiveState::default(),
                depth_stencil: None,
                multisample: wgpu::MultisampleState::default(),
                multiview_mask: None,
                cache: None,
            })
        };
        let plain = [Some(&uniform_layout)];
        let flat_vertex = wgpu::vertex_attr_array![0 => Float32x2, 1 => Unorm8x4];
        let ground_vertex = wgpu::vertex_attr_array![0 => Float32x4, 1 => Uint32];
        let line_points = [
            wgpu::vertex_attr_array![0 => Float32x4, 1 => Uint32],
            wgpu::vertex_attr_array![2 => Float32x4, 3 => Uint32],
            wgpu::vertex_attr_array![4 => Float32x4, 5 => Uint32],
            wgpu::vertex_attr_array![6 => Float32x4, 7 => Uint32],
        ];
        let line_buffers =
            line_points.each_ref().map(|at| Some(buffer_layout(LINE_POINT, wgpu::VertexStepMode::Instance, at)));
        let dot = wgpu::vertex_attr_array![0 => Float32x2, 1 => Float32x2];
        let dot_colour = wgpu::vertex_attr_array![2 => Unorm8x4];
        Self {
            flat: pipeline("vs_flat", &plain, &[Some(buffer_layout(3, wgpu::VertexStepMode::Vertex, &flat_vertex))]),
            ground: pipeline(
                "vs_ground",
                &[Some(&uniform_layout), Some(&colours_layout)],
                &[Some(buffer_layout(5, wgpu::VertexStepMode::Vertex, &ground_vertex))],
            ),
            lines: pipeline("vs_line", &plain, &line_buffers),
            dots: pipeline(
                "vs_dot",
                &plain,
                &[
                    Some(buffer_layout(4, wgpu::VertexStepMode::Instance, &dot)),
                    Some(buffer_layout(1, wgpu::VertexStepMode::Instance, &dot_colour)),
                ],
            ),
            uniform_layout,
            colours_layout,
            slots: Default::default(),
        }
    }

    fn send_colours(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, slot: usize, block: &Block) {
        let rows = block.len().div_ceil(ROW) as u32;
        let kept = &mut self.slots[slot].colours;
        if kept.as_ref().is_some_and(|sent| Arc::ptr_eq(&sent.block, block)) {
            return;
        }
        let size = wgpu::Extent3d { width: ROW as u32, height: rows, depth_or_array_layers: 1 };
        let bytes: &[u8] = bytemuck::cast_slice(block);
        if let Some(sent) = kept.as_mut().filter(|sent| sent.texture.height() == rows) {
            let rows = wgpu::TexelCopyBufferLayout {
                offset: 0,
                bytes_per_row: Some(4 * ROW as u32),
                rows_per_image: Some(rows),
            };
            queue.write_texture(sent.texture.as_image_copy(), bytes, rows, size);
            sent.block = Arc::clone(block);
            return;
        }
        let texture = device.create_texture_with_data(
            queue,
            &wgpu::TextureDescriptor {
                label: LABEL,
                size,
                mip_level_count: 1,
                sample_count: 1,
                dimension: wgpu::TextureDimension::D2,
                format: wgpu::TextureFormat::Rgba8Unorm,
                usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
                view_formats: &[],
            },
            wgpu::util::TextureDataOrder::LayerMajor,
            bytes,
        );
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        let bind_group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: LABEL,
            layout: &self.colours_layout,
            entries: &[wgpu::BindGroupEntry { binding: 0, resource: wgpu::BindingResource::TextureView(&view) }],
        });
        *kept = Some(SentColours { block: Arc::clone(block), texture, bind_group });
    }

    fn send_uniforms(
        &mut self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        layer: &Layer,
        screen: [f32; 2],
        density: f32,
    ) {
        let count = layer.uniforms.len();
        let on_card = &mut self.slots[layer.at()];
        let mut bytes = vec![0_u8; count * UNIFORM_STEP as usize];
        for (uniform, into) in layer.uniforms.iter().zip(bytes.chunks_exact_mut(UNIFORM_STEP as usize)) {
            let numbers = uniform.numbers(screen, density);
            into[..UNIFORM * 4].copy_from_slice(bytemuck::cast_slice(&numbers));
        }
        if on_card.bind_groups.len() < count {
            let buffer = device.create_buffer(&wgpu::BufferDescriptor {
                label: LABEL,
                size: bytes.len() as u64,
                usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            });
            let bind_group = |at: usize| {
                device.create_bind_group(&wgpu::BindGroupDescriptor {
                    label: LABEL,
                    layout: &self.uniform_layout,
                    entries: &[wgpu::BindGroupEntry {
                        binding: 0,
                        resource: wgpu::BindingResource::Buffer(wgpu::BufferBinding {
                            buffer: &buffer,
                            offset: at as u64 * UNIFORM_STEP,
                            size: std::num::NonZeroU64::new(UNIFORM as u64 * 4),
                        }),
                    }],
                })
            };
            on_card.bind_groups = (0..count).map(bind_group).collect();
            on_card.uniforms = Some(buffer);
        }
        if let Some(buffer) = &on_card.uniforms {
            queue.write_buffer(buffer, 0, &bytes);
        }
    }
}

fn buffer_layout(
    numbers: usize,
    step_mode: wgpu::VertexStepMode,
    attributes: &[wgpu::VertexAttribute],
) -> wgpu::VertexBufferLayout<'_> {
    wgpu::VertexBufferLayout { array_stride: numbers as u64 * 4, step_mode, attributes }
}

impl CallbackTrait for Layer {
    fn prepare(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        let Some(renderer) = resources.get_mut::<MapRenderer>() else { return Vec::new() };
        let on_card = &mut renderer.slots[self.at()];
        let second = if self.kind == Kind::Dots { wgpu::BufferUsages::VERTEX } else { wgpu::BufferUsages::INDEX };
        send(device, queue, &mut on_card.vertices, Some(&self.vertices), wgpu::BufferUsages::VERTEX);
        send(device, queue, &mut on_card.second, self.second.as_ref(), second);
        if let Some(colours) = &self.colours {
            renderer.send_colours(device, queue, self.at(), colours);
        }
        let density = screen.pixels_per_point;
        let points = screen.size_in_pixels.map(|pixels| pixels as f32 / density);
        renderer.send_uniforms(device, queue, self, points, density);
        Vec::new()
    }

    fn paint(&self, _info: PaintCallbackInfo, pass: &mut wgpu::RenderPass<'static>, resources: &CallbackResources) {
        let Some(renderer) = resources.get::<MapRenderer>() else { return };
        let on_card = &renderer.slots[self.at()];
        let Some(vertices) = &on_card.vertices else { return };
        pass.set_pipeline(match self.kind {
            Kind::Flat => &renderer.flat,
            Kind::Ground => &renderer.ground,
            Kind::Lines => &renderer.lines,
            Kind::Dots => &renderer.dots,
        });
        pass.set_vertex_buffer(0, vertices.buffer.slice(..));
        if self.kind == Kind::Lines {
            // A stretch sees four points, the next one the same but for one.
            for ahead in 1..4 {
                pass.set_vertex_buffer(ahead, vertices.buffer.slice(u64::from(ahead) * LINE_POINT as u64 * 4..));
            }
        }
        let seconds = self.second.as_ref().map_or(0, |block| block.len() as u32);
        if let Some(second) = &on_card.second {
            if self.kind == Kind::Dots {
                pass.set_vertex_buffer(1, second.buffer.slice(..));
            } else {
                pass.set_index_buffer(second.buffer.slice(..), wgpu::IndexFormat::Uint32);
            }
        }
        if let Some(colours) = on_card.colours.as_ref().filter(|_| self.kind == Kind::Ground) {
            pass.set_bind_group(1, &colours.bind_group, &[]);
        }
        for uniform in on_card.bind_groups.iter().take(self.uniforms.len()) {
            pass.set_bind_group(0, uniform, &[]);
            match self.kind {
                Kind::Flat | Kind::Ground => pass.draw_indexed(0..seconds, 0, 0..1),
                Kind::Lines => pass.draw(0..6, 0..(self.vertices.len() / LINE_POINT) as u32 - 3),
                Kind::Dots => pass.draw(0..6, 0..seconds),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::WorldPoint;

    #[test]
    fn lines_and_ground_are_in_view_wherever_they_lie_themselves() {
        let mut draft = LinesDraft::default();
        draft.add(&[[0.98, 0.4], [1.01, 0.4]]);
        let lines = draft.finish();
        let at = |x: f64| Viewport::new(WorldPoint { x, y: 0.4 }, 9.0, 800.0, 600.0);
        assert_eq!(lines.extent.copies(&at(0.99)), 0..1);
        // Beyond the antimeridian it is the copy one world west.
        assert_eq!(lines.extent.copies(&at(0.005)), -1..0);
        assert!(lines.extent.copies(&at(0.5)).is_empty());
        assert!(LinesDraft::default().finish().extent.copies(&at(0.5)).is_empty());
        assert!(Ground::default().extent.copies(&at(0.5)).is_empty());
    }

    #[test]
    fn a_point_of_the_world_is_kept_to_the_millimetre() {
        for point in [[0.600_149_452_300_742, 0.394_021_506_250_640_9], [1.25, 1e-9]] {
            let [x, y, x_low, y_low] = world_bits(point).map(|bits| f64::from(f32::from_bits(bits)));
            // The equator is 40,075 km long.
            assert!((x + x_low - point[0]).abs() * 4.0075e10 < 1.0, "{point:?}");
            assert!((y + y_low - point[1]).abs() * 4.0075e10 < 1.0, "{point:?}");
        }
    }
}

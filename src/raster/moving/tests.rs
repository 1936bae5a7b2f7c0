//! Moving pictures decoded again.

use std::io::Cursor;

use super::*;

const SIZES: [(u32, u32); 5] = [(16, 16), (17, 16), (16, 19), (33, 45), (64, 36)];

#[test]
fn the_ending_says_the_format() {
    for (name, format) in [
        ("a.mp4", None),
        ("a.gif", Some(MovingFormat::Gif)),
        ("a.GIF", Some(MovingFormat::Gif)),
        ("a.apng", Some(MovingFormat::Apng)),
        ("a.webp", Some(MovingFormat::WebP)),
        ("a.png", None),
        ("a", None),
    ] {
        assert_eq!(MovingFormat::of(Path::new(name)), format, "{name}");
    }
}

#[test]
fn frames_without_loss_come_back_as_they_were() {
    for (width, height) in SIZES.into_iter().chain([(1, 1), (3, 2)]) {
        let frames = film(width, height, 6);
        for format in [MovingFormat::Apng, MovingFormat::WebP] {
            let file = made(format, (width, height), 20.0, &frames);
            let found = decoded(format, &file);
            assert_eq!(found.len(), frames.len());
            for (index, ((rgba, milliseconds), expected)) in found.iter().zip(&frames).enumerate() {
                assert!(same(format, rgba, expected), "{} {width}x{height}, frame {index}", format.text());
                assert_eq!(*milliseconds, 50.0);
            }
        }
    }
}

#[test]
fn a_gif_keeps_its_palette_and_comes_near_to_all_else() {
    for (width, height) in SIZES.into_iter().chain([(1, 1), (3, 2)]) {
        let frames = film(width, height, 6);
        let file = made(MovingFormat::Gif, (width, height), 20.0, &frames);
        let found = decoded(MovingFormat::Gif, &file);
        assert_eq!(found.len(), frames.len());
        for ((rgba, milliseconds), expected) in found.iter().zip(&frames) {
            assert_eq!(*milliseconds, 50.0);
            for (found, expected) in rgba.chunks_exact(4).zip(expected.chunks_exact(4)) {
                if PALETTE.contains(&colours(expected)) {
                    assert_eq!(found, expected);
                }
                assert!(found.iter().zip(expected).all(|(a, b)| a.abs_diff(*b) < 45), "{found:?} {expected:?}");
            }
        }
    }
}

#[test]
fn equal_frames_become_one_that_stands_longer() {
    let [one, other] = [[200, 30, 30, 255], [30, 200, 30, 255]].map(|pixel| pixel.repeat(16 * 16));
    for format in MovingFormat::ALL {
        let mut writer = MovingWriter::new(Cursor::new(Vec::new()), format, options((16, 16), 10.0)).unwrap();
        for (frame, repeats) in [(&one, 1), (&one, 2), (&other, 0), (&other, 3), (&other, 1), (&one, 1)] {
            writer.push(frame, repeats).unwrap();
        }
        assert_eq!(writer.frames(), 8);
        let file = writer.finish().unwrap().into_inner();
        let times: Vec<f64> = decoded(format, &file).into_iter().map(|frame| frame.1).collect();
        assert_eq!(times, [300.0, 400.0, 100.0], "{}", format.text());
    }
}

#[test]
fn durations_add_up_at_any_rate() {
    let frames = film(16, 16, 50);
    for rate in [24.0, 29.97, 30.0, 7.0, 0.5, 48.0] {
        for format in [MovingFormat::Gif, MovingFormat::Apng, MovingFormat::WebP] {
            let file = made(format, (16, 16), rate, &frames);
            let sum: f64 = decoded(format, &file).iter().map(|frame| frame.1).sum();
            let step = if format == MovingFormat::Gif { 10.0 } else { 1.0 };
            assert!((sum - 50_000.0 / rate).abs() <= step / 2.0 + 1e-6, "{} {rate}: {sum}", format.text());
        }
    }
}

#[test]
fn one_frame_is_a_film() {
    let frames = film(20, 18, 1);
    for format in [MovingFormat::Gif, MovingFormat::Apng, MovingFormat::WebP] {
        assert_eq!(decoded(format, &made(format, (20, 18), 25.0, &frames)).len(), 1, "{}", format.text());
    }
}

#[test]
fn a_frame_that_stands_longer_than_a_field_can_say_stands_as_long_all_the_same() {
    let [one, other] = [PALETTE[1], PALETTE[2]].map(|[red, green, blue]| [red, green, blue, 255].repeat(4 * 4));
    for format in [MovingFormat::Gif, MovingFormat::Apng, MovingFormat::WebP] {
        let mut writer = MovingWriter::new(Cursor::new(Vec::new()), format, options((4, 4), 0.01)).unwrap();
        writer.push(&one, 1000).unwrap();
        writer.push(&other, 1).unwrap();
        let file = writer.finish().unwrap().into_inner();
        let found = decoded(format, &file);
        assert!(found.len() > 2);
        let of =
            |frame: &[u8]| found.iter().filter(|found| same(format, &found.0, frame)).map(|found| found.1).sum::<f64>();
        assert_eq!((of(&one), of(&other)), (100_000_000.0, 100_000.0), "{}", format.text());
    }
}

#[test]
fn the_same_frames_give_the_same_bytes() {
    let frames = film(50, 40, 12);
    for format in MovingFormat::ALL {
        let one = made(format, (50, 40), 12.5, &frames);
        assert!(one == made(format, (50, 40), 12.5, &frames), "{}", format.text());
    }
}

#[test]
fn a_file_may_begin_anywhere_in_its_writer() {
    let frames = film(20, 18, 3);
    for format in MovingFormat::ALL {
        let mut writer = Cursor::new(b"before".to_vec());
        writer.set_position(6);
        let mut writer = MovingWriter::new(writer, format, options((20, 18), 25.0)).unwrap();
        for frame in &frames {
            writer.push(frame, 1).unwrap();
        }
        let file = writer.finish().unwrap().into_inner();
        assert!(file[6..] == made(format, (20, 18), 25.0, &frames), "{}", format.text());
    }
}

#[test]
fn what_a_format_does_not_hold_is_refused_in_one_sentence() {
    let refused = |format: MovingFormat, size: (u32, u32), rate: f64| {
        MovingWriter::new(Cursor::new(Vec::new()), format, options(size, rate)).unwrap_err().to_string()
    };
    for (format, size, sentence) in [
        (
            MovingFormat::Gif,
            (65_536, 10),
            "could not make GIF of 65536 by 10 pixels; each side must be from 1 to 65535 pixels",
        ),
        (
            MovingFormat::WebP,
            (10, 16_384),
            "could not make WebP of 10 by 16384 pixels; each side must be from 1 to 16383 pixels",
        ),
        (
            MovingFormat::Apng,
            (0, 10),
            "could not make APNG of 0 by 10 pixels; each side must be from 1 to 16384 pixels",
        ),
    ] {
        assert_eq!(refused(format, size, 25.0), sentence);
    }
    assert_eq!(
        refused(MovingFormat::Gif, (20, 20), 60.0),
        "could not make GIF of 60 frames a second; choose from 0.01 to 50"
    );
    for rate in [0.0, -25.0, f64::NAN, 1000.0] {
        assert!(refused(MovingFormat::Apng, (20, 20), rate).contains("frames a second"));
    }
    for format in MovingFormat::ALL {
        let writer = || MovingWriter::new(Cursor::new(Vec::new()), format, options((20, 20), 25.0)).unwrap();
        assert!(matches!(writer().finish(), Err(EncodeError::NoFrames)));
        assert!(matches!(writer().push(&[0; 20], 1), Err(EncodeError::Pixels { found: 20, expected: 1600 })));
    }
}

#[test]
fn a_full_disk_is_called_so_in_every_format() {
    // Noise, so that no format gets by with few bytes.
    let mut seed = 1_u32;
    let mut noise = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 24) as u8
    };
    let frames: Vec<Vec<u8>> = (0..3).map(|_| (0..64 * 64 * 4).map(|_| noise()).collect()).collect();
    for format in MovingFormat::ALL {
        let mut room = [0; 3000];
        let written =
            MovingWriter::new(Cursor::new(&mut room[..]), format, options((64, 64), 25.0)).and_then(|mut writer| {
                for frame in &frames {
                    writer.push(frame, 1)?;
                }
                writer.finish().map(|_| ())
            });
        assert!(matches!(written, Err(EncodeError::Write(_))), "{}: {written:?}", format.text());
    }
}

#[test]
fn a_writer_may_move_to_another_thread() {
    fn check<T: Send>() {}
    check::<MovingWriter<std::io::BufWriter<std::fs::File>>>();
}

const COMMENT: &str = "salient film --from 2014 – سوريا";
const PALETTE: [[u8; 3]; 3] = [[245, 243, 238], [207, 224, 235], [190, 40, 30]];

fn options((width, height): (u32, u32), frames_per_second: f64) -> MovingOptions {
    MovingOptions { width, height, frames_per_second, comment: COMMENT.to_owned(), palette: PALETTE.to_vec() }
}

/// Land and sea with a soft coast, and a dot that moves over both.
fn film(width: u32, height: u32, frames: u32) -> Vec<Vec<u8>> {
    let picture = |n: u32| {
        let pixel = |x: u32, y: u32| {
            let sea = (x as f32 - width as f32 / 2.0 + y as f32 * 0.2).clamp(0.0, 1.0);
            // No larger than the picture, so that it moves there too.
            let dot =
                x.abs_diff(n * 2 % width) + y.abs_diff(n % height) < width.min(4) && (width > 3 || n.is_multiple_of(2));
            let mixed = |channel: usize| {
                let [land, water] = [PALETTE[0][channel], PALETTE[1][channel]].map(f32::from);
                (land + (water - land) * sea) as u8
            };
            let [red, green, blue] = if dot { PALETTE[2] } else { [mixed(0), mixed(1), mixed(2)] };
            [red, green, blue, 255]
        };
        (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect()
    };
    (0..frames).map(picture).collect()
}

fn made(format: MovingFormat, size: (u32, u32), rate: f64, frames: &[Vec<u8>]) -> Vec<u8> {
    let mut writer = MovingWriter::new(Cursor::new(Vec::new()), format, options(size, rate)).unwrap();
    for frame in frames {
        writer.push(frame, 1).unwrap();
    }
    assert_eq!(writer.frames(), frames.len() as u64);
    writer.finish().unwrap().into_inner()
}

/// The frames that another program shows, and for how many milliseconds each.
fn decoded(format: MovingFormat, file: &[u8]) -> Vec<(Vec<u8>, f64)> {
    match format {
        MovingFormat::Gif => decoded_gif(file),
        MovingFormat::Apng => decoded_apng(file),
        MovingFormat::WebP => decoded_webp(file),
    }
}

/// Whether a decoder shows what was pushed. That of WebP rounds where it lays frames over each other.
fn same(format: MovingFormat, found: &[u8], expected: &[u8]) -> bool {
    let most = u8::from(format == MovingFormat::WebP);
    found.iter().zip(expected).all(|(found, expected)| found.abs_diff(*expected) <= most)
}

fn decoded_gif(file: &[u8]) -> Vec<(Vec<u8>, f64)> {
    assert!(file.windows(COMMENT.len()).any(|window| window == COMMENT.as_bytes()));
    let mut options = ::gif::DecodeOptions::new();
    options.set_color_output(::gif::ColorOutput::RGBA);
    let mut decoder = options.read_info(file).unwrap();
    assert_eq!(decoder.repeat(), ::gif::Repeat::Infinite);
    let width = usize::from(decoder.width());
    let mut canvas = vec![0; width * usize::from(decoder.height()) * 4];
    let mut frames = Vec::new();
    while let Some(frame) = decoder.read_next_frame().unwrap() {
        let area = Area {
            left: frame.left.into(),
            top: frame.top.into(),
            width: frame.width.into(),
            height: frame.height.into(),
        };
        lay_over(&mut canvas, width, area, &frame.buffer);
        frames.push((canvas.clone(), f64::from(frame.delay) * 10.0));
    }
    frames
}

fn decoded_apng(file: &[u8]) -> Vec<(Vec<u8>, f64)> {
    let mut reader = ::png::Decoder::new(Cursor::new(file)).read_info().unwrap();
    assert_eq!(reader.info().utf8_text[0].get_text().unwrap(), COMMENT);
    let control = *reader.info().animation_control().unwrap();
    assert_eq!(control.num_plays, 0);
    let width = reader.info().width as usize;
    let mut canvas = vec![0; width * reader.info().height as usize * 4];
    let mut frames = Vec::new();
    for _ in 0..control.num_frames {
        let mut rgba = vec![0; canvas.len()];
        reader.next_frame(&mut rgba).unwrap();
        let shown = *reader.info().frame_control().unwrap();
        let area = Area {
            left: shown.x_offset as usize,
            top: shown.y_offset as usize,
            width: shown.width as usize,
            height: shown.height as usize,
        };
        lay_over(&mut canvas, width, area, &rgba);
        frames.push((canvas.clone(), f64::from(shown.delay_num) * 1000.0 / f64::from(shown.delay_den)));
    }
    assert!(reader.next_frame(&mut canvas.clone()).is_err());
    frames
}

fn decoded_webp(file: &[u8]) -> Vec<(Vec<u8>, f64)> {
    assert_eq!(u32::from_le_bytes(file[4..8].try_into().unwrap()) as usize, file.len() - 8);
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(file)).unwrap();
    assert!(decoder.is_animated() && decoder.has_alpha());
    assert_eq!(decoder.loop_count(), image_webp::LoopCount::Forever);
    let xmp = String::from_utf8(decoder.xmp_metadata().unwrap().unwrap()).unwrap();
    assert!(xmp.contains(COMMENT), "{xmp}");
    let mut frames = Vec::new();
    for _ in 0..decoder.num_frames() {
        let mut rgba = vec![0; decoder.output_buffer_size().unwrap()];
        let milliseconds = decoder.read_frame(&mut rgba).unwrap();
        frames.push((rgba, f64::from(milliseconds)));
    }
    frames
}

fn lay_over(canvas: &mut [u8], width: usize, area: Area, rgba: &[u8]) {
    for (y, row) in rgba.chunks_exact(area.width * 4).take(area.height).enumerate() {
        for (to, from) in canvas[area.row(y, width)].chunks_exact_mut(4).zip(row.chunks_exact(4)) {
            if from[3] > 0 {
                to.copy_from_slice(from);
            }
        }
    }
}

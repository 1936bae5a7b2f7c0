//! Frames → H.264 video in MP4, by the program `ffmpeg`.
//!
//! Encoders that could be built in are C++ (the package asks for no more than a C compiler) or keep
//! every picture whole. x264 by way of ffmpeg is better and faster than they are, and newsrooms have it.

use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdin, Command, Stdio};
use std::thread::JoinHandle;

use crate::raster::EncodeError;

/// The longer and the shorter side of the largest video: what players and sites take.
const LARGEST: (u32, u32) = (3840, 2160);

/// The highest rate, in frames a second.
const HIGHEST_RATE: f64 = 60.0;

/// How coarse the steps of H.264 are, of 51: fine enough that letters and thin lines stay crisp.
const COARSENESS: &str = "18";

/// A video being made, frame by frame. Dropped before [`Video::finish`] it leaves a file that is not whole.
#[derive(Debug)]
pub struct Video {
    child: Child,
    frames: Option<ChildStdin>,
    said: Option<JoinHandle<String>>,
    frame_bytes: usize,
    pushed: u64,
}

impl Video {
    /// Begins a video of frames of this size at `path`, which `comment` goes into.
    ///
    /// Fails where there is no ffmpeg, and for sizes and rates that players do not take.
    pub fn new(
        path: &Path,
        (width, height): (u32, u32),
        frames_per_second: f64,
        comment: &str,
    ) -> Result<Self, EncodeError> {
        Self::check(width, height, frames_per_second)?;
        let mut child = Command::new("ffmpeg")
            .args(["-hide_banner", "-loglevel", "error", "-nostdin", "-y"])
            .args(["-f", "rawvideo", "-pixel_format", "rgba"])
            .args(["-video_size", &format!("{width}x{height}")])
            .args(["-framerate", &frames_per_second.to_string(), "-i", "pipe:0"])
            // Odd sides grow by a repeated column or row: colours are kept for pairs of pixels.
            .args(["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2,scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"])
            .args(["-c:v", "libx264", "-preset", "veryfast", "-tune", "animation", "-crf", COARSENESS])
            // A number of threads of its own: with x264 it decides about the bytes.
            .args(["-threads", "4", "-g", &((frames_per_second * 2.0).round().max(1.0) as u32).to_string()])
            .args(["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"])
            .args(["-movflags", "+faststart", "-map_metadata", "-1"])
            .args(["-fflags", "+bitexact", "-flags:v", "+bitexact"])
            .args(["-metadata", &format!("comment={}", comment.replace('\0', " "))])
            .args(["-f", "mp4"])
            .arg(path)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| match error.kind() {
                ErrorKind::NotFound => EncodeError::NoVideo { why: "there is no program ffmpeg" },
                _ => EncodeError::NoVideo { why: "the program ffmpeg cannot be started" },
            })?;
        let frames = child.stdin.take();
        // Read beside the frames: who writes into a full pipe waits for ever.
        let said = child.stderr.take().and_then(|stderr| {
            let reader = std::thread::Builder::new().name("salient-ffmpeg".to_owned());
            reader.spawn(move || last_line(stderr)).ok()
        });
        let frame_bytes = width as usize * height as usize * 4;
        Ok(Self { child, frames, said, frame_bytes, pushed: 0 })
    }

    /// Whether a video can have this size and rate.
    pub fn check(width: u32, height: u32, frames_per_second: f64) -> Result<(), EncodeError> {
        let (short, long) = (width.min(height), width.max(height));
        if short < 16 || short > LARGEST.1 || long > LARGEST.0 {
            return Err(EncodeError::VideoSize { width, height });
        }
        if !(0.01..=HIGHEST_RATE).contains(&frames_per_second) {
            let (rate, most) = (frames_per_second, HIGHEST_RATE as u32);
            return Err(EncodeError::FrameRate { format: "MP4", rate, most });
        }
        Ok(())
    }

    /// Adds a frame, row by row from the top, four bytes a pixel, `repeats` times.
    pub fn push(&mut self, rgba: &[u8], repeats: u32) -> Result<(), EncodeError> {
        if rgba.len() != self.frame_bytes {
            return Err(EncodeError::Pixels { found: rgba.len(), expected: self.frame_bytes });
        }
        for _ in 0..repeats {
            let Some(frames) = &mut self.frames else { break };
            if frames.write_all(rgba).is_err() {
                // It has ended, and said why.
                return Err(self.failure());
            }
            self.pushed += 1;
        }
        Ok(())
    }

    /// How many frames there are so far.
    pub fn frames(&self) -> u64 {
        self.pushed
    }

    /// Waits until the file is whole.
    pub fn finish(mut self) -> Result<(), EncodeError> {
        if self.pushed == 0 {
            return Err(EncodeError::NoFrames);
        }
        // No more frames: ffmpeg writes what is due and ends.
        self.frames = None;
        let ended = self.child.wait()?;
        if ended.success() { Ok(()) } else { Err(self.failure()) }
    }

    fn failure(&mut self) -> EncodeError {
        self.frames = None;
        self.child.wait().map(drop).unwrap_or_default();
        let said = self.said.take().and_then(|said| said.join().ok()).unwrap_or_default();
        if said.contains("Unknown encoder") {
            return EncodeError::NoVideo { why: "the ffmpeg that is there was built without x264" };
        }
        EncodeError::Video { said }
    }
}

impl Drop for Video {
    fn drop(&mut self) {
        // Whoever stops in the middle wants no more of it; of one that has ended this is nothing.
        self.frames = None;
        self.child.kill().unwrap_or_default();
        self.child.wait().map(drop).unwrap_or_default();
    }
}

/// The last line that is not empty, of the first 64 kB.
fn last_line(stderr: ChildStderr) -> String {
    let mut said = Vec::new();
    let mut start = stderr.take(64 * 1024);
    start.read_to_end(&mut said).unwrap_or_default();
    // Whatever more comes has to go somewhere.
    std::io::copy(&mut start.into_inner(), &mut std::io::sink()).unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_rates_that_players_do_not_take_are_refused() {
        assert!(Video::check(1280, 720, 25.0).is_ok() && Video::check(2160, 3840, 60.0).is_ok());
        let refused = |width: u32, height: u32, rate: f64| Video::check(width, height, rate).unwrap_err().to_string();
        assert!(refused(4096, 2304, 25.0).contains("from 16 by 16 to 3840 by 2160"));
        assert!(refused(15, 100, 25.0).contains("from 16 by 16"));
        for rate in [0.0, -1.0, 61.0, f64::NAN, f64::INFINITY] {
            assert!(refused(100, 100, rate).contains("frames a second"), "{rate}");
        }
    }
}

//! Why pixels could not become a file.

/// Why pixels could not become a file.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// The format holds no picture of this size.
    #[error("could not make {format} of {width} by {height} pixels; each side must be from {least} to {most} pixels")]
    Size {
        /// The format's name.
        format: &'static str,
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// The shortest side that the format takes.
        least: u32,
        /// The longest side that the format takes.
        most: u32,
    },
    /// A video of this size would play on few machines, and the encoder makes none.
    #[error(
        "could not make MP4 of {width} by {height} pixels; it takes from 16 by 16 to 3840 by 2160 pixels, lying or standing"
    )]
    VideoSize {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// The pixels are not those of a picture of this size.
    #[error("could not use a picture of {found} bytes where its size asks for {expected}")]
    Pixels {
        /// How many bytes there are.
        found: usize,
        /// How many the size asks for.
        expected: usize,
    },
    /// The format cannot hold this rate.
    #[error("could not make {format} of {rate} frames a second; choose from 0.01 to {most}")]
    FrameRate {
        /// The format's name.
        format: &'static str,
        /// What was asked for.
        rate: f64,
        /// The highest rate that the format takes.
        most: u32,
    },
    /// There was no frame.
    #[error("could not make a moving picture without a frame; choose a longer span of dates or a shorter step")]
    NoFrames,
    /// The format's fields cannot hold a file this long.
    #[error("could not make {format} this long; choose a shorter span of dates or a longer step")]
    TooLong {
        /// The format's name.
        format: &'static str,
    },
    /// JPEG keeps texts in one segment.
    #[error("could not put {bytes} bytes of texts into a JPEG, which holds 65 kB; choose PNG or WebP")]
    Texts {
        /// How long the texts are.
        bytes: usize,
    },
    /// The WebP encoder gave up.
    #[error("could not encode the picture as WebP; make it smaller")]
    WebP(#[from] image_webp::EncodingError),
    /// The JPEG encoder gave up.
    #[error("could not encode the picture as JPEG; make it smaller")]
    Jpeg(#[from] jpeg_encoder::EncodingError),
    /// The GIF encoder gave up.
    #[error("could not encode the moving picture as GIF; make it smaller")]
    Gif(#[source] gif::EncodingError),
    /// The PNG encoder gave up.
    #[error("could not encode the picture as PNG; make it smaller")]
    Png(#[from] ::png::EncodingError),
    /// `ffmpeg` is not there, or makes no H.264.
    #[error(
        "could not make MP4: {why}; install ffmpeg with x264 (on Debian: apt install ffmpeg), or choose .webp, .gif or .apng, which need no other program"
    )]
    NoVideo {
        /// What is missing.
        why: &'static str,
    },
    /// `ffmpeg` gave up.
    #[error("could not make MP4: ffmpeg said {said:?}; check that the disk has room, or choose .webp, .gif or .apng")]
    Video {
        /// The last line of what it said.
        said: String,
    },
    /// The file could not be written.
    #[error("could not write the picture; check that you may write there and that the disk has room")]
    Write(#[from] std::io::Error),
}

impl From<gif::EncodingError> for EncodeError {
    fn from(error: gif::EncodingError) -> Self {
        match error {
            // A full disk is a full disk, whatever the format.
            gif::EncodingError::Io(source) => Self::Write(source),
            other => Self::Gif(other),
        }
    }
}

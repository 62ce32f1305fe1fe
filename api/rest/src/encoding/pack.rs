//! The packing itself, at the levels that cost least: answers are made anew all the time.

use std::{
    io::{self, Write},
    pin::Pin,
    task::{Context, Poll, ready},
};

use actix_web::{
    body::{BodySize, BoxBody, MessageBody},
    web::Bytes,
};
use brotli::CompressorWriter;
use flate2::{Compression, write::GzEncoder};

use super::negotiate::Coding;

const ZSTD_LEVEL: i32 = 1;
const BROTLI_QUALITY: u32 = 1;
const BROTLI_WINDOW: u32 = 20;
const BROTLI_BUFFER: usize = 16 << 10;

/// A body that is packed piece by piece as it is made.
pub(super) struct Packed {
    body: BoxBody,
    packer: Option<Packer>,
}

enum Packer {
    Zstd(zstd::stream::write::Encoder<'static, Vec<u8>>),
    Brotli(Box<CompressorWriter<Vec<u8>>>),
    Gzip(GzEncoder<Vec<u8>>),
}

/// A whole body, packed. Writing to memory cannot fail.
pub(super) fn whole(bytes: &[u8], coding: Coding) -> Bytes {
    let packed = Packer::new(coding).and_then(|mut packer| {
        packer.write(bytes)?;
        packer.finish()
    });
    packed.map(Bytes::from).unwrap_or_default()
}

impl Packer {
    fn new(coding: Coding) -> io::Result<Self> {
        let out = Vec::new();
        Ok(match coding {
            Coding::Zstd => Self::Zstd(zstd::stream::write::Encoder::new(out, ZSTD_LEVEL)?),
            Coding::Brotli => {
                let writer = CompressorWriter::new(out, BROTLI_BUFFER, BROTLI_QUALITY, BROTLI_WINDOW);
                Self::Brotli(Box::new(writer))
            }
            Coding::Gzip => Self::Gzip(GzEncoder::new(out, Compression::fast())),
        })
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Zstd(packer) => packer.write_all(bytes),
            Self::Brotli(packer) => packer.write_all(bytes),
            Self::Gzip(packer) => packer.write_all(bytes),
        }
    }

    /// What is packed so far and was not taken.
    fn take(&mut self) -> Vec<u8> {
        std::mem::take(match self {
            Self::Zstd(packer) => packer.get_mut(),
            Self::Brotli(packer) => packer.get_mut(),
            Self::Gzip(packer) => packer.get_mut(),
        })
    }

    fn finish(self) -> io::Result<Vec<u8>> {
        match self {
            Self::Zstd(packer) => packer.finish(),
            Self::Brotli(packer) => Ok(packer.into_inner()),
            Self::Gzip(packer) => packer.finish(),
        }
    }
}

impl Packed {
    pub(super) fn new(body: BoxBody, coding: Coding) -> Self {
        Self { body, packer: Packer::new(coding).ok() }
    }
}

impl MessageBody for Packed {
    type Error = Box<dyn std::error::Error>;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        loop {
            // Without one the end was sent.
            if self.packer.is_none() {
                return Poll::Ready(None);
            }
            let piece = ready!(Pin::new(&mut self.body).poll_next(cx));
            let Some(packer) = &mut self.packer else { return Poll::Ready(None) };
            match piece {
                Some(Ok(piece)) => {
                    packer.write(&piece)?;
                    let packed = packer.take();
                    if !packed.is_empty() {
                        return Poll::Ready(Some(Ok(packed.into())));
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    let rest = self.packer.take().map(Packer::finish).transpose()?.unwrap_or_default();
                    return Poll::Ready((!rest.is_empty()).then(|| Ok(rest.into())));
                }
            }
        }
    }
}

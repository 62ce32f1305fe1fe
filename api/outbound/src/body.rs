//! Bodies: unpacked, counted, within limits.

use std::{
    cell::Cell,
    io::{self, BufRead, BufReader, Read, Write},
    rc::Rc,
    time::Duration,
};

use crate::{Limits, OutboundError, Timing, shown};

/// The packings that are asked for and understood.
pub(crate) const PACKINGS: &str = "gzip, br, zstd";

/// To how many times its packed size an answer may unpack once it is larger than [`SMALL`].
const MOST_RATIO: u64 = 200;
/// What is no larger than this may be packed as tightly as it likes.
const SMALL: u64 = 16 * 1024 * 1024;
/// How much longer a body may be packed than unpacked: what cannot be packed any tighter grows a little.
const PACKING: u64 = 1024 * 1024;
/// The greatest window of zstd, as a power of two: what every decoder of the web has to hold.
const ZSTD_WINDOW: u32 = 23;
/// How many packings one body may be in, one in the other.
const MOST_PACKINGS: usize = 2;

/// Counts what passes.
struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
    /// The most that may pass: what unpacks to nothing without end is never handed on.
    most: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        if self.count.get() > self.most {
            return Err(io::Error::other("too much was sent"));
        }
        Ok(read)
    }
}

/// What a body is read by.
pub(crate) struct Copying<'a> {
    pub(crate) url: &'a str,
    pub(crate) limits: &'a Limits,
    pub(crate) timing: &'a dyn Timing,
    /// Makes an error of reading one of ours.
    pub(crate) explain: fn(&str, &io::Error) -> OutboundError,
}

impl Copying<'_> {
    /// Copies a body to a sink, unpacked.
    pub(crate) fn copy(
        &self,
        body: impl Read,
        packing: Option<&str>,
        sink: &mut dyn Write,
    ) -> Result<(), OutboundError> {
        let packed = Rc::new(Cell::new(0));
        let most = self.limits.max_body.saturating_add(PACKING);
        let counted = Counted { inner: body, count: Rc::clone(&packed), most };
        let mut body = self.unpacked(counted, packing.unwrap_or_default())?;
        let deadline = self.timing.now() + self.limits.time_left(self.timing).unwrap_or_default();
        let mut buffer = [0_u8; 16 * 1024];
        let mut total = 0_u64;
        loop {
            let read = body.read(&mut buffer).map_err(|error| match packed.get() > most {
                true => self.too_large(),
                false => (self.explain)(self.url, &error),
            })?;
            let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else { return Ok(()) };
            total += part.len() as u64;
            self.check(total, packed.get())?;
            if self.timing.now() > deadline {
                return Err(OutboundError::Timeout { url: shown(self.url) });
            }
            let failed =
                |error: io::Error| OutboundError::Write { url: shown(self.url), reason: error.to_string() };
            sink.write_all(part).map_err(failed)?;
        }
    }

    fn check(&self, total: u64, packed: u64) -> Result<(), OutboundError> {
        if total > self.limits.max_body {
            return Err(self.too_large());
        }
        if total > SMALL && total > packed.saturating_mul(MOST_RATIO) {
            return Err(OutboundError::TooTight { url: shown(self.url), ratio: MOST_RATIO });
        }
        Ok(())
    }

    fn too_large(&self) -> OutboundError {
        OutboundError::TooLarge { url: shown(self.url), limit: self.limits.max_body }
    }

    fn unpacked<'r>(&self, body: impl Read + 'r, packing: &str) -> Result<Box<dyn Read + 'r>, OutboundError> {
        let broken = |reason: String| OutboundError::Broken { url: shown(self.url), reason };
        let mut body = BufReader::new(body);
        // An empty body is empty in every packing.
        if body.fill_buf().map_err(|error| (self.explain)(self.url, &error))?.is_empty() {
            return Ok(Box::new(io::empty()));
        }
        let names: Vec<String> = packing
            .split(',')
            .map(|name| name.trim().to_ascii_lowercase())
            .filter(|name| !name.is_empty() && name != "identity")
            .collect();
        if names.len() > MOST_PACKINGS {
            return Err(broken(format!("it is packed {} times over", names.len())));
        }
        let packed: Box<dyn Read + 'r> = Box::new(body);
        names.into_iter().rev().try_fold(packed, |body, name| {
            unpack(body, &name)
                .ok_or_else(|| broken(format!("it is packed as `{name}`, which was not asked for")))
        })
    }
}

fn unpack<'r>(body: Box<dyn Read + 'r>, name: &str) -> Option<Box<dyn Read + 'r>> {
    Some(match name {
        "gzip" | "x-gzip" => Box::new(flate2::read::MultiGzDecoder::new(body)),
        "br" => Box::new(brotli::Decompressor::new(body, 16 * 1024)),
        "zstd" => {
            let mut decoder = zstd::stream::read::Decoder::new(body).ok()?;
            decoder.window_log_max(ZSTD_WINDOW).ok()?;
            Box::new(decoder)
        }
        _ => return None,
    })
}

/// The wait that a server asks for: in seconds, or until a moment.
pub(crate) fn retry_after(text: &str, timing: &dyn Timing) -> Option<Duration> {
    let text = text.trim();
    let seconds = || text.parse().ok().map(Duration::from_secs);
    seconds().or_else(|| {
        let moment = httpdate::parse_http_date(text).ok()?;
        Some(moment.duration_since(timing.now()).unwrap_or_default())
    })
}

//! In which characters a file of text is written.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Seek, SeekFrom, Write},
};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use model::{IssueDraft, Severity};

use crate::{fetch::Refused, issues::Issues, local::Local};

/// How much is taken at once, in bytes.
const PIECE: usize = 64 * 1024;

/// Opens a file of text that is UTF-8, or becomes it: what is told, or marked at its beginning, is rewritten on disk.
/// Beside it stands what its other bytes are most likely to be.
pub(super) fn open(
    local: &Local,
    told: Option<&'static Encoding>,
    issues: &mut Issues,
) -> Result<(BufReader<File>, &'static Encoding), Refused> {
    let mut file = local.open()?;
    let start = file.fill_buf().map_err(|error| Refused::io(&local.path, &error))?;
    let (marked, length) = Encoding::for_bom(start).unzip();
    match told.or(marked).filter(|encoding| *encoding != UTF_8) {
        Some(encoding) => Ok((rewritten(file, encoding, local, issues)?, encoding)),
        None => {
            file.consume(length.unwrap_or_default());
            Ok((file, guess(local)?))
        }
    }
}

/// The encoding that a name stands for.
pub(crate) fn named(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label(name.trim().as_bytes())
}

/// The file as UTF-8.
fn rewritten(
    mut file: BufReader<File>,
    encoding: &'static Encoding,
    local: &Local,
    issues: &mut Issues,
) -> Result<BufReader<File>, Refused> {
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let (mut out, mut text, mut is_doubtful) = (tempfile::tempfile()?, String::new(), false);
    loop {
        let piece = file.fill_buf().map_err(|error| Refused::io(&local.path, &error))?;
        let (length, is_last) = (piece.len(), piece.is_empty());
        text.clear();
        text.reserve(decoder.max_utf8_buffer_length(length).unwrap_or(PIECE));
        let (_, read, replaced) = decoder.decode_to_string(piece, &mut text, is_last);
        is_doubtful |= replaced;
        out.write_all(text.as_bytes())?;
        file.consume(read);
        if is_last {
            break;
        }
    }
    if is_doubtful {
        let reason =
            format!("the file is not {} throughout; what is not stands as \u{fffd}", encoding.name());
        let action = "correct `charset`, or save the file as UTF-8";
        issues.push(
            IssueDraft::new(Severity::Warning, "bad-encoding", reason, action).in_record(local.name.clone()),
        );
    }
    out.seek(SeekFrom::Start(0))?;
    Ok(BufReader::with_capacity(PIECE, out))
}

/// What the lines of a file that are not UTF-8 are most likely to be. Lines that are do not count: programs of all
/// ages may have written a file one after another.
fn guess(local: &Local) -> Result<&'static Encoding, Refused> {
    let mut file = local.open()?;
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let (mut line, mut is_other) = (Vec::new(), false);
    loop {
        line.clear();
        let read = file.by_ref().take(PIECE as u64).read_until(b'\n', &mut line);
        if read.map_err(|error| Refused::io(&local.path, &error))? == 0 {
            break;
        }
        if std::str::from_utf8(&line).is_err() {
            is_other = true;
            detector.feed(&line, false);
        }
    }
    detector.feed(&[], true);
    // The ending tells the detector what is usual where the file comes from.
    Ok(if is_other { detector.guess(Some(b"uk"), Utf8Detection::Deny) } else { WINDOWS_1252 })
}

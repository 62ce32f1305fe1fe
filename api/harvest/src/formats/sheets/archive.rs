//! What a workbook is packed in, and how much it may unpack to: an archive of a few bytes can hold any amount.

use std::io::{self, BufReader, Read};

use zip::{ZipArchive, read::ZipFile};

use crate::{Format, fetch::Refused, formats::looks::Looks, local::Local};

/// The most that the parts of a workbook may unpack to together, in bytes.
const LARGEST: u64 = 1024 * 1024 * 1024;

/// The most that the shared texts of a workbook may unpack to, in bytes: all of them are held in memory.
const LARGEST_TEXTS: u64 = 256 * 1024 * 1024;

/// The most parts that a workbook may have.
const MOST_PARTS: usize = 10_000;

/// How many times its packed size a part may unpack to; tables reach some tens.
pub(in crate::formats) const MOST_PACKED: u64 = 200;

/// Parts up to this size may be packed however tightly, in bytes.
pub(in crate::formats) const SMALL: u64 = 16 * 1024 * 1024;

/// An archive on disk.
pub(super) type Archive = ZipArchive<BufReader<std::fs::File>>;

/// Opens a workbook, after reading every part of it once: it must be of the format, whole, and within the limits.
pub(super) fn open(local: &Local, format: Format) -> Result<Archive, Refused> {
    let looks = Looks::of(local)?;
    let wanted = if format == Format::Ods { Looks::Ods } else { Looks::Xlsx };
    if looks != wanted {
        return Err(looks.refused(local, format));
    }
    let mut archive = ZipArchive::new(local.open()?).map_err(|error| broken(local, format, &error))?;
    if archive.len() > MOST_PARTS {
        return Err(too_large(local, &format!("it has more than {MOST_PARTS} parts")));
    }
    let mut left = LARGEST;
    for number in 0..archive.len() {
        let part = archive.by_index(number).map_err(|error| broken(local, format, &error))?;
        left = left.checked_sub(check(part, local, format)?).ok_or_else(|| {
            too_large(local, &format!("its parts unpack to more than {LARGEST} bytes together"))
        })?;
    }
    Ok(archive)
}

/// Reads a part to its end, which compares its checksum, and answers with its size.
fn check<R: Read>(part: ZipFile<'_, R>, local: &Local, format: Format) -> Result<u64, Refused> {
    let name = part.name().map_err(|error| broken(local, format, &error))?.into_owned();
    let mut strings =
        Strings { listens: name.to_ascii_lowercase().ends_with(Strings::PART), ..Strings::default() };
    let largest = if strings.listens { LARGEST_TEXTS } else { LARGEST };
    let most = part.compressed_size().saturating_mul(MOST_PACKED).clamp(SMALL, largest);
    let size =
        io::copy(&mut part.take(most + 1), &mut strings).map_err(|error| broken(local, format, &error))?;
    if size > most {
        let reason = format!(
            "its part {name} unpacks to more than {most} bytes, {MOST_PACKED} times its packed size or the most that is read"
        );
        return Err(too_large(local, &reason));
    }
    match strings.claimed {
        Some(claimed) if claimed > size => {
            let reason = format!("its part {name} of {size} bytes claims to hold {claimed} texts");
            Err(too_large(local, &reason))
        }
        _ => Ok(size),
    }
}

/// Listens for the number of texts that a part claims to hold: whoever reads it makes room for them beforehand.
#[derive(Default)]
struct Strings {
    listens: bool,
    tail: Vec<u8>,
    claimed: Option<u64>,
}

impl Strings {
    const PART: &str = "sharedstrings.xml";

    const NAME: &[u8] = b"uniqueCount";

    /// The longest stretch in which the name and its value are looked for.
    const REACH: usize = 1024;

    fn listen(&mut self) {
        let found = self.tail.windows(Self::NAME.len()).enumerate().filter(|(_, bytes)| *bytes == Self::NAME);
        let after = found.filter_map(|(at, _)| self.tail.get(at + Self::NAME.len()..));
        let claims = after.filter_map(|after| {
            let mut quoted = after.split(|byte| matches!(byte, b'"' | b'\'')).skip(1);
            let digits = quoted.next()?.iter().filter(|byte| byte.is_ascii_digit());
            let number = |number: u64, digit: &u8| {
                number.saturating_mul(10).saturating_add(u64::from(digit.saturating_sub(b'0')))
            };
            Some(digits.fold(0, number))
        });
        self.claimed = claims.chain(self.claimed).max();
    }
}

impl io::Write for Strings {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.listens {
            self.tail.extend_from_slice(bytes);
            self.listen();
            let told = self.tail.len().saturating_sub(Self::REACH);
            self.tail.drain(..told);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A workbook that breaks off or is none.
pub(super) fn broken(local: &Local, format: Format, error: &dyn std::fmt::Display) -> Refused {
    let reason = format!("{} cannot be read to its end as {format}: {error}", local.name);
    Refused::new("unreadable", reason, "save it anew, publish it whole and harvest again")
}

fn too_large(local: &Local, reason: &str) -> Refused {
    let reason = format!("{} is not read: {reason}", local.name);
    Refused::new("too-large", reason, "publish a smaller workbook, or the same table as CSV")
}

//! What a file is by its first bytes, whatever its name says.

use std::{fmt, io::Read};

use zip::ZipArchive;

use crate::{Format, fetch::Refused, local::Local};

/// How many bytes tell what a file is.
const HEAD: u64 = 4 * 1024;

/// What a file looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looks {
    Empty,
    Xlsx,
    Xlsb,
    Ods,
    Zip,
    Xls,
    Html,
    Xml,
    Json,
    Pdf,
    Gzip,
    Text,
    Binary,
}

/// The first bytes of files that are not text.
const MARKS: [(&[u8], Looks); 4] = [
    (b"PK\x03\x04", Looks::Zip),
    (b"\xd0\xcf\x11\xe0", Looks::Xls),
    (b"%PDF", Looks::Pdf),
    (b"\x1f\x8b", Looks::Gzip),
];

/// Parts by which a zip archive is known for more than that, the first counting.
const PARTS: [(&str, Looks); 3] =
    [("xl/workbook.bin", Looks::Xlsb), ("xl/workbook.xml", Looks::Xlsx), ("content.xml", Looks::Ods)];

impl Looks {
    /// What a file looks like.
    pub(super) fn of(local: &Local) -> Result<Self, Refused> {
        let mut head = Vec::new();
        local.open()?.take(HEAD).read_to_end(&mut head).map_err(|error| Refused::io(&local.path, &error))?;
        Ok(match Self::of_bytes(&head) {
            Self::Zip => Self::of_archive(local)?,
            looks => looks,
        })
    }

    fn of_bytes(head: &[u8]) -> Self {
        if let Some((_, looks)) = MARKS.iter().find(|(mark, _)| head.starts_with(mark)) {
            return *looks;
        }
        let is_wide = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        let starts =
            |word: &[u8]| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        match text.first() {
            None => Self::Empty,
            _ if starts(b"<!doctype html") || starts(b"<html") => Self::Html,
            _ if starts(b"<?xml") => Self::Xml,
            Some(b'{' | b'[') => Self::Json,
            _ if !is_wide && is_binary(head) => Self::Binary,
            _ => Self::Text,
        }
    }

    fn of_archive(local: &Local) -> Result<Self, Refused> {
        let Ok(archive) = ZipArchive::new(local.open()?) else { return Ok(Self::Zip) };
        let names: Vec<_> = archive.file_names().flatten().collect();
        let holds = |part: &str| names.iter().any(|name| name.eq_ignore_ascii_case(part));
        Ok(PARTS.iter().find(|(part, _)| holds(part)).map_or(Self::Zip, |(_, looks)| *looks))
    }

    /// Whether no table of text can be read out of it.
    pub(super) fn is_no_text(self) -> bool {
        !matches!(self, Self::Empty | Self::Json | Self::Text | Self::Xml)
    }

    /// Refuses a file that is not what its source's format says.
    pub(super) fn refused(self, local: &Local, format: Format) -> Refused {
        let reason = format!("{} is no {format}: it looks like {self}", local.name);
        Refused::new("wrong-format", reason, self.remedy())
    }

    fn remedy(self) -> &'static str {
        match self {
            Self::Empty => "publish it whole and harvest again",
            Self::Xlsx => "set `format = \"xlsx\"`",
            Self::Ods => "set `format = \"ods\"`",
            Self::Xls | Self::Xlsb => "save it as .xlsx, without a password, and set `format = \"xlsx\"`",
            Self::Html => "check the location: a page that asks to sign in may stand in place of the file",
            Self::Json => "set `format = \"json\"`, or `jsonl` for an object on each line",
            Self::Text => "set `format = \"csv\"` if it is a table, or publish what the format says",
            Self::Zip | Self::Gzip => "publish the file that is packed in it",
            Self::Xml | Self::Pdf | Self::Binary => "publish it as a workbook or as CSV",
        }
    }
}

/// Whether more than a tenth of some bytes are zeros; text has none, or a stray one.
fn is_binary(bytes: &[u8]) -> bool {
    bytes.iter().filter(|byte| **byte == 0).count() * 10 > bytes.len()
}

impl fmt::Display for Looks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "an empty file",
            Self::Xlsx => "an Excel workbook (xlsx)",
            Self::Xlsb => "a binary Excel workbook (xlsb)",
            Self::Ods => "an OpenDocument spreadsheet (ods)",
            Self::Zip => "a zip archive, or a workbook that breaks off",
            Self::Xls => "an old Excel workbook (xls), or one with a password",
            Self::Html => "a web page (HTML)",
            Self::Xml => "XML",
            Self::Json => "JSON",
            Self::Pdf => "a PDF document",
            Self::Gzip => "a gzip archive",
            Self::Text => "text, such as CSV",
            Self::Binary => "neither text nor a workbook",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Looks;

    #[test]
    fn a_file_is_known_by_its_first_bytes() {
        for (bytes, looks) in [
            (&b"PK\x03\x04..."[..], Looks::Zip),
            (b"\xd0\xcf\x11\xe0\xa1", Looks::Xls),
            (b"\n <!DOCTYPE HTML><html>", Looks::Html),
            (b"\xef\xbb\xbf<?xml version='1.0'?>", Looks::Xml),
            (b" [{}]", Looks::Json),
            (b"name,postcode\n", Looks::Text),
            (b"\xff\xfen\0a\0", Looks::Text),
            (b"\x7fELF\0", Looks::Binary),
            (b"name,postcode\nTea\0,PL1 1AA", Looks::Text),
            (b" \n", Looks::Empty),
        ] {
            assert_eq!(Looks::of_bytes(bytes), looks);
        }
    }
}

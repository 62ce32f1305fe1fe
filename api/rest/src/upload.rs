//! A file that is sent: written to disk as it comes, within a limit.

use std::{
    fmt,
    fs::File,
    future::Future,
    io::Write,
    path::{Path, PathBuf},
    pin::Pin,
};

use access::{Access, Caller};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web};
use futures_util::{Stream, StreamExt};
use harvest::{Format, UploadReport, joining::JoinError};
use model::SourceId;
use reconcile::Desk;
use tempfile::TempDir;

use crate::problem::{Problem, ProblemType};

/// The largest file, in bytes.
const MOST: usize = 64 * 1024 * 1024;

/// A file that was sent. It is removed when dropped.
#[derive(Debug)]
pub(crate) struct Upload {
    path: PathBuf,
    _folder: TempDir,
    /// What its media type says that it is; the source's own format, where that says nothing.
    pub(crate) format: Option<Format>,
}

impl Upload {
    /// Where it is.
    fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file to disk as it comes.
    pub(crate) async fn write<B: AsRef<[u8]>, E: fmt::Display>(
        mut parts: impl Stream<Item = Result<B, E>> + Unpin,
        format: Option<Format>,
    ) -> Result<Self, Problem> {
        let folder = TempDir::new().map_err(|error| full(&error))?;
        // Issues about the file name it so.
        let path = folder.path().join("list");
        let mut file = File::create(&path).map_err(|error| full(&error))?;
        let mut size = 0;
        while let Some(part) = parts.next().await {
            let part = part.map_err(|error| broken(&error))?;
            size += part.as_ref().len();
            if size > MOST {
                let detail =
                    format!("The file is larger than {MOST} bytes; publish it at an address instead");
                return Err(Problem::new(&ProblemType::CONTENT_TOO_LARGE, detail));
            }
            file.write_all(part.as_ref()).map_err(|error| full(&error))?;
        }
        Ok(Self { path, format, _folder: folder })
    }
}

impl FromRequest for Upload {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let media_type = request.content_type().to_ascii_lowercase();
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            let format = format_of(&media_type)?;
            Self::write(payload.await.map_err(|error| broken(&error))?, format).await
        })
    }
}

/// How a file is taken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct How {
    /// Whether a person agreed to what it deletes.
    pub(crate) accepts_deletions: bool,
    /// Whether it is only tried.
    pub(crate) is_tried: bool,
}

/// Takes a file as the feed of a source, and notes who sent it; or tries it, which nobody need note.
pub(crate) fn take(
    desk: &Desk,
    access: &Access,
    caller: &Caller,
    source: &SourceId,
    upload: &Upload,
    how: How,
) -> Result<UploadReport, JoinError> {
    let work = || desk.upload(source, (upload.path(), upload.format), how.accepts_deletions, how.is_tried);
    if how.is_tried { work() } else { access.audited(caller, "upload feed", source.as_str(), work) }
}

fn format_of(media_type: &str) -> Result<Option<Format>, Problem> {
    Ok(Some(match media_type {
        "text/csv" => Format::Csv,
        "text/tab-separated-values" => Format::Tsv,
        "application/json" => Format::Json,
        "application/x-ndjson" | "application/ndjson" | "application/jsonl" => Format::Jsonl,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => Format::Xlsx,
        "application/vnd.oasis.opendocument.spreadsheet" => Format::Ods,
        "application/zip" => Format::HsdsTabular,
        "" | "application/octet-stream" => return Ok(None),
        other => {
            let detail =
                format!("`{other}` is not read here; send text/csv, an xlsx or ods workbook, JSON or a zip");
            return Err(Problem::new(&ProblemType::UNSUPPORTED_MEDIA_TYPE, detail));
        }
    }))
}

fn broken(error: &dyn std::fmt::Display) -> Problem {
    Problem::new(&ProblemType::INVALID_BODY, format!("The file broke off: {error}"))
}

fn full(error: &std::io::Error) -> Problem {
    tracing::error!(%error, "an uploaded file cannot be written to disk");
    Problem::new(&ProblemType::INTERNAL, "The file could not be kept; the fault was logged")
}

//! A file that is sent: written to disk as it comes, within a limit.

use std::{future::Future, io::Write, path::Path, pin::Pin};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web};
use futures_util::StreamExt;
use harvest::Format;
use tempfile::NamedTempFile;

use crate::problem::{Problem, ProblemType};

/// The largest file, in bytes.
const MOST: usize = 64 * 1024 * 1024;

/// A file that was sent. It is removed when dropped.
#[derive(Debug)]
pub(crate) struct Upload {
    file: NamedTempFile,
    /// What its media type says that it is; the source's own format, where that says nothing.
    pub(crate) format: Option<Format>,
}

impl Upload {
    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        self.file.path()
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
            let mut payload = payload.await.map_err(|error| broken(&error))?;
            let mut file = NamedTempFile::new().map_err(|error| full(&error))?;
            let mut size = 0;
            while let Some(part) = payload.next().await {
                let part = part.map_err(|error| broken(&error))?;
                size += part.len();
                if size > MOST {
                    let detail =
                        format!("The file is larger than {MOST} bytes; publish it at an address instead");
                    return Err(Problem::new(&ProblemType::CONTENT_TOO_LARGE, detail));
                }
                file.write_all(&part).map_err(|error| full(&error))?;
            }
            Ok(Self { file, format })
        })
    }
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

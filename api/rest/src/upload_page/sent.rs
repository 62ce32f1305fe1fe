//! The form as it comes: who sends it first, then the file, which is written to disk within a limit.

use std::path::Path;

use access::{Access, Caller, Class};
use actix_multipart::{Field, Multipart};
use actix_web::{
    HttpRequest,
    http::header::{self, HeaderName},
    web,
};
use futures_util::{StreamExt, TryStreamExt};
use harvest::Format;
use model::SourceId;

use crate::{
    limits,
    problem::{Problem, ProblemType},
    state::State,
    upload::Upload,
};

/// The longest field that is no file, in bytes.
const LONGEST: usize = 512;
/// The most parts of a form.
const MOST_PARTS: usize = 12;
/// Where a browser says whose page a request is from.
const FROM: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Who sends a form.
#[derive(Debug)]
pub(crate) struct Sender {
    /// Who.
    pub(crate) caller: Caller,
    /// The id that they gave, to be shown again.
    pub(crate) client: String,
}

/// A form that was sent by somebody who may.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) sender: Sender,
    /// The file; none where no file was chosen.
    pub(crate) file: Option<Upload>,
    pub(crate) is_check: bool,
    pub(crate) accepts_deletions: bool,
    /// Whether only the empty list is wanted.
    pub(crate) wants_template: bool,
}

/// Reads a form, and lets its sender in before it reads any of its file.
pub(crate) async fn read(
    request: &HttpRequest,
    state: &web::Data<State>,
    payload: web::Payload,
    source: &SourceId,
) -> Result<Sent, Problem> {
    refuse_other_sites(request)?;
    if !is_form(request) {
        let detail = "Send the form of this page: multipart/form-data";
        return Err(Problem::new(&ProblemType::UNSUPPORTED_MEDIA_TYPE, detail));
    }
    let mut parts = Multipart::new(request.headers(), payload);
    let (mut shown, mut sender, mut file) = (Shown::default(), None, None);
    let mut number = 0;
    while let Some(part) = parts.try_next().await.map_err(|error| broken(&error))? {
        number += 1;
        if number > MOST_PARTS {
            return Err(broken(&"it has too many parts"));
        }
        if part.name() == Some("file") {
            if sender.is_none() {
                sender = Some(shown.admit(state, source).await?);
            }
            file = chosen(part).await?.or(file);
        } else {
            shown.take(part).await?;
        }
    }
    let sender = match sender {
        Some(sender) => sender,
        None => shown.admit(state, source).await?,
    };
    let Shown { check, accept, template, .. } = shown;
    Ok(Sent { sender, file, is_check: check, accepts_deletions: accept, wants_template: template })
}

/// A page of another site has no business here: whoever types a secret into one gave it away. Browsers say where a
/// request is from; programs do not, and need no telling.
fn refuse_other_sites(request: &HttpRequest) -> Result<(), Problem> {
    let from = request.headers().get(FROM).and_then(|value| value.to_str().ok());
    match from {
        None | Some("same-origin" | "none") => Ok(()),
        Some(_) => {
            let detail = "The form was sent by a page of another site; open the page of the directory itself";
            Err(Problem::new(&ProblemType::FOREIGN_FORM, detail))
        }
    }
}

/// What the fields say that are no file. It is never printed: it holds a secret.
#[derive(Default)]
struct Shown {
    id: Option<String>,
    secret: Option<String>,
    check: bool,
    accept: bool,
    template: bool,
}

impl Shown {
    async fn take(&mut self, part: Field) -> Result<(), Problem> {
        let name = part.name().unwrap_or_default().to_owned();
        let text = text(part).await?;
        match name.as_str() {
            "client_id" => self.id = Some(text.trim().to_owned()),
            "client_secret" => self.secret = Some(text.trim().to_owned()),
            "check" => self.check = true,
            "accept_deletions" => self.accept = true,
            "template" => self.template = true,
            _ => {}
        }
        Ok(())
    }

    /// Knows the client by its secret, as where tokens are given. Which of the two is wrong is not told, so that nobody
    /// learns which clients there are.
    async fn admit(&mut self, state: &web::Data<State>, source: &SourceId) -> Result<Sender, Problem> {
        let (Some(id), Some(secret)) = (self.id.clone(), self.secret.take()) else {
            let detail = "Fill in the client's id and its secret; they come before the file";
            return Err(Problem::new(&ProblemType::WRONG_SECRET, detail));
        };
        let access: Access = state.access()?;
        let (shown, of) = (id.clone(), source.clone());
        let admitted = web::block(move || access.admit_client(&shown, &secret)).await;
        let caller = admitted.map_err(|_| Problem::new(&ProblemType::INTERNAL, "The work was cut off"))??;
        if let Some(standing) = state.limits().count(Class::Client, caller.key()) {
            limits::refuse_beyond(standing)?;
        }
        caller.needs_source(&of)?;
        Ok(Sender { caller, client: id })
    }
}

async fn text(mut part: Field) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.next().await {
        bytes.extend_from_slice(&chunk.map_err(|error| broken(&error))?);
        if bytes.len() > LONGEST {
            return Err(broken(&format!("a field is longer than {LONGEST} bytes")));
        }
    }
    String::from_utf8(bytes).map_err(|_| broken(&"a field is not UTF-8"))
}

/// The file that was chosen; `None` where there was none, which browsers send as one without a name.
async fn chosen(part: Field) -> Result<Option<Upload>, Problem> {
    let name = part.content_disposition().and_then(|told| told.get_filename()).unwrap_or_default().to_owned();
    if name.is_empty() {
        return Ok(None);
    }
    let format = format_of(&name)?;
    let chunks = part.map_err(|error| error.to_string());
    Upload::write(chunks, format).await.map(Some)
}

/// What the ending of a file's name says that it is; the source's own format where it says nothing. Browsers' media types
/// depend on what is installed.
fn format_of(name: &str) -> Result<Option<Format>, Problem> {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    Ok(Some(match ending.to_ascii_lowercase().as_str() {
        "csv" => Format::Csv,
        "tsv" => Format::Tsv,
        "json" => Format::Json,
        "jsonl" | "ndjson" => Format::Jsonl,
        "xlsx" => Format::Xlsx,
        "ods" => Format::Ods,
        "zip" => Format::HsdsTabular,
        "" | "txt" => return Ok(None),
        other => {
            let other: String = other.chars().take(20).collect();
            let detail =
                format!("A file that ends with .{other} is not read here; save it as xlsx, ods or csv");
            return Err(Problem::new(&ProblemType::UNSUPPORTED_MEDIA_TYPE, detail));
        }
    }))
}

fn broken(error: &dyn std::fmt::Display) -> Problem {
    Problem::new(&ProblemType::INVALID_BODY, format!("The form cannot be read: {error}"))
}

/// Whether a request is sent as such a form.
fn is_form(request: &HttpRequest) -> bool {
    let media_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    media_type.is_some_and(|value| value.to_ascii_lowercase().starts_with("multipart/form-data"))
}

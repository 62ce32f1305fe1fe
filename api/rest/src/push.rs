//! Records that are sent: read, written once, and answered.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
};
use harvest::push::{Condition, PushError, PushReport, Write, WrittenAs};
use model::{ContentHash, SourceId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{Once, Progress};

use crate::{
    asked::WhichItem,
    caller::{Permitted, RecordWriting, off_the_loop},
    problem::{Problem, ProblemType},
    text::Text,
    wire::{Written, WrittenBatch},
};

/// The largest single record, in bytes.
pub(crate) const MOST_OF_ONE: usize = 1024 * 1024;
/// The largest batch, in bytes.
pub(crate) const MOST_OF_BATCH: usize = 32 * 1024 * 1024;
/// The most records of a batch.
pub(crate) const MOST_WRITES: usize = 10_000;
/// The longest key of a request that is to be carried out once.
const LONGEST_KEY: usize = 255;

/// What must hold of a record before it is written: `If-Match` and `If-None-Match` (RFC 9110, 13.1).
pub(crate) fn condition(request: &HttpRequest) -> Result<Condition, Problem> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    match (header(header::IF_MATCH), header(header::IF_NONE_MATCH)) {
        (None, None) => Ok(Condition::Any),
        (Some("*"), None) => Ok(Condition::Present),
        (None, Some("*")) => Ok(Condition::Absent),
        (Some(tags), None) => Ok(Condition::Is(tags.split(',').map(hash_of).collect())),
        (_, Some(sent)) => Err(Problem::parameter(
            "If-None-Match",
            sent,
            "`*` alone: write it only if it is not there; for changes use If-Match",
        )),
    }
}

fn hash_of(tag: &str) -> ContentHash {
    ContentHash(tag.trim().trim_start_matches("W/").trim_matches('"').to_owned())
}

/// The entity tag of a record: the hash of what its source sent.
pub(crate) fn tag(hash: &ContentHash) -> String {
    format!("\"{}\"", hash.0)
}

/// An answer as it is kept for a request that is sent again.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    status: u16,
    tag: Option<String>,
    body: String,
}

/// Everything that one request wants written.
pub(crate) struct Job {
    pub(crate) source: SourceId,
    pub(crate) writes: Vec<Write>,
    pub(crate) dry_run: bool,
    pub(crate) action: &'static str,
    /// The request, as its fingerprint is made of it.
    pub(crate) request: HttpRequest,
    /// The body, for the same.
    pub(crate) text: String,
}

/// Carries a job out once, and answers by what became of it.
pub(crate) async fn carry_out(
    writer: Permitted<RecordWriting>,
    job: Job,
    answer: fn(&SourceId, PushReport) -> Result<Kept, Problem>,
) -> Result<HttpResponse, Problem> {
    let Permitted { caller, access, desk, .. } = writer;
    let key = idempotency_key(&job.request)?;
    let fingerprint = fingerprint(&job);
    let Job { source, writes, dry_run, action, .. } = job;
    let kept = off_the_loop(move || {
        let work = || -> Result<Kept, Problem> {
            let report = match dry_run {
                true => desk.push(&source, &writes, true)?,
                false => {
                    let target = target(&source, &writes);
                    access.audited(&caller, action, &target, || desk.push(&source, &writes, false))?
                }
            };
            answer(&source, report)
        };
        match key {
            Some(key) if !dry_run => {
                let once = Once { client: caller.key(), key: &key, fingerprint: &fingerprint };
                once_only(&desk, once, work)
            }
            _ => work(),
        }
    })
    .await?;
    Ok(respond(kept))
}

fn once_only(
    desk: &reconcile::Desk,
    once: Once<'_>,
    work: impl FnOnce() -> Result<Kept, Problem>,
) -> Result<Kept, Problem> {
    let conflict = |detail: &str| Problem::new(&ProblemType::IDEMPOTENCY_CONFLICT, detail);
    match desk.begin_once(once)? {
        Progress::Begun => {
            let done = work();
            let text = done.as_ref().ok().and_then(|kept| serde_json::to_string(kept).ok());
            desk.end_once(once, text.as_deref())?;
            done
        }
        Progress::Running => {
            Err(conflict("The request with this key is still being carried out")
                .header(header::RETRY_AFTER, "1"))
        }
        Progress::Reused => Err(conflict("This key was used for another request; use a new one")),
        Progress::Answered(text) => serde_json::from_str(&text)
            .map_err(|_| Problem::new(&ProblemType::INTERNAL, "The kept answer cannot be read")),
    }
}

fn idempotency_key(request: &HttpRequest) -> Result<Option<String>, Problem> {
    let Some(value) = request.headers().get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().unwrap_or_default().trim();
    if (1..=LONGEST_KEY).contains(&key.len()) {
        return Ok(Some(key.to_owned()));
    }
    Err(Problem::parameter("Idempotency-Key", key, "1 to 255 printable ASCII characters, such as a UUID"))
}

/// The hash of all that a request asks.
fn fingerprint(job: &Job) -> String {
    let mut hash = Sha256::new();
    let if_match = job.request.headers().get(header::IF_MATCH).map_or(&b""[..], |value| value.as_bytes());
    for part in
        [job.action.as_bytes(), job.request.uri().to_string().as_bytes(), if_match, job.text.as_bytes()]
    {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is written, for the log of writes.
fn target(source: &SourceId, writes: &[Write]) -> String {
    match writes {
        [one] => format!("{source}:{}", one.label()),
        many => format!("{} records of {source}", many.len()),
    }
}

fn respond(kept: Kept) -> HttpResponse {
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
    let mut answer = HttpResponse::build(status);
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    if let Some(tag) = kept.tag {
        answer.insert_header((header::ETAG, tag));
    }
    if status == StatusCode::NO_CONTENT {
        return answer.finish();
    }
    answer.content_type("application/json").body(kept.body)
}

/// The answer to one write: what became of it, or why it could not be read.
pub(crate) fn answer_one(source: &SourceId, report: PushReport) -> Result<Kept, Problem> {
    let is_tried = report.run.is_none();
    let answer = Written::one(source, report)
        .ok_or_else(|| Problem::new(&ProblemType::INTERNAL, "Nothing was written"))?;
    let status = match answer.written_as() {
        WrittenAs::Rejected => return Err(answer.rejected()),
        WrittenAs::Absent => {
            let detail = "There is no such record, so there is nothing to delete";
            return Err(Problem::new(&ProblemType::UNKNOWN_RECORD, detail));
        }
        WrittenAs::Deleted if !is_tried => StatusCode::NO_CONTENT,
        WrittenAs::Created if !is_tried => StatusCode::CREATED,
        _ => StatusCode::OK,
    };
    Ok(Kept { status: status.as_u16(), tag: answer.tag(), body: json(&answer) })
}

/// The answer to a batch: what became of each write.
pub(crate) fn answer_many(source: &SourceId, report: PushReport) -> Result<Kept, Problem> {
    let body = json(&WrittenBatch::of(source, report));
    Ok(Kept { status: StatusCode::OK.as_u16(), tag: None, body })
}

fn json(value: &impl Serialize) -> String {
    // Texts and numbers under text names always serialise.
    serde_json::to_string(value).unwrap_or_default()
}

/// The single record that a request is about, checked as far as that goes without the source.
pub(crate) fn put(
    which: &WhichItem,
    sent: &Text<MOST_OF_ONE>,
    condition: Condition,
) -> Result<Write, Problem> {
    if !is_json(&sent.media_type) {
        let detail = "Send the record as JSON with `Content-Type: application/json`";
        return Err(Problem::new(&ProblemType::UNSUPPORTED_MEDIA_TYPE, detail));
    }
    let value: serde_json::Value = serde_json::from_str(&sent.text)
        .map_err(|error| Problem::new(&ProblemType::INVALID_BODY, format!("The body is no JSON: {error}")))?;
    let fault = |pointer: &str, detail: String| {
        Problem::new(&ProblemType::UNPROCESSABLE_RECORD, detail).with("pointer", pointer)
    };
    let Some(object) = value.as_object() else {
        return Err(fault("", "A record is a JSON object".to_owned()));
    };
    let own = match object.get("id") {
        Some(serde_json::Value::String(id)) => Some(id.trim().to_owned()),
        Some(serde_json::Value::Number(id)) => Some(id.to_string()),
        _ => None,
    };
    if let Some(other) = own.filter(|own| *own != which.id) {
        let detail = format!("The record's id is `{other}`, and the path says `{}`", which.id);
        return Err(fault("/id", detail));
    }
    Ok(Write { kind: which.kind, id: which.id.clone(), record: Some(sent.text.clone()), condition })
}

pub(crate) fn is_json(media_type: &str) -> bool {
    media_type == "application/json"
}

impl From<PushError> for Problem {
    fn from(error: PushError) -> Self {
        let told = error.to_string();
        match error {
            PushError::UnknownSource(_) => Self::new(&ProblemType::UNKNOWN_SOURCE, told),
            PushError::Harvested { .. } | PushError::Closed { .. } => {
                Self::new(&ProblemType::SOURCE_CLOSED, told)
            }
            PushError::Condition { found, .. } => {
                let problem = Self::new(&ProblemType::PRECONDITION_FAILED, told);
                match found {
                    Some(hash) => problem.header(header::ETAG, tag(&hash)),
                    None => problem,
                }
            }
            PushError::Busy(_) => Self::new(&ProblemType::NOT_READY, told).header(header::RETRY_AFTER, "2"),
            PushError::Unreadable(issue) => {
                Self::new(&ProblemType::UNPROCESSABLE_RECORD, issue.reason.clone())
                    .with("code", issue.code.clone())
            }
            PushError::Config(_) | PushError::Store(_) => {
                tracing::error!(error = told, "a push failed");
                Self::new(&ProblemType::INTERNAL, "The directory could not take it; the fault was logged")
            }
        }
    }
}

//! Answers for people and for websites: what the crate `web` makes, with what caches and browsers are told of it.

use ::web::{LISTS, Refusal, ReportForm, layout::POLICY};
use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::{
        StatusCode,
        header::{self, Accept, Header, HeaderName, HeaderValue},
    },
};
use catalog::{Entry, ListKind};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    condition::Validators,
    licences::Licences,
    problem::{Problem, ProblemType},
    reader::{Found, Reader},
    reporting,
};

/// The media type of pages.
pub(crate) const HTML: &str = "text/html; charset=utf-8";
/// The media type of linked data.
pub(crate) const LINKED_DATA: &str = "application/ld+json";
/// By what caches between are purged, in the two spellings that they know.
const KEYS: [HeaderName; 2] =
    [HeaderName::from_static("surrogate-key"), HeaderName::from_static("cache-tag")];

/// Where the pages of entities are.
const FOLDERS: [&str; 3] = ["/services/", "/organizations/", "/locations/"];

/// Where the report on websites is.
pub(crate) const REPORT: &str = "/alignment";

/// Whether a request is answered with a page, also where it cannot be answered.
pub(crate) fn is_for_people(request: &HttpRequest) -> bool {
    let is_report = request.path() == REPORT || request.path().starts_with("/alignment/");
    let is_page = is_report || FOLDERS.iter().any(|folder| request.path().starts_with(folder));
    let is_form = reporting::is_at(request.path()) && reporting::is_form(request);
    (is_page && !prefers(request, LINKED_DATA, "text/html")) || is_form
}

/// Whether a reader would rather have one media type than the other, which is given where they do not say.
pub(crate) fn prefers(request: &HttpRequest, one: &str, other: &str) -> bool {
    let Ok(accept) = Accept::parse(request) else { return false };
    let ranked = accept.ranked();
    let place = |wanted: &str| ranked.iter().position(|media| media.essence_str() == wanted);
    match (place(one), place(other)) {
        (Some(one), Some(other)) => one < other,
        (one, None) => one.is_some(),
        (None, Some(_)) => false,
    }
}

/// The page of an entity, or what it says in linked data, or where it went.
pub(crate) fn show(reader: &Reader, kind: ListKind, id: Uuid) -> Result<HttpResponse, Problem> {
    let entry = match reader.find(kind, id)? {
        Found::Here(entry) => entry,
        Found::Moved(survivor) => return Ok(moved(reader, kind, survivor)),
    };
    let base = reader.base();
    let site = reader.site(&base);
    // A list of services stands on the pages of those who give them and of where they are given.
    let keys = ::web::keys(&site, [entry], kind != ListKind::Service);
    let answer = Made { reader, keys, entries: vec![entry] };
    if prefers(&reader.request, LINKED_DATA, "text/html") {
        let data = ::web::linked_data(site, entry).ok_or_else(broken)?;
        return Ok(answer.of(LINKED_DATA, data.to_string()));
    }
    let action = reporting::path(reader, id);
    let report = ReportForm { action: &action, ..ReportForm::default() };
    let page = ::web::show(site, entry, report).ok_or_else(broken)?;
    Ok(with_policy(answer.of(HTML, page)))
}

fn moved(reader: &Reader, kind: ListKind, survivor: Uuid) -> HttpResponse {
    let base = reader.base();
    let address = reader.site(&base).address(kind, survivor).unwrap_or_default();
    let mut answer = reader.moved(survivor);
    answer.insert_header((header::VARY, "Accept"));
    with_policy(answer.content_type(HTML).body(::web::moved(&address)))
}

/// The problem of an entity that cannot be shown although it is there.
pub(crate) fn broken() -> Problem {
    Problem::new(&ProblemType::INTERNAL, "The directory holds the entry, and cannot show it")
}

/// Something that was made of entries of a snapshot.
pub(crate) struct Made<'a> {
    /// Who asked.
    pub(crate) reader: &'a Reader,
    /// The keys by which caches purge it.
    pub(crate) keys: String,
    /// What is shown.
    pub(crate) entries: Vec<&'a Entry>,
}

impl Made<'_> {
    /// The answer, or that the reader holds it. What it says moves with the time too, so its own text is its mark.
    pub(crate) fn of(&self, media_type: &str, text: String) -> HttpResponse {
        self.with(media_type, text, None)
    }

    /// The same with links to other pages of a list.
    pub(crate) fn with(&self, media_type: &str, text: String, links: Option<String>) -> HttpResponse {
        let hash = Sha256::digest(text.as_bytes());
        let mark: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let modified = self.entries.iter().map(|entry| entry.modified).max();
        let modified = modified.unwrap_or_else(|| self.reader.snapshot.last_modified());
        let validators = Validators::of_list(&mark, modified);
        if validators.are_held(&self.reader.request) {
            let mut answer = validators.not_modified();
            self.tell(|name, value| answer.headers_mut().append(name, value));
            return answer;
        }
        let mut answer = HttpResponse::Ok();
        validators.put(&mut answer);
        let snapshot = &self.reader.snapshot;
        let licences: Licences = snapshot.licences(self.entries.iter().copied()).into_iter().collect();
        licences.put(&mut answer);
        if let Some(links) = links {
            answer.append_header((header::LINK, links));
        }
        let mut answer = answer.content_type(media_type).body(text);
        self.tell(|name, value| answer.headers_mut().append(name, value));
        answer
    }

    fn tell(&self, mut put: impl FnMut(HeaderName, HeaderValue)) {
        put(header::VARY, HeaderValue::from_static("Accept"));
        // Ids and one word: always a header's value.
        let keys = HeaderValue::from_str(&self.keys).unwrap_or(HeaderValue::from_static(LISTS));
        KEYS.into_iter().for_each(|name| put(name, keys.clone()));
    }
}

/// Says what a page may do.
fn with_policy(mut answer: HttpResponse) -> HttpResponse {
    let headers = answer.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    answer
}

/// A page that no cache keeps.
pub(crate) fn fresh(mut answer: HttpResponseBuilder, page: String) -> HttpResponse {
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    with_policy(answer.content_type(HTML).body(page))
}

/// A problem as a page, for people who see no problem documents.
pub(crate) fn of_problem(problem: &Problem) -> HttpResponse {
    let refusal = match problem.status() {
        StatusCode::GONE => Refusal {
            title: "This entry is no longer listed",
            words: "Those who published it have taken it back, or it has closed. Nothing replaces it.",
        },
        StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST => Refusal {
            title: "There is no such entry",
            words: "Please check the address. If you pasted it, check that you copied all of it.",
        },
        StatusCode::TOO_MANY_REQUESTS => {
            Refusal { title: "Too many requests", words: "Please wait a minute and try again." }
        }
        _ => Refusal {
            title: "The directory cannot answer at the moment",
            words: "Please try again in a few minutes.",
        },
    };
    let mut answer = fresh(HttpResponse::build(problem.status()), ::web::refused(refusal));
    for (name, value) in problem.headers() {
        if let Ok(value) = HeaderValue::try_from(value) {
            answer.headers_mut().insert(name.clone(), value);
        }
    }
    answer
}

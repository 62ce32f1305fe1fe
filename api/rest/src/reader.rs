//! Whoever reads: the request together with the one state of the data that all of its answer is taken from.

use std::{
    future::{Ready, ready},
    sync::Arc,
};

use ::web::Site;
use actix_web::{
    FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder,
    dev::Payload,
    http::{Method, header},
    web,
};
use catalog::{Entry, ListKind, Lookup, Snapshot};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    asked::Form,
    condition::Validators,
    licences::Licences,
    problem::{Problem, ProblemType},
    state::State,
};

/// How an entry is written: as a JSON object.
pub(crate) type Encode = fn(&Snapshot, &Entry) -> String;

/// What is found under an id.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Found<'a> {
    /// The thing.
    Here(&'a Entry),
    /// It was merged into this.
    Moved(Uuid),
}

/// A request and the snapshot that answers it.
#[derive(Clone)]
pub(crate) struct Reader {
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) request: HttpRequest,
    state: web::Data<State>,
}

impl FromRequest for Reader {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = state_of(request).and_then(|state| {
            let snapshot = state.snapshot()?;
            Ok(Self { snapshot, request: request.clone(), state })
        });
        ready(read)
    }
}

/// The state that the server put beside the routes.
pub(crate) fn state_of(request: &HttpRequest) -> Result<web::Data<State>, Problem> {
    let missing = || Problem::new(&ProblemType::INTERNAL, "The server was put together without its state");
    request.app_data::<web::Data<State>>().cloned().ok_or_else(missing)
}

/// The longest parameters that headers repeat, in bytes: clients read only so many of headers.
const LONGEST_REPEATED: usize = 4_096;

impl Reader {
    /// What stands after `?`.
    pub(crate) fn query(&self) -> &str {
        self.request.query_string()
    }

    /// Whether the parameters were sent in a body, to be in no address, log or cache.
    pub(crate) fn is_private(&self) -> bool {
        self.request.method() == Method::POST
    }

    /// The details of one thing, or where it went.
    pub(crate) fn detail(&self, kind: ListKind, id: Uuid, encode: Encode) -> Result<HttpResponse, Problem> {
        match self.find(kind, id)? {
            Found::Here(entry) => Ok(self.object(entry, encode)),
            Found::Moved(survivor) => Ok(self.moved(survivor).finish()),
        }
    }

    /// One thing, or the id that it is found under now.
    pub(crate) fn find(&self, kind: ListKind, id: Uuid) -> Result<Found<'_>, Problem> {
        match self.snapshot.find(kind, id) {
            Lookup::Found(entry) => Ok(Found::Here(entry)),
            Lookup::Moved(survivor) => Ok(Found::Moved(survivor)),
            Lookup::Gone => {
                Err(Problem::new(&ProblemType::GONE, format!("The {kind} {id} is no longer published")))
            }
            Lookup::Unknown => {
                Err(Problem::new(&ProblemType::UNKNOWN_ID, format!("No {kind} has the id {id}")))
            }
        }
    }

    /// One thing of any kind below `/v1/entities/`, with what stands behind its id in the path, or where it went. With what
    /// depends on `more` than the thing, every change of the directory makes the answer another.
    pub(crate) fn any(
        &self,
        id: Uuid,
        (behind, more): (&str, bool),
        write: impl FnOnce(&Snapshot, &Entry) -> String,
    ) -> Result<HttpResponse, Problem> {
        let entry = match self.snapshot.lookup(id) {
            Lookup::Found(entry) => entry,
            Lookup::Moved(survivor) => {
                return Ok(self.moved_to(&format!("/v1/entities/{survivor}{behind}")).finish());
            }
            Lookup::Gone => {
                return Err(Problem::new(
                    &ProblemType::GONE,
                    format!("What had the id {id} is no longer published"),
                ));
            }
            Lookup::Unknown => {
                return Err(Problem::new(&ProblemType::UNKNOWN_ID, format!("Nothing has the id {id}")));
            }
        };
        let own = || Validators::of_object(&entry.etag(), entry.modified);
        let validators = if more { self.validators() } else { own() };
        Ok(self.held_or(&validators, entry, |snapshot, entry| write(snapshot, entry)))
    }

    /// The public address of the directory.
    pub(crate) fn base(&self) -> String {
        self.state.base(&self.request)
    }

    /// Now.
    pub(crate) fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.state.now()
    }

    /// A path below the public address, without its host.
    pub(crate) fn path(&self, path: &str) -> String {
        self.state.path(path)
    }

    /// What pages are made from.
    pub(crate) fn site<'a>(&'a self, base: &'a str) -> Site<'a> {
        Site { snapshot: &self.snapshot, base, now: self.state.now() }
    }

    fn object(&self, entry: &Entry, encode: Encode) -> HttpResponse {
        self.held_or(&Validators::of_object(&entry.etag(), entry.modified), entry, encode)
    }

    fn held_or(
        &self,
        validators: &Validators,
        entry: &Entry,
        encode: impl FnOnce(&Snapshot, &Entry) -> String,
    ) -> HttpResponse {
        if validators.are_held(&self.request) {
            return validators.not_modified();
        }
        let licences: Licences = entry.licences_shown().iter().collect();
        let mut answer = HttpResponse::Ok();
        validators.put(&mut answer);
        licences.put(&mut answer);
        answer.content_type("application/json").body(with_licences(encode(&self.snapshot, entry), &licences))
    }

    /// The answer for a former id. Merges can be undone, so it may be remembered only shortly.
    pub(crate) fn moved(&self, survivor: Uuid) -> HttpResponseBuilder {
        let path = self.request.path().rsplit_once('/').map_or("", |(list, _)| list);
        self.moved_to(&format!("{path}/{survivor}"))
    }

    fn moved_to(&self, path: &str) -> HttpResponseBuilder {
        let query = self.request.query_string();
        let mark = if query.is_empty() { "" } else { "?" };
        let mut answer = HttpResponse::PermanentRedirect();
        answer
            .insert_header((header::LOCATION, self.state.path(&format!("{path}{mark}{query}"))))
            .insert_header((header::CACHE_CONTROL, "public, max-age=60"));
        answer
    }

    /// What an id that was asked for stands for now, for use as a condition.
    pub(crate) fn current(&self, id: Uuid) -> Uuid {
        if let Lookup::Moved(survivor) = self.snapshot.lookup(id) { survivor } else { id }
    }

    /// The same for a form of a list: other bytes at the same address.
    pub(crate) fn validators_of(&self, form: Form) -> Validators {
        let name = Form::ALL.iter().find(|(other, ..)| *other == form).map_or("", |(_, name, _)| name);
        Validators::of_list(&format!("{}-{name}", self.state_of_data()), self.snapshot.last_modified())
    }

    /// An answer made of the published things and the geography, with the licences of what it shows.
    pub(crate) fn told<'a, T: Serialize + 'a>(
        &self,
        licences: impl FnOnce() -> Licences,
        answer_of: impl FnOnce(&Snapshot) -> &'a T,
    ) -> Result<HttpResponse, Problem> {
        let validators = self.validators();
        if validators.are_held(&self.request) {
            return Ok(validators.not_modified());
        }
        let mut answer = HttpResponse::Ok();
        validators.put(&mut answer);
        licences().put(&mut answer);
        Ok(answer.json(answer_of(&self.snapshot)))
    }

    /// The parameters, where they are short enough to be repeated in headers, and not kept out of the address.
    pub(crate) fn repeatable(&self) -> Option<&str> {
        let query = self.request.query_string();
        (!self.is_private() && query.len() <= LONGEST_REPEATED).then_some(query)
    }

    /// What stands for the bytes of the whole answer: what was asked, of which state of the data.
    pub(crate) fn name_of_answer(&self) -> String {
        format!("{} {}", self.state_of_data(), self.request.uri())
    }

    /// What was published, and the geography that it lies in.
    fn state_of_data(&self) -> String {
        format!("{}.{}", self.snapshot.version(), self.snapshot.geography().number())
    }

    /// What changes when anything published does.
    pub(crate) fn validators(&self) -> Validators {
        Validators::of_list(&self.state_of_data(), self.snapshot.last_modified())
    }
}

/// An object with its licences as the last member.
pub(crate) fn with_licences(mut object: String, licences: &Licences) -> String {
    if object.pop() == Some('}') {
        object.push_str(",\"licences\":");
        object.push_str(&licences.json());
        object.push('}');
    }
    object
}

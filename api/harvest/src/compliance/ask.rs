//! Asks the endpoints of an API.

use std::collections::BTreeSet;

use outbound::{Outbound, OutboundError};
use serde_json::Value;

use super::{
    Endpoint, Message, Test,
    profile::Profile,
    schema::{Fault, faults, faults_of_listed},
};
use crate::{
    Options, SourceConfig,
    fetch::guarded,
    formats::hsds::{base, encoded},
};

/// How many objects of a list are asked for by id.
const MOST_IDS: usize = 10;
/// How many messages a test gives; the same fault in many places counts once.
const MOST_MESSAGES: usize = 10;

/// What asks one API.
pub(super) struct Asker {
    client: Outbound,
    base: String,
    query: String,
    profile: Profile,
}

/// A body, or why there is none.
type Got = Result<Value, OutboundError>;

/// What is found wrong with one endpoint.
#[derive(Default)]
struct Found {
    messages: Vec<Message>,
    met: BTreeSet<(String, String)>,
    failed: bool,
}

impl Asker {
    pub(super) fn of(
        config: &SourceConfig,
        options: &Options,
        profile: Profile,
    ) -> Result<Self, OutboundError> {
        let (base, query) = base(&config.location);
        Ok(Self { client: guarded(config, options, options.limits.clone())?, base, query, profile })
    }

    /// What the API says of itself.
    pub(super) fn root(&self) -> Test {
        let mut found = Found::default();
        match self.get("", "") {
            Err(error) => found.fault("/", ("".to_owned(), error.to_string())),
            Ok(body) => self.about(&body).into_iter().for_each(|fault| found.fault("/", fault)),
        }
        found.test("What the API says of itself".to_owned(), "/".to_owned())
    }

    fn about(&self, body: &Value) -> Vec<Fault> {
        let mut faults = Vec::new();
        for name in ["version", "profile", "openapi_url"] {
            let text = body.get(name).and_then(Value::as_str).unwrap_or_default();
            let wrong = match name {
                _ if text.is_empty() => Some("it must be told".to_owned()),
                "version" if self.profile == Profile::Oruk && !text.eq_ignore_ascii_case("HSDS-UK-3.0") => {
                    Some(format!("`{text}` is not HSDS-UK-3.0, by which a validator knows the standard"))
                }
                "profile" | "openapi_url" if url::Url::parse(text).is_err() => {
                    Some(format!("it must be an absolute URI, not `{text}`"))
                }
                _ => None,
            };
            faults.extend(wrong.map(|wrong| (name.to_owned(), wrong)));
        }
        faults
    }

    /// The list of an endpoint, and what it lists by id.
    pub(super) fn endpoint(&self, endpoint: &Endpoint) -> [Test; 2] {
        let (noun, path) = ((endpoint.noun)().name, endpoint.path);
        let (mut list, mut one) = (Found::default(), Found::default());
        let ids = self.list(endpoint, &mut list);
        match ids {
            Some(ids) if !ids.is_empty() => self.by_id(endpoint, &ids, &mut one),
            _ => {
                one.failed = endpoint.level == 1;
                one.note(path, "it was not asked: no list names ids");
            }
        }
        [
            list.test(format!("List of {}", path.replace('_', " ")), format!("/{path}")),
            one.test(format!("One {} by its id", noun.replace('_', " ")), format!("/{path}/{{id}}")),
        ]
    }

    /// Asks for the first, the middle and the last page; the ids that they hold. `None` where there is no list.
    fn list(&self, endpoint: &Endpoint, found: &mut Found) -> Option<Vec<String>> {
        let path = endpoint.path;
        let first = match self.get(path, "&page=1") {
            Ok(first) => first,
            Err(error) if endpoint.level == 2 && matches!(error.status(), Some(404 | 501 | 503)) => {
                found.note(path, "it is not offered, which is allowed");
                return None;
            }
            Err(error) => {
                found.fault(path, (String::new(), error.to_string()));
                return None;
            }
        };
        let mut ids = self.page(endpoint, &format!("{path}?page=1"), &first, found);
        if ids.is_empty() {
            found.note(path, "the list is empty");
        }
        let pages = first.get("total_pages").and_then(Value::as_u64).unwrap_or(1);
        for number in BTreeSet::from([pages / 2, pages]).into_iter().filter(|number| *number > 1) {
            let asked = format!("{path}?page={number}");
            match self.get(path, &format!("&page={number}")) {
                Ok(page) => ids.extend(self.page(endpoint, &asked, &page, found)),
                Err(error) => found.fault(&asked, (String::new(), error.to_string())),
            }
        }
        Some(ids)
    }

    fn page(&self, endpoint: &Endpoint, asked: &str, page: &Value, found: &mut Found) -> Vec<String> {
        for name in ["total_items", "total_pages", "page_number", "size"] {
            if page.get(name).is_some_and(|number| !number.is_u64()) {
                found.fault(asked, (name.to_owned(), "it must be a whole number".to_owned()));
            }
        }
        let Some(Value::Array(contents)) = page.get("contents") else {
            found.fault(asked, ("contents".to_owned(), "a page must have it, as a list".to_owned()));
            return Vec::new();
        };
        for (place, one) in contents.iter().enumerate() {
            let at = format!("contents[{place}]");
            for fault in faults_of_listed(self.profile, (endpoint.noun)(), one, &at) {
                found.fault(asked, fault);
            }
        }
        contents.iter().filter_map(|one| Some(one.get("id")?.as_str()?.to_owned())).collect()
    }

    /// Asks for some of what is listed, evenly spread.
    fn by_id(&self, endpoint: &Endpoint, ids: &[String], found: &mut Found) {
        let step = ids.len().div_ceil(MOST_IDS).max(1);
        for id in ids.iter().step_by(step) {
            let asked = format!("{}/{}", endpoint.path, encoded(id));
            match self.get(&asked, "") {
                Ok(body) => {
                    let faults = faults(self.profile, (endpoint.noun)(), &body, "");
                    faults.into_iter().for_each(|fault| found.fault(&asked, fault));
                }
                Err(error) => found.fault(&asked, (String::new(), error.to_string())),
            }
        }
    }

    fn get(&self, path: &str, asked: &str) -> Got {
        let asked = format!("{asked}{}", self.query);
        let mark = if asked.is_empty() { "" } else { "?" };
        let url = format!("{}/{path}{mark}{}", self.base, asked.trim_start_matches('&'));
        let body = self.client.get(&url, &[("accept", "application/json")])?.body;
        serde_json::from_slice(&body).map_err(|error| OutboundError::Broken {
            url: outbound::shown(&url),
            reason: format!("what it answered is no JSON: {error}"),
        })
    }
}

impl Found {
    /// Notes what is wrong, unless the same is known of another place.
    fn fault(&mut self, asked: &str, (at, message): Fault) {
        self.failed = true;
        let anywhere: String = at.chars().filter(|sign| !sign.is_ascii_digit()).collect();
        let sort = message.split('`').next().unwrap_or_default().to_owned();
        if self.met.insert((anywhere, sort)) && self.messages.len() < MOST_MESSAGES {
            self.messages.push(Message { message, asked: path(asked), at });
        }
    }

    /// Notes what is worth knowing.
    fn note(&mut self, asked: &str, message: &str) {
        self.messages.push(Message { message: message.to_owned(), asked: path(asked), at: String::new() });
    }

    fn test(self, name: String, endpoint: String) -> Test {
        Test { name, endpoint, success: !self.failed, messages: self.messages }
    }
}

fn path(asked: &str) -> String {
    format!("/{}", asked.trim_start_matches('/'))
}

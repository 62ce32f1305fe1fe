//! Who acts on a directory.

use actix_web::{
    http::{Method, StatusCode, header::HeaderMap},
    rt::System,
    test::{TestRequest, call_service, init_service, read_body},
};
use harvest::{Options, RunReport};
use model::{Clock, Verdict};
use serde_json::{Value, json};
use store::{Hiding, NewJudgement};
use uuid::Uuid;

use crate::directory::{Directory, TOKEN};

/// Reads what is public.
pub(crate) struct Anonymous<'a> {
    pub(crate) directory: &'a Directory,
}

/// What a reader got.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
    pub(crate) text: String,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The names of what a list contains.
    pub(crate) fn names(&self) -> Vec<String> {
        let contents = self.body["contents"].as_array().expect("a list has contents");
        contents.iter().map(|item| item["name"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

impl Anonymous<'_> {
    pub(crate) fn gets(&self, path: &str) -> Answer {
        self.asks(TestRequest::get().uri(path))
    }

    pub(crate) fn sends(&self, method: Method, path: &str) -> Answer {
        self.asks(TestRequest::with_uri(path).method(method))
    }

    /// Asks the graph.
    pub(crate) fn queries(&self, query: &str) -> Value {
        self.asks(TestRequest::post().uri("/graphql").set_json(json!({ "query": query }))).body
    }

    pub(crate) fn asks(&self, request: TestRequest) -> Answer {
        self.asks_each(vec![request]).pop().unwrap()
    }

    /// Asks one after another, which is quicker for many than asking each by itself.
    pub(crate) fn asks_each(&self, requests: Vec<TestRequest>) -> Vec<Answer> {
        System::new().block_on(async {
            let app = init_service(server::application(self.directory.state.clone())).await;
            let mut answers = Vec::new();
            for request in requests {
                let response = call_service(&app, request.to_request()).await;
                let (status, headers) = (response.status(), response.headers().clone());
                let bytes = read_body(response).await.to_vec();
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let body = serde_json::from_str(&text).unwrap_or_default();
                answers.push(Answer { status, headers, body, text, bytes });
            }
            answers
        })
    }

    /// The only service there is.
    pub(crate) fn only_service(&self) -> Value {
        let answer = self.gets("/oruk/v3/services");
        assert_eq!(answer.body["total_items"], 1, "{:?}", answer.names());
        answer.body["contents"][0].clone()
    }

    pub(crate) fn service_names(&self) -> Vec<String> {
        self.gets("/oruk/v3/services?per_page=100").names()
    }

    pub(crate) fn id_of(&self, name: &str) -> String {
        let answer = self.gets("/oruk/v3/services?per_page=100");
        let contents = answer.body["contents"].as_array().unwrap();
        let found = contents.iter().find(|item| item["name"] == name);
        found.unwrap_or_else(|| panic!("no service {name} in {:?}", answer.names()))["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

/// Publishes a spreadsheet. Its columns: `Ref` (may be empty), `Name`, `Run by`, `Venue`, `Address`, `Postcode`,
/// `Phone`, `About`.
pub(crate) struct Partner<'a> {
    pub(crate) directory: &'a Directory,
    pub(crate) name: &'static str,
    pub(crate) terms: String,
}

/// One row of a partner's spreadsheet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    pub(crate) name: &'a str,
    pub(crate) run_by: &'a str,
    pub(crate) venue: &'a str,
    pub(crate) address: &'a str,
    pub(crate) postcode: &'a str,
    pub(crate) phone: &'a str,
    pub(crate) about: &'a str,
}

impl Row<'_> {
    fn line(&self) -> String {
        let cells = [self.name, self.run_by, self.venue, self.address, self.postcode, self.phone, self.about];
        cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).join(",")
    }
}

/// A row for a club at a venue, its other cells filled plausibly.
pub(crate) fn club<'a>(name: &'a str, venue: &'a str, postcode: &'a str) -> Row<'a> {
    Row { name, run_by: "", venue, address: "1 High Street, Plymouth", postcode, phone: "", about: "" }
}

const MAPPING: &str = r#"
[map.service]
name = "Name"
description = "About"
phone = "Phone"

[map.organization]
name = "Run by"

[map.location]
name = "Venue"
address = "Address"
city = { value = "Plymouth" }
state_province = { value = "Devon" }
postal_code = "Postcode"
"#;

impl Partner<'_> {
    /// Adds lines to the partner's `source.toml`, before its tables.
    #[must_use]
    pub(crate) fn on_terms(mut self, terms: &str) -> Self {
        self.terms.push_str(terms);
        self.terms.push('\n');
        self
    }

    /// Publishes these rows, which are harvested and reconciled.
    pub(crate) fn publishes(&self, rows: &[Row<'_>]) -> RunReport {
        self.publishes_file(&list(rows), &Options::default())
    }

    /// Publishes a file as it is.
    pub(crate) fn publishes_file(&self, csv: &str, options: &Options) -> RunReport {
        self.writes_file(csv);
        self.directory.harvest(self.name, options)
    }

    /// Puts these rows where they are harvested the next time.
    pub(crate) fn writes(&self, rows: &[Row<'_>]) {
        self.writes_file(&list(rows));
    }

    fn writes_file(&self, csv: &str) {
        let licence = if self.terms.contains("licence") { "" } else { "[licence]\nid = \"OGL-UK-3.0\"\n" };
        let toml = format!(
            "name = \"{0}\"\npublisher = \"{0}\"\nformat = \"csv\"\nlocation = \"list.csv\"\n{1}\n{licence}{MAPPING}",
            self.name, self.terms
        );
        self.directory.write(self.name, "source.toml", &toml);
        self.directory.write(self.name, "list.csv", csv);
    }
}

/// Rows as a CSV file.
fn list(rows: &[Row<'_>]) -> String {
    let lines: Vec<_> = rows.iter().map(Row::line).collect();
    format!("Name,Run by,Venue,Address,Postcode,Phone,About\n{}\n", lines.join("\n"))
}

impl Directory {
    /// What a steward gets at a path.
    pub(crate) fn steward_reads(&self, path: &str) -> Answer {
        let shown = ("Authorization", format!("Bearer {TOKEN}"));
        self.anonymous().asks(TestRequest::get().uri(path).insert_header(shown))
    }
}

/// Decides what rules cannot.
pub(crate) struct Steward<'a> {
    pub(crate) directory: &'a Directory,
}

impl Steward<'_> {
    pub(crate) fn judges(&self, a: &str, verdict: Verdict, b: &str) {
        let new = NewJudgement {
            a: a.parse().unwrap(),
            b: b.parse().unwrap(),
            verdict,
            who: "a steward".to_owned(),
            reason: "looked at both".to_owned(),
        };
        self.directory.store.judge(&[new], self.directory.clock.now()).unwrap();
        self.directory.reconcile();
    }

    pub(crate) fn hides(&self, id: &str) -> Hiding {
        let now = self.directory.clock.now();
        let hiding = self.directory.store.hide(id.parse::<Uuid>().unwrap(), now, "asked to").unwrap();
        self.directory.reconcile();
        hiding
    }

    pub(crate) fn shows_again(&self, id: &str) -> Hiding {
        let now = self.directory.clock.now();
        let hiding = self.directory.store.unhide(id.parse::<Uuid>().unwrap(), now).unwrap();
        self.directory.reconcile();
        hiding
    }

    pub(crate) fn erases(&self, record: &str) -> store::EraseOutcome {
        let now = self.directory.clock.now();
        let outcome =
            self.directory.store.erase(&record.parse().unwrap(), "asked to be forgotten", now).unwrap();
        self.directory.reconcile();
        outcome
    }
}

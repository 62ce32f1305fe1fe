//! Programs that may do more than read.

use access::{Access, AccessSettings, NewClient};
use actix_web::{http::Method, test::TestRequest};
use serde_json::Value;
use store::Client;

use crate::{actors::Answer, directory::Directory};

/// A client of the directory, with its secret.
pub(crate) struct Program<'a> {
    pub(crate) directory: &'a Directory,
    pub(crate) client: Client,
    pub(crate) secret: String,
}

impl Directory {
    /// A client that may do this, and write these sources, which are made where they are not there yet.
    pub(crate) fn program(&self, scope: &str, sources: &[&str]) -> Program<'_> {
        for source in sources {
            self.takes_pushes(source, "");
        }
        let sources = sources.iter().map(|source| source.parse().unwrap()).collect();
        let new = NewClient { name: "A program".to_owned(), scopes: scope.parse().unwrap(), sources };
        let made = self.access().create_client(&new).unwrap();
        Program { directory: self, client: made.client, secret: made.secret }
    }

    /// A source that is written record by record, with more lines for its description.
    pub(crate) fn takes_pushes(&self, source: &str, terms: &str) {
        let text = format!(
            "id = \"{source}\"\nname = \"{source}\"\nformat = \"push\"\n{terms}\n[licence]\nid = \"OGL-UK-3.0\"\n"
        );
        let config = harvest::SourceConfig::read(&text, &self.path(source)).unwrap();
        if self.store.source(&config.id).unwrap().is_none() || !terms.is_empty() {
            self.store.put_source(&config.source(), &config.to_json()).unwrap();
        }
    }

    /// What knows who may do what, as a command has it.
    pub(crate) fn access(&self) -> Access {
        let settings = AccessSettings { issuer: ISSUER.to_owned(), ..AccessSettings::default() };
        Access::new(self.store.clone(), self.clock.clone(), &settings).unwrap()
    }
}

/// What the directory's own tokens name as their issuer in tests.
pub(crate) const ISSUER: &str = "http://127.0.0.1:8080";

impl Program<'_> {
    /// Asks for a token as a form.
    pub(crate) fn asks_for_token(&self, scope: Option<&str>) -> Answer {
        let mut form = vec![
            ("grant_type", "client_credentials"),
            ("client_id", self.client.id.as_str()),
            ("client_secret", self.secret.as_str()),
        ];
        form.extend(scope.map(|scope| ("scope", scope)));
        self.directory.anonymous().asks(TestRequest::post().uri("/oauth/token").set_form(form))
    }

    /// A token for all that it may do.
    pub(crate) fn token(&self) -> String {
        let answer = self.asks_for_token(None);
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.body["access_token"].as_str().unwrap().to_owned()
    }

    pub(crate) fn gets(&self, path: &str) -> Answer {
        self.sends(Method::GET, path, None)
    }

    pub(crate) fn puts(&self, path: &str, record: &Value) -> Answer {
        self.sends(Method::PUT, path, Some(record))
    }

    pub(crate) fn posts(&self, path: &str, body: &Value) -> Answer {
        self.sends(Method::POST, path, Some(body))
    }

    pub(crate) fn deletes(&self, path: &str) -> Answer {
        self.sends(Method::DELETE, path, None)
    }

    fn sends(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let request = TestRequest::with_uri(path).method(method);
        let request = match body {
            Some(body) => request.set_json(body),
            None => request,
        };
        self.asks(request)
    }

    /// Asks with a token of its own.
    pub(crate) fn asks(&self, request: TestRequest) -> Answer {
        let request = request.insert_header(("Authorization", format!("Bearer {}", self.token())));
        self.directory.anonymous().asks(request)
    }
}

//! What the log is told, and what it is not: whatever somebody shows to be let in, and whatever they sent, stays out of it.
#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

use serde_json::{Value, json};
use tempfile::TempDir;

const STEWARD: &str = "steward-token-Kq7ZpW2m";
const WRONG_TOKEN: &str = "wrong-token-Xv93LmQa";
const WRONG_SECRET: &str = "wrong-secret-Rt55YbNc";
const IN_RECORD: &str = "in-a-record-Hs28GdUe";
const IN_BROKEN_RECORD: &str = "in-a-broken-record-Pf61JwTo";
const IN_LIST: &str = "in-a-list-Zc40BnVi";

/// A server that is stopped when dropped, and the file that its log goes to.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(data: &Path, level: Option<&str>, log: &Path) -> Self {
        let mut command = directory(data);
        if let Some(level) = level {
            command.env("DIRECTORY_LOG", level);
        }
        let serve = command.args(["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped());
        let mut child = serve.stderr(File::create(log).unwrap()).spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let listening = said
            .lines()
            .map(Result::unwrap)
            .find_map(|line| line.trim().strip_prefix("listening on http://").map(str::to_owned));
        let server = Self { child, address: listening.unwrap() };
        while server.asks("GET", "/readyz", &[], "").0 != 200 {
            sleep(Duration::from_millis(50));
        }
        server
    }

    /// The first line of the answer to whatever is sent.
    fn answers_to(&self, sent: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(sent.as_bytes()).unwrap();
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// The status and the body of an answer.
    fn asks(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let told: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let (host, length) = (&self.address, body.len());
        let head = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{told}");
        write!(stream, "{head}Content-Length: {length}\r\n\r\n{body}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        (status, answer.split_once("\r\n\r\n").unwrap().1.to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn directory(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_directory"));
    command.env_clear().env("DIRECTORY_STEWARD_TOKEN", STEWARD).current_dir(data);
    command.arg("--data-dir").arg(data.join("data"));
    command
}

fn joins(server: &Server, id: &str, format: &str) {
    let source = json!({
        "id": id, "name": id, "format": format, "state": "live", "licence": { "id": "OGL-UK-3.0" },
    });
    let shown = [("Authorization", &*format!("Bearer {STEWARD}")), ("Content-Type", "application/json")];
    let (status, text) = server.asks("POST", "/v1/sources", &shown, &source.to_string());
    assert_eq!(status, 201, "{text}");
}

/// A client of two sources: its id and its secret.
fn client(data: &Path) -> (String, String) {
    let mut create = directory(data);
    create.args(["clients", "create", "--name", "Clubs", "--scope", "records:write", "--json"]);
    let made = create.args(["--source", "pushed", "--source", "sent"]).output().unwrap();
    let made: Value = serde_json::from_slice(&made.stdout).unwrap();
    let member = |name: &str| made.get(name).and_then(Value::as_str).unwrap().to_owned();
    (member("id"), member("secret"))
}

/// Asks for a token.
fn token(server: &Server, id: &str, secret: &str) -> (u16, Value) {
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    let headers = [("Content-Type", "application/x-www-form-urlencoded")];
    let (status, text) = server.asks("POST", "/oauth/token", &headers, &form);
    (status, serde_json::from_str(&text).unwrap())
}

/// Sends the form of the page.
fn form(server: &Server, id: &str, secret: &str) -> u16 {
    let part = |told: &str, content: &str| {
        format!("--limit\r\nContent-Disposition: form-data; {told}\r\n\r\n{content}\r\n")
    };
    let list = format!("Name,Telephone\nChess Circle,{IN_LIST}\n");
    let parts = [
        part("name=\"client_id\"", id),
        part("name=\"client_secret\"", secret),
        part("name=\"file\"; filename=\"clubs.csv\"", &list),
    ];
    let body = format!("{}--limit--\r\n", parts.concat());
    let headers = [("Content-Type", "multipart/form-data; boundary=limit")];
    server.asks("POST", "/v1/sources/sent/upload", &headers, &body).0
}

#[test]
fn no_secret_and_nothing_that_was_sent_is_in_the_log() {
    for level in [None, Some("debug")] {
        let data = TempDir::new().unwrap();
        let log = data.path().join("log.txt");
        let server = Server::start(data.path(), level, &log);
        joins(&server, "pushed", "push");
        joins(&server, "sent", "csv");
        let (id, secret) = client(data.path());
        assert_eq!(token(&server, &id, WRONG_SECRET).0, 401);
        let (status, granted) = token(&server, &id, &secret);
        assert_eq!(status, 200);
        let granted = granted.get("access_token").and_then(Value::as_str).unwrap();

        let put = |token: &str, record: &str| {
            let shown =
                [("Authorization", &*format!("Bearer {token}")), ("Content-Type", "application/json")];
            server.asks("PUT", "/v1/sources/pushed/records/service/1", &shown, record).0
        };
        let record = json!({ "name": "Chess", "status": IN_RECORD, "email": IN_RECORD }).to_string();
        assert_eq!(put(WRONG_TOKEN, &record), 401);
        assert_eq!(put(granted, &format!("{{ \"name\": \"{IN_BROKEN_RECORD}\", ")), 400);
        assert_eq!(put(granted, &json!({ "id": IN_RECORD, "name": "Chess" }).to_string()), 422);
        assert_eq!(put(granted, &record), 201, "what cannot be used is an issue");
        assert_eq!(form(&server, &id, WRONG_SECRET), 403);
        assert_eq!(form(&server, &id, &secret), 200);
        assert_eq!(server.answers_to("no request\r\n\r\n"), "HTTP/1.1 400 Bad Request");
        drop(server);

        let log = fs::read_to_string(&log).unwrap();
        assert!(!log.contains("request parse error"), "nonsense does not fill the log: {log}");
        assert!(log.contains("harvest ended"), "what was done is logged: {log}");
        assert_eq!(log.contains("DEBUG"), level.is_some(), "{log}");
        for (what, value) in [
            ("the steward token", STEWARD),
            ("a wrong token", WRONG_TOKEN),
            ("an access token", granted),
            ("a wrong secret", WRONG_SECRET),
            ("a client's secret", secret.as_str()),
            ("a value of a record", IN_RECORD),
            ("a value of a record that is refused", IN_BROKEN_RECORD),
            ("a cell of a list", IN_LIST),
        ] {
            assert!(!log.contains(value), "{what} is in the log of {level:?}: {log}");
        }
    }
}

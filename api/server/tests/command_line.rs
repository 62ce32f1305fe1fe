//! The binary as its users run it: exit codes, what it prints, and commands beside a running server.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what cannot be set up fails the test")]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

fn directory(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_directory"));
    command
        .env_clear()
        .env("DIRECTORY_LOG", "error")
        .current_dir(data)
        .arg("--data-dir")
        .arg(data.join("data"));
    command
}

fn run(data: &Path, args: &[&str]) -> Output {
    directory(data).args(args).output().unwrap()
}

fn json(data: &Path, args: &[&str]) -> Value {
    let output = run(data, &[args, &["--json"]].concat());
    let text = String::from_utf8(output.stdout).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{args:?} printed no JSON ({error}): {text}"))
}

fn source(data: &Path, id: &str, list: &str) {
    let folder = data.join("sources").join(id);
    fs::create_dir_all(&folder).unwrap();
    let toml = "name = \"Clubs\"\nformat = \"csv\"\nlocation = \"clubs.csv\"\n[licence]\nid = \"OGL-UK-3.0\"\n\
                [map.service]\nname = \"Club\"\nurl = \"Web\"\n[map.location]\nname = \"Venue\"\npostal_code = \"Postcode\"\n";
    fs::write(folder.join("source.toml"), toml).unwrap();
    fs::write(folder.join("clubs.csv"), list).unwrap();
}

/// A server that is stopped, by force if need be, when dropped.
struct Server {
    child: Child,
    address: String,
    _stdout: BufReader<ChildStdout>,
    said: Vec<String>,
}

impl Server {
    fn start(data: &Path, command: &str) -> Self {
        let mut child = directory(data)
            .args([command, "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut said = Vec::new();
        let address = loop {
            let mut line = String::new();
            assert!(stdout.read_line(&mut line).unwrap() > 0, "it ended without listening: {said:?}");
            if let Some(address) = line.trim().strip_prefix("listening on http://") {
                break address.to_owned();
            }
            said.push(line);
        };
        let server = Self { child, address, _stdout: stdout, said };
        server.until("/readyz", 200);
        server
    }

    /// The status and the whole answer.
    fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        (answer.split(' ').nth(1).unwrap().parse().unwrap(), answer)
    }

    /// Waits until a path answers with a status: ten seconds at most, for slow machines.
    fn until(&self, path: &str, status: u16) {
        let begun = Instant::now();
        while self.get(path).0 != status {
            assert!(begun.elapsed() < Duration::from_secs(10), "{path} never answered {status}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn terminate(mut self) -> ExitStatus {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        self.child.wait().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_demonstration_says_what_it_did_serves_it_and_goes_on_from_there() {
    let data = TempDir::new().unwrap();
    let first = Server::start(data.path(), "demo");
    let told = first.said.last().unwrap();
    assert!(told.contains("items from 7 sources in") && told.contains("entities out"), "{told}");
    let (status, answer) = first.get("/oruk/v3/services?search=library");
    assert!(status == 200 && answer.contains("Library"), "{answer}");
    assert!(first.terminate().success(), "SIGTERM ends it cleanly");
    let second = Server::start(data.path(), "demo");
    assert!(second.said.iter().any(|line| line.contains("nothing to reconcile")), "{:?}", second.said);
}

#[test]
fn the_demonstration_writes_nothing_where_it_cannot_serve() {
    let data = TempDir::new().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let refused = run(data.path(), &["demo", "--listen", &address]);
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success() && told.contains(&format!("cannot listen on {address}")), "{told}");
    assert!(!data.path().join("data").exists());
}

#[test]
fn exit_codes_tell_a_script_what_became_of_a_harvest() {
    let data = TempDir::new().unwrap();
    let harvest = ["harvest", "--sources", "sources"];
    source(data.path(), "clean", "Club,Venue,Postcode,Web\nChess,Hall,PL1 1AA,https://chess.example\n");
    assert_eq!(run(data.path(), &harvest).status.code(), Some(0));
    source(data.path(), "nameless", "Club,Venue,Postcode,Web\n,Hall,PL1 1AA,\nGo,Inn,PL2 1AA,\n");
    assert_eq!(run(data.path(), &harvest).status.code(), Some(1), "a record was kept out");
    source(data.path(), "broken", "");
    assert_eq!(run(data.path(), &harvest).status.code(), Some(2), "a source failed");
    let named = run(data.path(), &["harvest", "--sources", "sources", "clean"]);
    assert_eq!(named.status.code(), Some(0), "the others do not matter");
    let unknown = run(data.path(), &["harvest", "--sources", "sources", "clubz"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("clubz"));
}

#[test]
fn a_mistyped_key_of_a_source_is_named_and_blocks_no_other() {
    let data = TempDir::new().unwrap();
    source(data.path(), "clean", "Club,Venue,Postcode,Web\nChess,Hall,PL1 1AA,\n");
    source(data.path(), "typo", "Club,Venue,Postcode,Web\nGo,Inn,PL2 1AA,\n");
    let file = data.path().join("sources/typo/source.toml");
    fs::write(&file, fs::read_to_string(&file).unwrap().replacen("format", "fromat", 1)).unwrap();
    let output = run(data.path(), &["harvest", "--sources", "sources"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("fromat") && said.contains("typo"), "{said}");
    assert_eq!(json(data.path(), &["sources"])["sources"].as_array().unwrap().len(), 1);
}

#[test]
fn every_result_can_be_read_by_a_machine() {
    let data = TempDir::new().unwrap();
    source(data.path(), "clubs", "Club,Venue,Postcode,Web\nChess,Hall,PL1 1AA,no address\n");
    assert_eq!(json(data.path(), &["harvest", "--sources", "sources"])["sources"][0]["counts"]["items"], 1);
    let issues = json(data.path(), &["sources", "clubs"])["issues"].clone();
    assert!(issues.as_array().unwrap().iter().any(|issue| issue["value"] == "no address"), "{issues}");
    assert_eq!(json(data.path(), &["check", "sources/clubs"])["records"]["service"], 1);
    assert!(json(data.path(), &["reconcile"])["kinds"].is_object());
    assert!(json(data.path(), &["migrate"])["applied"].is_array());
    assert_eq!(json(data.path(), &["config"])["listen"], "127.0.0.1:8080");
    assert!(json(data.path(), &["backup", "backup.sqlite"])["bytes"].as_u64().unwrap() > 0);
    let output = run(data.path(), &["export", "--kind", "service"]).stdout;
    let service: Value = serde_json::from_slice(&output).unwrap();
    assert_eq!(service["provenance"]["name"][0]["source"], "clubs");
    assert!(service["referents"].is_array());
}

#[test]
fn an_issue_stays_open_until_its_record_is_mended() {
    let data = TempDir::new().unwrap();
    let harvest = ["harvest", "--sources", "sources"];
    let is_about_the_url = |issue: &&Value| issue["value"] == "no address";
    let issues = || {
        let open = json(data.path(), &["sources", "clubs"])["issues"].clone();
        open.as_array().unwrap().iter().filter(is_about_the_url).count()
    };
    source(data.path(), "clubs", "Club,Venue,Postcode,Web\nChess,Hall,PL1 1AA,no address\n");
    run(data.path(), &harvest);
    assert_eq!(issues(), 1);
    run(data.path(), &harvest);
    assert_eq!(issues(), 1, "what did not change is not mended");
    source(data.path(), "clubs", "Club,Venue,Postcode,Web\nChess,Hall,PL1 1AA,https://chess.example\n");
    run(data.path(), &harvest);
    assert_eq!(issues(), 0);
}

#[test]
fn what_a_command_does_beside_a_running_server_shows_there() {
    let data = TempDir::new().unwrap();
    let server = Server::start(data.path(), "serve");
    source(data.path(), "clubs", "Club,Venue,Postcode,Web\nChess,Hall,PL1 1AA,\n");
    assert_eq!(run(data.path(), &["harvest", "--sources", "sources"]).status.code(), Some(0));
    let exported = run(data.path(), &["export", "--kind", "service"]).stdout;
    let id = serde_json::from_slice::<Value>(&exported).unwrap()["id"].as_str().unwrap().to_owned();
    let path = format!("/oruk/v3/services/{id}");
    server.until(&path, 200);
    assert!(run(data.path(), &["hide", &id]).status.success());
    server.until(&path, 404);
    assert!(run(data.path(), &["unhide", &id]).status.success());
    server.until(&path, 200);
    let erased = run(data.path(), &["erase", "clubs:service:chess-pl1-1aa", "--reason", "asked to"]);
    assert!(erased.status.success(), "{}", String::from_utf8_lossy(&erased.stderr));
    server.until(&path, 410);
}

#[test]
fn a_harvest_that_is_killed_needs_no_repair() {
    let (data, calm) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let rows: String = (0..400).map(|n| format!("Club {n},Hall {n},PL1 {}AA,\n", n % 9 + 1)).collect();
    let list = format!("Club,Venue,Postcode,Web\n{rows}");
    for folder in [&data, &calm] {
        source(folder.path(), "clubs", &list);
    }
    let harvest = ["harvest", "--sources", "sources"];
    for patience in [0, 30, 60, 120, 240, 480] {
        let mut child =
            directory(data.path()).args(harvest).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(patience));
        let _ = child.kill();
        let _ = child.wait();
    }
    assert_eq!(run(data.path(), &harvest).status.code(), Some(0));
    assert_eq!(run(calm.path(), &harvest).status.code(), Some(0));
    let names = |folder: &TempDir| {
        let lines = String::from_utf8(run(folder.path(), &["export", "--kind", "service"]).stdout).unwrap();
        let ids = lines.lines().map(|line| {
            let service: Value = serde_json::from_str(line).unwrap();
            (service["id"].to_string(), service["name"].to_string())
        });
        ids.collect::<Vec<_>>()
    };
    assert_eq!(names(&data), names(&calm));
    assert_eq!(names(&data).len(), 400);
}

#[test]
fn the_password_of_a_database_is_never_printed() {
    let data = TempDir::new().unwrap();
    let url = "postgres://directory:s3cret@127.0.0.1:1/none";
    for args in [["config"].as_slice(), &["sources"]] {
        let output = directory(data.path()).args(args).env("DATABASE_URL", url).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        assert!(!String::from_utf8_lossy(&said).contains("s3cret"), "{args:?}");
    }
}

#[test]
fn a_steward_corrects_a_field_from_the_command_line_and_everything_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    source(
        data,
        "council",
        "Club,Web,Venue,Postcode\nEfford Youth Club,https://efford.org,Youth Centre,PL3 6HU\n",
    );
    source(
        data,
        "charity",
        "Club,Web,Venue,Postcode\nEfford Youth Club,https://youth.example.com,Youth Centre,PL3 6HU\n",
    );
    run(data, &["harvest", "--sources", "sources"]);
    let queue = json(data, &["conflicts", "--source", "charity"]);
    assert_eq!((&queue["total"], &queue["conflicts"][0]["field"]), (&Value::from(1), &Value::from("url")));
    let entity = queue["conflicts"][0]["entity"].as_str().unwrap().to_owned();

    let correct = |more: &[&str]| {
        let told = ["correct", &entity, "url", "pin", "charity", "--reason", "rang them", "--who", "ann"];
        run(data, &[&told[..], more].concat())
    };
    let tried = String::from_utf8(correct(&["--dry-run"]).stdout).unwrap();
    assert!(
        tried.contains("after   https://youth.example.com/") && tried.contains("only tried out"),
        "{tried}"
    );
    let logged = String::from_utf8(correct(&["--expires", "2099-01-01"]).stdout).unwrap();
    assert!(
        logged.contains("council:service:") && logged.ends_with("correction 1 is logged and published\n"),
        "{logged}"
    );
    let log = String::from_utf8(run(data, &["corrections"]).stdout).unwrap();
    assert!(log.contains("pin url of charity:service:") && log.contains("until 2099-01-01"), "{log}");
    assert_eq!(json(data, &["conflicts"])["total"], 0);
    let issues = String::from_utf8(run(data, &["sources", "council"]).stdout).unwrap();
    assert!(issues.contains("rang them"), "{issues}");

    let refused = run(data, &["correct", &entity, "url", "supply", "n/a", "--reason", "x", "--who", "ann"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("`n/a` cannot be the `url`: it is no web address"), "{said}");
}

#[test]
fn a_source_is_proposed_for_a_list_and_can_be_taken_as_it_is() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("clubs");
    fs::create_dir(&folder).unwrap();
    let list = "Club,Web,Where,PC\nChess,https://chess.example.org,The Crown,PL1 1AA\n";
    fs::write(folder.join("clubs.csv"), list).unwrap();
    let output = run(data.path(), &["map", "clubs/clubs.csv"]);
    let toml = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && toml.contains("# likely: 100 in 100 cells are postcodes"), "{toml}");

    fs::write(folder.join("source.toml"), &toml).unwrap();
    assert!(run(data.path(), &["check", "clubs", "--no-links"]).status.success());
    let from = ["harvest", "--from", "clubs/clubs.csv", "--name", "clubs", "--map", "clubs/source.toml"];
    assert_eq!(json(data.path(), &from)["sources"][0]["counts"]["items"], 1);

    let proposal = json(data.path(), &["map", "clubs/clubs.csv"]);
    assert_eq!((&proposal["format"], &proposal["left_over"][0]["column"]), (&"csv".into(), &"Where".into()));
    let refused = run(data.path(), &["map", "nothing.xlsx"]);
    assert!(
        !refused.status.success()
            && String::from_utf8_lossy(&refused.stderr).contains("nothing.xlsx is not there")
    );
}

#[test]
fn a_feed_is_checked_against_the_directory_and_nothing_is_stored() {
    let data = TempDir::new().unwrap();
    let list = "Club,Venue,Postcode,Web\nStoke Chess Circle,Stoke Damerel Hall,PL3 4DL,\n";
    source(data.path(), "clubs", list);
    let alone = json(data.path(), &["check", "sources/clubs"]);
    assert_eq!(alone["duplicates"]["compared_with_directory"], false);
    assert!(!data.path().join("data").exists(), "looking makes no directory");

    json(data.path(), &["harvest", "--sources", "sources"]);
    fs::write(
        data.path().join("mine.csv"),
        "Name,Location Name,Postcode\nStoke Chess Circle,Stoke Damerel Hall,PL3 4DL\n",
    )
    .unwrap();
    let checked = json(data.path(), &["check", "mine.csv"]);
    let service = &checked["duplicates"]["kinds"]["service"];
    assert_eq!(
        (&service["joining"], &service["with_directory"]["link"]),
        (&1.into(), &1.into()),
        "{checked:#}"
    );
    let pair =
        checked["duplicates"]["pairs"].as_array().unwrap().iter().find(|pair| pair["kind"] == "service");
    let entity: Value =
        serde_json::from_slice(&run(data.path(), &["export", "--kind", "service"]).stdout).unwrap();
    assert_eq!(pair.unwrap()["entity"], entity["id"]);
    assert_eq!(json(data.path(), &["sources"])["sources"].as_array().unwrap().len(), 1);

    let own = json(data.path(), &["check", "sources/clubs"]);
    assert_eq!(own["duplicates"]["kinds"]["service"]["joining"], 0, "a source is no duplicate of itself");
    assert!(own["compliance"]["not_applicable"].as_str().unwrap().contains("csv"));
    assert_eq!(own["quality"]["parts"].as_array().unwrap().len(), 5);
}

#[test]
fn a_check_ends_with_0_clean_1_issues_or_2_unreadable() {
    let data = TempDir::new().unwrap();
    source(data.path(), "clubs", "Club,Venue,Postcode,Web\nChess,Hall,PL1 1AA,\n");
    let code = |location: &str| run(data.path(), &["check", location]).status.code();
    assert_eq!(code("sources/clubs"), Some(0));
    source(data.path(), "clubs", "Club,Venue,Postcode,Web\nChess,Hall,PL1 1AA,no address\n");
    assert_eq!(code("sources/clubs"), Some(1));
    assert_eq!(code("nothing.csv"), Some(2));
    let people = String::from_utf8(run(data.path(), &["check", "sources/clubs"]).stdout).unwrap();
    let several = run(data.path(), &["check", "sources"]);
    let told = String::from_utf8(several.stderr).unwrap();
    assert!(told.contains("sources is no source but holds some") && told.contains("sources/clubs"), "{told}");
    for told in ["quality:", "compliance: none", "duplicates, compared with itself", "read 1 item as"] {
        assert!(people.contains(told), "{told} in {people}");
    }
}

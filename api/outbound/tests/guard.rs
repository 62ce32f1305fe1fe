//! What the guarded client refuses, limits and repeats, against a server on this machine.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use outbound::{AddressPolicy, Limits, Manners, Outbound, OutboundError};

/// Serves canned answers, one for each connection, the last one for ever; returns its address and a count.
fn serve(answers: Vec<String>) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let number = seen.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1);
            let _ = stream.write_all(answers[number].as_bytes());
        }
    });
    (base, count)
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n{body}", body.len())
}

fn client(policy: AddressPolicy) -> Outbound {
    let limits = Limits {
        total_timeout: Duration::from_secs(2),
        max_body: 1_000,
        retries: 2,
        backoff: Duration::from_millis(1),
        longest_wait: Duration::from_millis(5),
        ..Limits::default()
    };
    let mut manners = Manners::default();
    manners.interval = Duration::ZERO;
    Outbound::new(policy, limits, manners).unwrap()
}

#[test]
fn a_private_address_is_refused_by_figures_and_by_name() {
    let (base, count) = serve(vec![answer("200 OK", "", "secret")]);
    let by_name = base.replace("127.0.0.1", "localhost");
    for url in [base, by_name] {
        let error = client(AddressPolicy::PublicOnly).get(&url, &[]).unwrap_err();
        assert!(matches!(error, OutboundError::Private { .. }), "{url}: {error}");
    }
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

#[test]
fn a_faltering_server_is_asked_again() {
    let (base, count) = serve(vec![
        answer("503 Service Unavailable", "retry-after: 0\r\n", ""),
        answer("500 Internal Server Error", "", ""),
        answer("200 OK", "", "{\"a\":1}"),
    ]);
    assert_eq!(client(AddressPolicy::AllowPrivate).get(&base, &[]).unwrap().body, b"{\"a\":1}");
    assert_eq!(count.load(Ordering::SeqCst), 3);
}

#[test]
fn a_lasting_error_ends_after_the_allowed_repeats_and_404_at_once() {
    let (base, count) = serve(vec![answer("502 Bad Gateway", "", "")]);
    assert_eq!(client(AddressPolicy::AllowPrivate).get(&base, &[]).unwrap_err().status(), Some(502));
    assert_eq!(count.load(Ordering::SeqCst), 3);
    let (base, count) = serve(vec![answer("404 Not Found", "", "")]);
    assert_eq!(client(AddressPolicy::AllowPrivate).get(&base, &[]).unwrap_err().status(), Some(404));
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[test]
fn a_truncated_body_is_an_error() {
    let (base, _) = serve(vec!["HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{\"half\":".to_owned()]);
    let error = client(AddressPolicy::AllowPrivate).get(&base, &[]).unwrap_err();
    assert!(matches!(error, OutboundError::Broken { .. }), "{error}");
}

#[test]
fn a_body_over_the_limit_is_refused() {
    let (base, _) = serve(vec![answer("200 OK", "", &"x".repeat(1_001))]);
    let error = client(AddressPolicy::AllowPrivate).get(&base, &[]).unwrap_err();
    assert!(matches!(error, OutboundError::TooLarge { limit: 1_000, .. }), "{error}");
}

#[test]
fn endless_redirects_and_foreign_schemes_are_refused() {
    let (base, count) = serve(vec![answer("302 Found", "location: /again\r\n", "")]);
    let error = client(AddressPolicy::AllowPrivate).get(&base, &[]).unwrap_err();
    assert!(matches!(error, OutboundError::Redirects { .. }), "{error}");
    assert_eq!(count.load(Ordering::SeqCst), 6);
    let (base, _) = serve(vec![answer("302 Found", "location: file:///etc/passwd\r\n", "")]);
    let error = client(AddressPolicy::AllowPrivate).get(&base, &[]).unwrap_err();
    assert!(matches!(error, OutboundError::Address { .. }), "{error}");
}

#[test]
fn an_address_is_reached_by_head_or_by_get_without_its_body() {
    let (base, count) =
        serve(vec![answer("405 Method Not Allowed", "", ""), answer("200 OK", "", &"x".repeat(5_000))]);
    assert_eq!(client(AddressPolicy::AllowPrivate).reach(&base).unwrap(), 200);
    assert_eq!(count.load(Ordering::SeqCst), 2);
    let (base, _) = serve(vec![answer("404 Not Found", "", "")]);
    assert_eq!(client(AddressPolicy::AllowPrivate).reach(&base).unwrap(), 404);
    let refused = client(AddressPolicy::PublicOnly).reach(&base).unwrap_err();
    assert!(matches!(refused, OutboundError::Private { .. }), "{refused}");
}

#[test]
fn after_the_deadline_nothing_is_asked() {
    let (base, count) = serve(vec![answer("200 OK", "", "{}")]);
    let limits = Limits { deadline: Some(std::time::UNIX_EPOCH), ..Limits::default() };
    let client = Outbound::new(AddressPolicy::AllowPrivate, limits, Manners::default()).unwrap();
    assert!(matches!(client.get(&base, &[]).unwrap_err(), OutboundError::Timeout { .. }));
    assert!(matches!(client.reach(&base).unwrap_err(), OutboundError::Timeout { .. }));
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

/// Answers everything with 200, or sends it on, and tells what it was asked.
fn listen(location: Option<String>) -> (String, std::sync::mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (tell, told) = std::sync::mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, mut asked) = (stream.unwrap(), [0; 4096]);
            let length = stream.read(&mut asked).unwrap();
            tell.send(String::from_utf8_lossy(&asked[..length]).into_owned()).unwrap();
            let answer = match &location {
                Some(location) => answer("302 Found", &format!("location: {location}\r\n"), ""),
                None => answer("200 OK", "", "{}"),
            };
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    (base, told)
}

#[test]
fn credentials_are_shown_to_their_origin_and_to_nobody_else() {
    let (elsewhere, asked_elsewhere) = listen(None);
    let (base, asked) = listen(Some(elsewhere));
    let client = client(AddressPolicy::AllowPrivate);
    let client = client.with_credentials(&base, "X-API-Key", "s3cret").unwrap();
    client.get(&base, &[]).unwrap();
    assert!(asked.recv().unwrap().contains("x-api-key: s3cret"));
    assert!(!asked_elsewhere.recv().unwrap().contains("s3cret"), "a redirect leads to another origin");
    assert!(!format!("{client:?}").contains("s3cret"));
}

//! Somebody with a spreadsheet and a browser sends it: a form without a script, answered by a page.

use actix_web::test::TestRequest;
use serde_json::json;

use crate::{actors::Answer, directory::Directory, programs::Program};

const PAGE: &str = "/v1/sources/clubs/upload";
const CHESS: &str = "Club,Hall,Postcode,Ring\nChess Circle,Stoke Hall,PL2 1BG,ask Ann\n";

/// A form as browsers send it: its fields, then its file.
pub(crate) fn send_form(
    request: TestRequest,
    fields: &[(&str, &str)],
    file: Option<(&str, &str)>,
) -> TestRequest {
    const BOUNDARY: &str = "----formboundary7MA4YWxkTrZu0gW";
    let part = |told: &str, content: &str| {
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {told}\r\n\r\n{content}\r\n")
    };
    let mut body: String =
        fields.iter().map(|(name, value)| part(&format!("name=\"{name}\""), value)).collect();
    if let Some((name, content)) = file {
        let told = format!("name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream");
        body += &part(&told, content);
    }
    body += &format!("--{BOUNDARY}--\r\n");
    request
        .insert_header(("Content-Type", format!("multipart/form-data; boundary={BOUNDARY}")))
        .set_payload(body)
}

/// The partner's form, with these boxes ticked.
fn fill_in(partner: &Program<'_>, ticked: &[&str], file: Option<(&str, &str)>) -> Answer {
    let mut fields =
        vec![("client_id", partner.client.id.as_str()), ("client_secret", partner.secret.as_str())];
    fields.extend(ticked.iter().map(|name| (*name, "true")));
    send(partner.directory, &fields, file)
}

fn send(directory: &Directory, fields: &[(&str, &str)], file: Option<(&str, &str)>) -> Answer {
    directory.anonymous().asks(send_form(TestRequest::post().uri(PAGE), fields, file))
}

/// Clubs whose list is sent, and their client.
fn clubs<'d>(directory: &'d Directory, state: &str) -> Program<'d> {
    let source = json!({
        "id": "clubs", "name": "Clubs of <Stoke>", "format": "csv", "state": state,
        "licence": { "id": "OGL-UK-3.0" },
        "map": {
            "service": { "name": "Club", "phone": "Ring" },
            "location": { "name": "Hall", "postal_code": "Postcode" },
        },
    });
    let made = directory.program("sources:admin", &[]).posts("/v1/sources", &source);
    assert_eq!(made.status, 201, "{}", made.text);
    directory.program("records:write", &["clubs"])
}

/// Whether an answer says all of this.
#[track_caller]
fn says(answer: &Answer, words: &[&str]) {
    words.iter().for_each(|words| assert!(answer.text.contains(words), "{words}: {}", answer.text));
}

#[test]
fn the_page_asks_for_what_it_needs_runs_nothing_and_may_be_framed_by_nobody() {
    let directory = Directory::on_sqlite();
    clubs(&directory, "live");
    let page = directory.anonymous().gets(PAGE);
    assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "text/html; charset=utf-8"));
    says(
        &page,
        &[
            "<html lang=\"en-GB\">",
            "Send the list of Clubs of &lt;Stoke&gt;",
            "href=\"template?format=xlsx\"",
        ],
    );
    for field in ["client_id", "client_secret", "file", "check", "accept_deletions"] {
        says(&page, &[&format!("<label for=\"{field}\">")]);
    }
    assert!(!page.text.contains("<script") && !page.text.contains("//"), "nothing of others is asked for");
    let policy = page.header("content-security-policy");
    for rule in ["default-src 'none'", "style-src 'sha256-", "form-action 'self'", "frame-ancestors 'none'"] {
        assert!(policy.contains(rule), "{policy}");
    }
    assert_eq!((page.header("cache-control"), page.header("set-cookie")), ("no-store", ""));
    assert_eq!(directory.anonymous().gets("/v1/sources/clubs").body["upload"], PAGE);
}

#[test]
fn a_list_that_is_sent_with_a_browser_is_published_and_the_page_says_what_became_of_it() {
    let directory = Directory::on_sqlite();
    let partner = clubs(&directory, "live");
    let tried = fill_in(&partner, &["check"], Some(("clubs.csv", CHESS)));
    assert_eq!(tried.status, 200, "{}", tried.text);
    says(&tried, &["Checked: the list can be taken", "Nothing was stored"]);
    directory.reconcile();
    assert!(directory.anonymous().service_names().is_empty(), "a check stores nothing");
    assert!(!directory.steward_reads("/v1/audit").text.contains("upload feed"), "and nobody need note it");

    let taken = fill_in(&partner, &[], Some(("Clubs 2026.CSV", CHESS)));
    assert_eq!(taken.status, 200, "{}", taken.text);
    says(
        &taken,
        &["The list was taken", "<dt>New</dt><dd>1</dd>", "published within seconds", "ask Ann", "phone"],
    );
    directory.reconcile();
    assert_eq!(directory.anonymous().service_names(), ["Chess Circle"]);
    says(&directory.steward_reads("/v1/audit"), &["upload feed", &partner.client.id]);
    let again = fill_in(&partner, &[], Some(("clubs.csv", CHESS)));
    says(&again, &["<dt>The same as before</dt><dd>1</dd>"]);
}

#[test]
fn what_a_check_tells_is_what_a_run_then_does() {
    let directory = Directory::on_sqlite();
    let partner = clubs(&directory, "live");
    let lists = [
        CHESS,
        "Club,Hall,Postcode,Ring\nChess Circle,Stoke Hall,PL2 1BG,01752 555010\nChoir,Old Chapel,PL1 4QT,\n",
        "Club,Hall,Postcode,Ring\nChoir,Old Chapel,PL1 4QT,\n,,,\n",
    ];
    for list in lists {
        let feed = |query: &str| {
            let put = TestRequest::put().uri(&format!("/v1/sources/clubs/feed{query}"));
            partner.asks(put.insert_header(("Content-Type", "text/csv")).set_payload(list))
        };
        let (tried, taken) = (feed("?dry_run=true"), feed(""));
        assert_eq!((tried.status, tried.body.get("run")), (taken.status, None), "{}", tried.text);
        assert!(taken.body["run"].is_u64(), "{}", taken.text);
        assert_eq!(
            (&tried.body["counts"], &tried.body["issues"]),
            (&taken.body["counts"], &taken.body["issues"])
        );
    }
}

#[test]
fn the_brake_holds_and_the_page_says_what_to_do() {
    let directory = Directory::on_sqlite();
    let partner = clubs(&directory, "live");
    let rows: String = (0..30).map(|number| format!("Club {number},Hall {number},PL2 1BG,\n")).collect();
    fill_in(&partner, &[], Some(("clubs.csv", &format!("Club,Hall,Postcode,Ring\n{rows}"))));
    directory.reconcile();
    let braked = fill_in(&partner, &[], Some(("clubs.csv", CHESS)));
    assert_eq!(braked.status, 409);
    says(&braked, &["too much would be deleted", "would delete 30 of 30", "stays as it was"]);
    says(&braked, &["Tick this if the list is right", "send it again and tick “Take it even if"]);
    assert!(!braked.text.contains("--accept-deletions"), "{}", braked.text);
    directory.reconcile();
    assert_eq!(directory.anonymous().service_names().len(), 30);
    let agreed = fill_in(&partner, &["accept_deletions"], Some(("clubs.csv", CHESS)));
    assert_eq!(agreed.status, 200, "{}", agreed.text);
    directory.reconcile();
    assert_eq!(directory.anonymous().service_names(), ["Chess Circle"]);
}

#[test]
fn what_is_wrong_is_told_in_words_and_never_repeats_the_secret() {
    let directory = Directory::on_sqlite();
    let partner = clubs(&directory, "live");
    let stranger = directory.program("records:write", &["others"]);
    let (id, secret) = (partner.client.id.clone(), partner.secret.clone());
    let (file, known) = (Some(("clubs.csv", CHESS)), ("client_id", id.as_str()));
    let cases = [
        (send(&directory, &[known, ("client_secret", "not my secret")], file), 403, "secret is another"),
        (
            send(&directory, &[("client_id", "nobody"), ("client_secret", &secret)], file),
            403,
            "secret is another",
        ),
        (send(&directory, &[known], file), 403, "come before the file"),
        (fill_in(&stranger, &[], file), 403, "not one of yours"),
        (fill_in(&partner, &[], None), 400, "No file was chosen"),
        (fill_in(&partner, &[], Some(("clubs.doc", CHESS))), 415, "save it as xlsx"),
        (fill_in(&partner, &[], Some(("clubs.csv", "Klub\nChess\n"))), 422, "column"),
        (directory.anonymous().asks(TestRequest::post().uri(PAGE).set_json(json!({}))), 415, "multipart"),
    ];
    for (answer, status, words) in cases {
        assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        says(&answer, &[words, "<title>Error:"]);
        assert!(!answer.text.contains(&secret) && !answer.text.contains("not my secret"));
    }
    let foreign = TestRequest::post().uri(PAGE).insert_header(("Sec-Fetch-Site", "cross-site"));
    let foreign = directory.anonymous().asks(send_form(foreign, &[known, ("client_secret", &secret)], file));
    assert_eq!(foreign.status, 403);
    says(&foreign, &["another site"]);
    directory.reconcile();
    assert!(directory.anonymous().service_names().is_empty());
}

#[test]
fn markup_in_a_list_stays_text() {
    let directory = Directory::on_sqlite();
    let partner = clubs(&directory, "live");
    let list = "Club,Hall,Postcode,Ring\nChess,Hall,PL2 1BG,<script>alert(1)</script>\n";
    let taken = fill_in(&partner, &[], Some(("clubs.csv", list)));
    says(&taken, &["&lt;script&gt;"]);
    assert!(!taken.text.contains("<script"), "{}", taken.text);
}

#[test]
fn a_source_on_trial_tells_nobody_of_itself_and_its_partner_gets_the_empty_list() {
    let directory = Directory::on_sqlite();
    let partner = clubs(&directory, "trial");
    let reader = directory.anonymous();
    let (page, nobody) = (reader.gets(PAGE), reader.gets("/v1/sources/nobody/upload"));
    assert_eq!((page.status.as_u16(), nobody.status.as_u16()), (200, 200));
    assert_eq!(page.text.replace("clubs", "nobody"), nobody.text);
    let list = fill_in(&partner, &["template"], Some(("", "")));
    assert_eq!(list.header("content-disposition"), "attachment; filename=\"clubs.xlsx\"", "{}", list.text);
    let taken = fill_in(&partner, &[], Some(("clubs.csv", CHESS)));
    assert_eq!(taken.status, 200, "{}", taken.text);
    says(&taken, &["not published yet"]);
}

#[test]
fn whoever_guesses_secrets_is_soon_told_to_wait() {
    let limits = access::LimitSettings { tokens: 3, ..access::LimitSettings::default() };
    let directory = Directory::with_settings(server::Settings { limits, ..server::Settings::default() });
    let guess = || {
        let request = TestRequest::post().uri(PAGE).peer_addr("203.0.113.9:4711".parse().unwrap());
        send_form(request, &[("client_id", "clubs"), ("client_secret", "a guess")], None)
    };
    let answers = directory.anonymous().asks_each((0..4).map(|_| guess()).collect());
    let statuses: Vec<_> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    assert_eq!(statuses, [403, 403, 403, 429]);
    says(&answers[3], &["requests a minute"]);
    assert!(!answers[3].header("retry-after").is_empty());
}

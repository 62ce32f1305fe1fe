//! Who is let in, as whom, for what, and who is not.

use std::time::Duration;

use actix_web::{http::Method, test::TestRequest};
use aws_lc_rs::{rand::SystemRandom, signature::Ed25519KeyPair};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, jwk::Jwk};
use model::Clock;
use serde_json::{Value, json};
use server::Settings;

use crate::{
    actors::{Answer, club},
    directory::{Directory, TOKEN, on_each_database},
    programs::ISSUER,
};

/// A path that needs `private:read`.
const PRIVATE: &str = "/v1/judgements";

/// What someone gets there who shows this token.
fn shows(directory: &Directory, token: &str) -> Answer {
    let request = TestRequest::get().uri(PRIVATE).insert_header(("Authorization", format!("Bearer {token}")));
    directory.anonymous().asks(request)
}

fn is_refused(answer: &Answer) -> bool {
    answer.status == 401 && answer.header("www-authenticate").contains("error=\"invalid_token\"")
}

/// The three parts of a token, the first two decoded.
fn parts(token: &str) -> (Value, Value, String) {
    let parts: Vec<&str> = token.split('.').collect();
    let read = |part: &str| serde_json::from_slice(&BASE64.decode(part).unwrap()).unwrap();
    (read(parts[0]), read(parts[1]), parts[2].to_owned())
}

fn joined(header: &Value, claims: &Value, signature: &str) -> String {
    let part = |value: &Value| BASE64.encode(value.to_string());
    format!("{}.{}.{signature}", part(header), part(claims))
}

#[test]
fn a_client_shows_its_secret_and_gets_a_token_for_an_hour() {
    on_each_database(|directory| {
        let program = directory.program("private:read judgements:write", &[]);
        let answer = program.asks_for_token(None);
        assert_eq!(
            (&answer.body["token_type"], &answer.body["expires_in"], &answer.body["scope"]),
            (&json!("Bearer"), &json!(3600), &json!("judgements:write private:read"))
        );
        assert_eq!(answer.header("cache-control"), "no-store");
        let token = answer.body["access_token"].as_str().unwrap();
        assert_eq!(shows(directory, token).status, 200);
        let (header, claims, _) = parts(token);
        assert_eq!((&header["alg"], &header["typ"]), (&json!("EdDSA"), &json!("at+jwt")));
        assert_eq!((&claims["iss"], &claims["aud"]), (&json!(ISSUER), &json!(ISSUER)));
        directory.clock.advance(TimeDelta::seconds(3_700));
        assert!(is_refused(&shows(directory, token)), "it has expired");
    });
}

#[test]
fn a_client_may_show_its_secret_in_a_basic_header_and_ask_for_less() {
    let directory = Directory::on_sqlite();
    let program = directory.program("private:read judgements:write", &[]);
    let basic =
        base64::engine::general_purpose::STANDARD.encode(format!("{}:{}", program.client.id, program.secret));
    let ask = |form: &[(&str, &str)]| {
        let request = TestRequest::post().uri("/oauth/token").set_form(form);
        directory.anonymous().asks(request.insert_header(("Authorization", format!("Basic {basic}"))))
    };
    let less = ask(&[("grant_type", "client_credentials"), ("scope", "private:read")]);
    assert_eq!((less.status.as_u16(), &less.body["scope"]), (200, &json!("private:read")));
    let both = ask(&[("grant_type", "client_credentials"), ("client_secret", &program.secret)]);
    assert_eq!(both.status, 200, "the same secret in the form: {}", both.text);
    let two = ask(&[("grant_type", "client_credentials"), ("client_secret", "another")]);
    assert_eq!((two.status.as_u16(), &two.body["error"]), (400, &json!("invalid_request")));
    let other = ask(&[("grant_type", "password")]);
    assert_eq!((other.status.as_u16(), &other.body["error"]), (400, &json!("unsupported_grant_type")));
}

#[test]
fn whoever_guesses_a_secret_learns_nothing() {
    let directory = Directory::on_sqlite();
    let mut program = directory.program("private:read", &[]);
    let more = program.asks_for_token(Some("clients:admin"));
    assert_eq!((more.status.as_u16(), &more.body["error"]), (400, &json!("invalid_scope")));
    program.secret.push('0');
    let wrong = program.asks_for_token(None);
    program.client.id = "nobody".to_owned();
    let nobody = program.asks_for_token(None);
    for answer in [&wrong, &nobody] {
        assert_eq!((answer.status.as_u16(), &answer.body["error"]), (401, &json!("invalid_client")));
        assert!(answer.header("www-authenticate").starts_with("Basic "));
    }
    assert_eq!(wrong.text, nobody.text);
}

#[test]
fn a_token_allows_what_its_scope_says_and_nothing_else() {
    let directory = Directory::on_sqlite();
    let reader = directory.program("private:read", &[]);
    assert_eq!(reader.gets(PRIVATE).status, 200);
    let refused = reader.posts("/v1/judgements", &json!({}));
    assert_eq!(
        (refused.status.as_u16(), &refused.body["type"]),
        (403, &json!("/problems/insufficient-scope"))
    );
    assert!(refused.header("www-authenticate").contains("scope=\"judgements:write\""));
    assert_eq!(reader.gets("/v1/clients").status, 403);
    let judge = directory.program("judgements:write", &[]);
    assert_eq!(judge.gets(PRIVATE).status, 403);
    assert_eq!(judge.posts("/v1/judgements", &json!({})).status, 400, "let in, and told what is missing");
}

#[test]
fn a_token_counts_in_the_header_alone() {
    let directory = Directory::on_sqlite();
    let token = directory.program("private:read", &[]).token();
    let anonymous = directory.anonymous();
    assert_eq!(anonymous.gets(&format!("{PRIVATE}?access_token={token}")).status, 401);
    let form = TestRequest::get().uri(PRIVATE).set_form([("access_token", token.as_str())]);
    assert_eq!(anonymous.asks(form).status, 401);
    let cookie = TestRequest::get().uri(PRIVATE).insert_header(("Cookie", format!("access_token={token}")));
    assert_eq!(anonymous.asks(cookie).status, 401);
}

#[test]
fn a_token_that_was_tampered_with_is_refused_whatever_its_header_asks_for() {
    let directory = Directory::on_sqlite();
    let token = directory.program("private:read", &[]).token();
    let (header, claims, signature) = parts(&token);
    let with = |member: &str, value: Value| {
        let mut header = header.clone();
        header[member] = value;
        header
    };
    let claiming = |member: &str, value: Value| {
        let mut claims = claims.clone();
        claims[member] = value;
        claims
    };
    let keys = directory.anonymous().gets("/.well-known/jwks.json").body;
    let public = keys["keys"][0]["x"].as_str().unwrap();
    let mut symmetric = Header::new(Algorithm::HS256);
    symmetric.kid = header["kid"].as_str().map(str::to_owned);
    let secret = EncodingKey::from_secret(&BASE64.decode(public).unwrap());
    let (own, own_jwk) = key_pair("mine");
    let mut embedded = Header::new(Algorithm::EdDSA);
    embedded.jwk = Some(own_jwk);
    embedded.kid = header["kid"].as_str().map(str::to_owned);
    let attacks = [
        ("no algorithm", joined(&with("alg", json!("none")), &claims, "")),
        ("no algorithm, in capitals", joined(&with("alg", json!("NONE")), &claims, &signature)),
        ("another algorithm", joined(&with("alg", json!("RS256")), &claims, &signature)),
        ("the public key as a shared secret", encode(&symmetric, &claims, &secret).unwrap()),
        ("a key of its own in the header", encode(&embedded, &claims, &own).unwrap()),
        ("a key elsewhere", joined(&with("jku", json!("https://evil.example/keys")), &claims, &signature)),
        (
            "a certificate elsewhere",
            joined(&with("x5u", json!("https://evil.example/x")), &claims, &signature),
        ),
        ("something critical", joined(&with("crit", json!(["exp"])), &claims, &signature)),
        ("another key", joined(&with("kid", json!("../../etc/passwd")), &claims, &signature)),
        ("no key", joined(&with("kid", Value::Null), &claims, &signature)),
        ("a later end", joined(&header, &claiming("exp", json!(4_000_000_000_u64)), &signature)),
        ("more scopes", joined(&header, &claiming("scope", json!("clients:admin")), &signature)),
        ("no signature", joined(&header, &claims, "")),
        ("a part too many", format!("{token}.x")),
        ("a part too few", token.rsplit_once('.').unwrap().0.to_owned()),
        ("no token at all", "x".repeat(20)),
        ("something huge", format!("{token}{}", "A".repeat(100_000))),
    ];
    for (attack, token) in attacks {
        assert!(is_refused(&shows(&directory, &token)), "{attack}");
    }
    assert_eq!(shows(&directory, &token).status, 200, "and the true one counts");
}

#[test]
fn a_token_is_taken_back_by_its_client_and_by_whoever_disables_the_client() {
    on_each_database(|directory| {
        let program = directory.program("private:read", &[]);
        let (first, second) = (program.token(), program.token());
        let form = [
            ("token", first.as_str()),
            ("client_id", &program.client.id),
            ("client_secret", &program.secret),
        ];
        let revoke = TestRequest::post().uri("/oauth/revoke").set_form(form);
        assert_eq!(directory.anonymous().asks(revoke).status, 200);
        assert!(is_refused(&shows(directory, &first)));
        assert_eq!(shows(directory, &second).status, 200, "only that one");

        let path = format!("/v1/clients/{}", program.client.id);
        let patch = |disabled: bool| {
            let request = TestRequest::patch().uri(&path).set_json(json!({ "disabled": disabled }));
            let request = request.insert_header(("Authorization", format!("Bearer {TOKEN}")));
            directory.anonymous().asks(request).status.as_u16()
        };
        assert_eq!(patch(true), 200);
        assert!(is_refused(&shows(directory, &second)));
        assert_eq!(program.asks_for_token(None).status, 401);
        assert_eq!(patch(false), 200);
        assert!(is_refused(&shows(directory, &second)), "what it had counts no more");
        directory.hour_passes();
        assert_eq!(program.gets(PRIVATE).status, 200);
    });
}

#[test]
fn a_new_secret_takes_the_place_of_the_old_one() {
    let directory = Directory::on_sqlite();
    let program = directory.program("private:read", &[]);
    let token = program.token();
    let renew = TestRequest::post().uri(&format!("/v1/clients/{}/secret", program.client.id));
    let renew = renew.insert_header(("Authorization", format!("Bearer {TOKEN}")));
    let renewed = directory.anonymous().asks(renew);
    assert_ne!(renewed.body["secret"], json!(program.secret));
    assert!(is_refused(&shows(&directory, &token)));
    assert_eq!(program.asks_for_token(None).status, 401);
}

#[test]
fn a_key_is_rotated_and_what_the_old_one_signed_counts_until_it_expires() {
    on_each_database(|directory| {
        let program = directory.program("private:read", &[]);
        let old = program.token();
        directory.clock.advance(TimeDelta::minutes(30));
        let kid = directory.access().rotate_keys().unwrap().kid;
        directory.clock.advance(TimeDelta::seconds(10));
        let new = program.token();
        assert_eq!(parts(&new).0["kid"], json!(kid));
        assert_ne!(parts(&old).0["kid"], json!(kid));
        assert_eq!(
            (shows(directory, &old).status.as_u16(), shows(directory, &new).status.as_u16()),
            (200, 200)
        );
        let keys =
            || directory.anonymous().gets("/.well-known/jwks.json").body["keys"].as_array().unwrap().len();
        assert_eq!(keys(), 2);
        directory.clock.advance(TimeDelta::hours(2));
        assert_eq!(keys(), 1, "nothing that the old one signed counts any more");
        let published = directory.anonymous().gets("/.well-known/jwks.json").text;
        assert!(!published.contains("\"d\""), "no private half is published");
    });
}

#[test]
fn the_metadata_tells_where_everything_is() {
    let directory = Directory::on_sqlite();
    let metadata = directory.anonymous().gets("/.well-known/oauth-authorization-server").body;
    assert_eq!(metadata["issuer"], ISSUER);
    for member in ["token_endpoint", "revocation_endpoint", "jwks_uri"] {
        let path = url::Url::parse(metadata[member].as_str().unwrap()).unwrap().path().to_owned();
        let answer = directory.anonymous().gets(&path);
        assert!([200, 405].contains(&answer.status.as_u16()), "{member}: {}", answer.status);
    }
}

/// A pair of keys, the public half as a key of a set.
fn key_pair(kid: &str) -> (EncodingKey, Jwk) {
    let der = Ed25519KeyPair::generate_pkcs8v1(&SystemRandom::new()).unwrap();
    let key = EncodingKey::from_ed_der(der.as_ref());
    let mut jwk = Jwk::from_encoding_key(&key, Algorithm::EdDSA).unwrap();
    jwk.common.key_id = Some(kid.to_owned());
    (key, jwk)
}

const OUTSIDE: &str = "https://login.example.gov.uk/council";

/// A directory that trusts an issuer outside, and the key of that issuer.
fn trusting(more: Value) -> (Directory, EncodingKey) {
    let (key, jwk) = key_pair("council-1");
    let set = json!({ "keys": [{ "kty": "strange" }, jwk] });
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.keep().join("keys.json");
    std::fs::write(&file, set.to_string()).unwrap();
    let mut issuer = json!({
        "issuer": OUTSIDE, "audience": "directory", "algorithms": ["EdDSA"], "jwks_file": file,
    });
    issuer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let issuers = vec![serde_json::from_value(issuer).unwrap()];
    (Directory::with_settings(Settings { issuers, ..Settings::default() }), key)
}

/// A token of the issuer outside.
fn outside_token(directory: &Directory, key: &EncodingKey, more: &Value) -> String {
    let now = directory.clock.now().timestamp();
    let mut claims = json!({
        "iss": OUTSIDE, "aud": ["directory", "other"], "sub": "ann", "exp": now + 300, "nbf": now - 5,
        "scope": "openid private:read",
    });
    claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some("council-1".to_owned());
    encode(&header, &claims, key).unwrap()
}

#[test]
fn tokens_of_an_issuer_that_the_settings_name_count_for_the_scopes_they_carry() {
    let (directory, key) = trusting(json!({}));
    let with = |more: Value| shows(&directory, &outside_token(&directory, &key, &more));
    assert_eq!(with(json!({})).status, 200);
    assert_eq!(with(json!({ "scope": "openid" })).status, 403);
    let now = directory.clock.now().timestamp();
    for (flaw, more) in [
        ("another audience", json!({ "aud": "other" })),
        ("no audience", json!({ "aud": null })),
        ("another issuer", json!({ "iss": "https://evil.example" })),
        ("two issuers", json!({ "iss": [OUTSIDE] })),
        ("our own name as its issuer", json!({ "iss": ISSUER })),
        ("its time is over", json!({ "exp": now - 60 })),
        ("no end", json!({ "exp": null })),
        ("its time has not come", json!({ "nbf": now + 60 })),
        ("nobody's", json!({ "sub": null })),
    ] {
        assert!(is_refused(&with(more)), "{flaw}");
    }
    let (stranger, _) = key_pair("council-1");
    assert!(is_refused(&shows(&directory, &outside_token(&directory, &stranger, &json!({})))));
}

#[test]
fn the_words_of_an_issuer_outside_mean_what_the_settings_say() {
    let (directory, key) = trusting(json!({
        "scope_claim": "roles",
        "scopes": { "Directory.Steward": "private:read judgements:write" },
    }));
    let with = |more: Value| shows(&directory, &outside_token(&directory, &key, &more)).status.as_u16();
    assert_eq!(with(json!({ "roles": ["Directory.Steward"] })), 200);
    assert_eq!(with(json!({ "roles": ["Directory.Reader"] })), 403);
    assert_eq!(with(json!({ "roles": ["private:read"] })), 403, "only the words that are listed");
    assert_eq!(with(json!({})), 403, "and only that claim");
}

#[test]
fn an_issuer_whose_keys_could_be_shared_secrets_is_refused_at_the_start() {
    for (algorithms, more) in [
        (json!(["HS256"]), json!({ "jwks_file": "keys.json" })),
        (json!(["none"]), json!({ "jwks_file": "keys.json" })),
        (json!([]), json!({ "jwks_file": "keys.json" })),
        (json!(["EdDSA"]), json!({})),
        (json!(["EdDSA"]), json!({ "jwks_file": "a", "jwks_url": "https://b.example" })),
    ] {
        let mut issuer = json!({ "issuer": OUTSIDE, "audience": "x", "algorithms": algorithms });
        issuer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let settings = access::AccessSettings {
            issuers: vec![serde_json::from_value(issuer.clone()).unwrap()],
            ..Default::default()
        };
        let directory = Directory::on_sqlite();
        let made = access::Access::new(directory.store.clone(), directory.clock.clone(), &settings);
        assert!(made.is_err(), "{issuer}");
    }
}

#[test]
fn nobody_gives_a_client_what_they_do_not_have() {
    let directory = Directory::on_sqlite();
    directory.takes_pushes("food-banks", "");
    let admin = directory.program("clients:admin", &[]);
    let new = |scope: &str| json!({ "name": "Another", "scope": scope, "sources": ["food-banks"] });
    let made = admin.posts("/v1/clients", &new("records:write"));
    assert_eq!(made.status, 201);
    assert!(made.body["secret"].as_str().unwrap().len() >= 64);
    assert_eq!(admin.posts("/v1/clients", &new("private:read")).status, 403);
    for (wrong, parameter) in [
        (json!({ "name": "", "scope": "records:write", "sources": ["food-banks"] }), "name"),
        (json!({ "name": "x", "scope": "all", "sources": [] }), "scope"),
        (json!({ "name": "x", "scope": "records:write", "sources": [] }), "sources"),
        (json!({ "name": "x", "scope": "records:write", "sources": ["nobody"] }), "sources"),
    ] {
        let answer = admin.posts("/v1/clients", &wrong);
        assert_eq!((answer.status.as_u16(), &answer.body["parameter"]), (400, &json!(parameter)));
    }
    let listed = admin.gets("/v1/clients");
    assert_eq!(listed.body["clients"].as_array().unwrap().len(), 2);
    assert!(!listed.text.contains("argon2"), "not even the hash of a secret is shown");
}

#[test]
fn every_write_is_noted_with_who_and_how_it_ended() {
    on_each_database(|directory| {
        let hall = club("Chess Circle", "Stoke Hall", "PL2 1BG");
        directory.partner("first").publishes(&[hall]);
        directory.partner("second").publishes(&[hall]);
        let judge = directory.program("judgements:write", &[]);
        let body = |b: &str| {
            let (a, b) = ("first:service:chess-circle-pl2-1bg", format!("second:service:{b}"));
            json!({ "a": a, "b": b, "verdict": "positive", "reason": "one club" })
        };
        assert_eq!(judge.posts("/v1/judgements", &body("chess-circle-pl2-1bg")).status, 201);
        assert_eq!(judge.posts("/v1/judgements", &body("nothing")).status, 404);
        let log = directory.program("clients:admin", &[]).gets("/v1/audit?limit=2");
        let writes = log.body["writes"].as_array().unwrap();
        assert_eq!(writes[1]["action"], "judge");
        assert_eq!(writes[1]["client"], json!(judge.client.id));
        assert_eq!(writes[1]["outcome"], "done");
        assert!(writes[0]["outcome"].as_str().unwrap().contains("second:service:nothing"));
        assert_eq!(directory.anonymous().gets("/v1/audit").status, 401);
    });
}

#[test]
fn whoever_asks_too_often_is_told_to_wait_and_nobody_else() {
    let mut settings = Settings::default();
    settings.limits.tokens = 2;
    settings.limits.reads = 3;
    let directory = Directory::with_settings(settings);
    let from = |address: &str, path: &str, method: Method| {
        let request = TestRequest::with_uri(path).method(method);
        directory.anonymous().asks(request.peer_addr(format!("{address}:1234").parse().unwrap()))
    };
    let statuses = |count: usize, address: &str| -> Vec<u16> {
        (0..count).map(|_| from(address, "/oauth/token", Method::POST).status.as_u16()).collect()
    };
    assert_eq!(statuses(3, "192.0.2.1"), [400, 400, 429]);
    assert_eq!(statuses(1, "192.0.2.2"), [400]);
    let refused = from("192.0.2.1", "/oauth/token", Method::POST);
    assert_eq!(refused.body["type"], "/problems/too-many-requests");
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!(Duration::from_secs(wait) <= Duration::from_secs(60));
    assert!(refused.header("ratelimit").starts_with("\"tokens\";r=0;t="));
    let read = from("192.0.2.1", "/oruk/v3/services", Method::GET);
    assert_eq!((read.status.as_u16(), read.header("ratelimit-policy")), (200, "\"reads\";q=3;w=60"));
    assert_eq!(
        from("127.0.0.1", "/oruk/v3/services", Method::GET).header("ratelimit"),
        "",
        "the operator's own"
    );
}

#[test]
fn the_word_of_a_proxy_counts_where_it_is_trusted() {
    let mut settings = Settings::default();
    settings.limits.reads = 1;
    let directory = Directory::with_settings(settings);
    let from = |peer: &str, forwarded: &str| {
        let request =
            TestRequest::get().uri("/oruk/v3/services").insert_header(("X-Forwarded-For", forwarded));
        directory.anonymous().asks(request.peer_addr(format!("{peer}:1").parse().unwrap())).status.as_u16()
    };
    assert_eq!([from("127.0.0.1", "192.0.2.1"), from("127.0.0.1", "192.0.2.2")], [200, 200]);
    assert_eq!(
        from("127.0.0.1", "192.0.2.9, 192.0.2.1"),
        429,
        "what stands to the left anyone may have written"
    );
    assert_eq!([from("192.0.2.7", "192.0.2.8"), from("192.0.2.7", "192.0.2.10")], [200, 429]);
}

//! `/oruk/v3`, as it is wired into the whole. What each operation answers is specified beside it, in `rest`.

use actix_web::http::Method;

use crate::{actors::club, directory::Directory};

#[test]
fn what_another_process_committed_is_seen_without_a_restart() {
    let directory = Directory::on_sqlite();
    directory.partner("players").publishes(&[club("Chess Circle", "Stoke Hall", "PL2 1BG")]);
    let reader = directory.anonymous();
    let before = reader.gets("/oruk/v3/services");
    directory.hour_passes();
    let another = store::Store::open(&store::Database::Sqlite(directory.path("directory.sqlite"))).unwrap();
    let id = reader.id_of("Chess Circle").parse().unwrap();
    another.hide(id, model::Clock::now(&directory.clock), "from elsewhere").unwrap();
    directory.catalog.advance(&directory.store).unwrap();
    assert_eq!(reader.gets("/oruk/v3/services").body["total_items"], 0);
    assert_ne!(reader.gets("/oruk/v3/services").header("etag"), before.header("etag"));
}

#[test]
fn errors_are_problem_documents_everywhere() {
    let directory = Directory::on_sqlite();
    let reader = directory.anonymous();
    for (method, path, status) in [
        (Method::GET, "/nowhere", 404),
        (Method::GET, "/oruk/v3/services/00000000-0000-4000-8000-000000000000", 404),
        (Method::GET, "/oruk/v3/services?page=abc", 400),
        (Method::DELETE, "/oruk/v3/services", 405),
        (Method::POST, "/oruk/v3/services", 405),
    ] {
        let answer = reader.sends(method.clone(), path);
        assert_eq!(answer.status, status, "{method} {path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{method} {path}");
        assert_eq!(answer.body["status"], status, "{method} {path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{method} {path}");
    }
    assert_eq!(reader.sends(Method::DELETE, "/oruk/v3/services").header("allow"), "GET, HEAD, OPTIONS");
    assert_eq!(reader.sends(Method::HEAD, "/oruk/v3/services").status, 200);
}

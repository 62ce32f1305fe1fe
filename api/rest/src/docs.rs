//! The reference page: Swagger UI over the documents of every base path. All of it is in the binary: nothing is asked of
//! any other host, and the page's policy forbids it.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
    sync::LazyLock,
};

use actix_web::{
    HttpResponse,
    http::header::{self, ContentType},
    web::Bytes,
};
use maud::{DOCTYPE, Markup, html};
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED;

use crate::{
    document::Interface,
    problem::{Problem, ProblemType},
    state::State,
};

/// What the page may do: run its own script, look as its own style has it, ask its own host.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The files of Swagger UI that the page needs.
const PACKED: [(&str, &str); 4] = [
    ("swagger-ui.css", "text/css; charset=utf-8"),
    ("swagger-ui-bundle.js", SCRIPT),
    ("swagger-ui-standalone-preset.js", SCRIPT),
    ("favicon-32x32.png", "image/png"),
];

/// What starts it.
const START: (&str, &str) = ("start.js", include_str!("../assets/docs.js"));

/// The files by name, unpacked when the first is asked for.
static FILES: LazyLock<BTreeMap<&str, (&str, Bytes)>> = LazyLock::new(|| {
    let mut files = unpack().unwrap_or_else(|error| {
        tracing::error!(%error, "the files of the reference page cannot be unpacked");
        BTreeMap::new()
    });
    files.insert(START.0, (SCRIPT, Bytes::from_static(START.1.as_bytes())));
    files
});

fn unpack() -> zip::result::ZipResult<BTreeMap<&'static str, (&'static str, Bytes)>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(SWAGGER_UI_VENDORED))?;
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at)?;
        let path = file.enclosed_name().unwrap_or_default();
        let wanted = PACKED.iter().find(|(name, _)| path.ends_with(format!("dist/{name}")));
        if let Some((name, media_type)) = wanted.filter(|_| path.components().count() == 3) {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            files.insert(*name, (*media_type, Bytes::from(bytes)));
        }
    }
    Ok(files)
}

/// The page.
pub(crate) fn page(state: &State) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(ContentType::html())
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .body(markup(state).into_string())
}

/// Addresses are relative to the page, so that they hold behind any proxy.
fn markup(state: &State) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (Interface::Own.title()) ": reference" }
                link rel="icon" href="docs/favicon-32x32.png";
                link rel="stylesheet" href="docs/swagger-ui.css";
                script src="docs/swagger-ui-bundle.js" defer {}
                script src="docs/swagger-ui-standalone-preset.js" defer {}
                script src=(format!("docs/{}", START.0)) defer {}
            }
            body {
                main id="reference" {
                    h1 { (Interface::Own.title()) }
                    p { "The page needs a script to show more than the addresses of the documents:" }
                }
                nav id="documents" aria-label="Documents" hidden {
                    @for interface in Interface::ALL {
                        a href=(state.path(interface.path())) { (interface.title()) }
                    }
                }
                noscript {
                    ul { @for interface in Interface::ALL {
                        li { a href=(state.path(interface.path())) { (interface.title()) } }
                    } }
                }
            }
        }
    }
}

/// A file of the page.
pub(crate) fn file(name: &str) -> Result<HttpResponse, Problem> {
    let unknown =
        || Problem::new(&ProblemType::UNKNOWN_PATH, format!("The reference page has no file `{name}`"));
    let (media_type, bytes) = FILES.get(name).ok_or_else(unknown)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, *media_type))
        .insert_header((header::CACHE_CONTROL, "public, max-age=86400"))
        .body(bytes.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_that_the_page_asks_for_is_in_the_binary() {
        let page = markup(&State::new(crate::Settings::default())).into_string();
        let asked = page.split('"').filter_map(|text| text.strip_prefix("docs/"));
        let asked: Vec<_> = asked.collect();
        assert_eq!(asked.len(), 5, "{page}");
        for name in asked {
            assert!(FILES.get(name).is_some_and(|(_, bytes)| bytes.len() > 100), "{name}");
        }
    }
}

//! GraphiQL at `/graphiql`: an editor for queries in the browser, all of it served from here.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, EntityTag, Header, IfNoneMatch},
    mime, web,
};
use rust_embed::{EmbeddedFile, RustEmbed};

/// What the page needs: others' files, as the folder's README tells, and our own three that start them.
#[derive(RustEmbed)]
#[folder = "graphiql"]
#[include = "*.html"]
#[include = "*.js"]
#[include = "*.css"]
struct Assets;

/// The page and its files, and nothing from elsewhere. The editor sets styles of single elements.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PAGE: &str = "index.html";

/// Puts the page at `/graphiql` and its files below it.
pub(crate) fn configure(cfg: &mut web::ServiceConfig) {
    let page = || web::resource("/graphiql").route(web::get().to(page)).route(web::head().to(page));
    cfg.service(page());
    let file_route = web::resource("/graphiql/{file}");
    cfg.service(file_route.route(web::get().to(file)).route(web::head().to(file)));
}

async fn page(request: HttpRequest) -> HttpResponse {
    serve(&request, PAGE)
}

async fn file(request: HttpRequest, file: web::Path<String>) -> HttpResponse {
    if *file == PAGE { HttpResponse::NotFound().finish() } else { serve(&request, &file) }
}

fn serve(request: &HttpRequest, name: &str) -> HttpResponse {
    let Some(file) = Assets::get(name) else { return HttpResponse::NotFound().finish() };
    let tag = tag(&file);
    let is_known = IfNoneMatch::parse(request).is_ok_and(|known| match known {
        IfNoneMatch::Any => true,
        IfNoneMatch::Items(tags) => tags.iter().any(|known| known.weak_eq(&tag)),
    });
    let mut answer = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header(header::ETag(tag))
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::REFERRER_POLICY, "no-referrer"));
    if is_known {
        return answer.finish();
    }
    answer.insert_header(header::ContentType(media_type(name))).body(file.data.into_owned())
}

fn tag(file: &EmbeddedFile) -> EntityTag {
    let hash = file.metadata.sha256_hash();
    // Weak: the answer may be compressed on its way.
    EntityTag::new_weak(hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect())
}

fn media_type(name: &str) -> mime::Mime {
    match name.rsplit_once('.') {
        Some((_, "js")) => mime::TEXT_JAVASCRIPT,
        Some((_, "css")) => mime::TEXT_CSS_UTF_8,
        _ => mime::TEXT_HTML_UTF_8,
    }
}

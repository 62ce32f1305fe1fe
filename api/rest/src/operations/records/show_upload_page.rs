use actix_web::{HttpResponse, get, http::StatusCode};
use harvest::Template;
use maud::html;

use crate::{
    asked::WhichSource,
    caller::{Visitor, off_the_loop},
    document::pages::NoPage,
    problem::Problem,
    upload_page::{Form, page},
};

/// Shows the page on which people send the list of a source
///
/// A form for somebody with a spreadsheet and a browser: it asks for the client's id and secret, and needs no script. It
/// looks the same for a source that does not exist as for one that only its partner may know of.
#[utoipa::path(
    operation_id = "showUploadPage",
    tag = "records",
    params(WhichSource),
    responses((status = 200, description = "The page.", body = String, content_type = "text/html"), NoPage),
    security(())
)]
#[get("/v1/sources/{source}/upload")]
async fn show_upload_page(visitor: Visitor, which: WhichSource) -> Result<HttpResponse, Problem> {
    let (id, audience) = (which.source.clone(), visitor.audience);
    let known = off_the_loop(move || visitor.desk.source(&id, audience)).await?;
    let has_open_template = known.as_ref().is_some_and(|summary| Template::is_for(summary.format));
    let name = known.map_or_else(|| which.source.to_string(), |summary| summary.source.name);
    let form = Form { has_open_template, ..Form::default() };
    let body = html! {
        h1 { "Send the list of " (name) }
        p {
            "The directory takes your spreadsheet as it is: what is new in it is added, what changed is changed, and what is "
            "gone from it is deleted."
        }
        @if has_open_template {
            h2 { "The empty list" }
            p {
                "No list yet? Fill in the empty one: "
                a href="template?format=xlsx" { "as a workbook" } ", with a page that explains each column, or "
                a href="template?format=csv" { "as CSV" } "."
            }
        } @else {
            p { "No list yet? Fill in your client id and its secret below and ask for the empty one." }
        }
        h2 { "Your list" }
        (form.markup())
    };
    Ok(page(StatusCode::OK, &format!("Send the list of {name}"), &body))
}

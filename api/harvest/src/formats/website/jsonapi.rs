//! A collection of the pages of a Drupal site by JSON:API: where each is, when it changed, and what it says.
//!
//! It serves as a list with dates; what it says of a page is read only where the page itself may not be asked for.

use outbound::Outbound;
use serde_json::Value;
use url::Url;

use crate::fetch::Refused;

/// How many pages of a collection are read.
const MOST: usize = 2_000;

/// What a collection tells of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) address: String,
    pub(super) changed: Option<String>,
    /// The page as far as the collection tells it, as HTML.
    pub(super) content: Option<String>,
}

/// Reads a collection to its end. Paths are of the site that the other address is of, else of the collection's own.
pub(super) fn read(client: &Outbound, address: &str, site: Option<&str>) -> Result<Vec<Told>, Refused> {
    let bad = |address: &str, reason: &str| {
        let reason = format!("{} is no collection of JSON:API: {reason}", outbound::shown(address));
        Refused::new(
            "bad-jsonapi",
            reason,
            "correct `jsonapi`, such as https://…/jsonapi/node/page, and harvest again",
        )
    };
    let base = Url::parse(site.unwrap_or(address)).map_err(|error| bad(address, &error.to_string()))?;
    let (mut told, mut next, mut pages) = (Vec::new(), Some(address.to_owned()), 0);
    while let Some(page) = next {
        pages += 1;
        if pages > MOST {
            return Err(bad(&page, &format!("it goes on for more than {MOST} pages")));
        }
        let answer = client.get(&page, &[("accept", "application/vnd.api+json")])?;
        let document: Value =
            serde_json::from_slice(&answer.body).map_err(|error| bad(&page, &error.to_string()))?;
        let data = document
            .get("data")
            .and_then(Value::as_array)
            .ok_or_else(|| bad(&page, "it has no list `data`"))?;
        told.extend(data.iter().filter_map(|node| of_node(node, &base)));
        let link = document.pointer("/links/next");
        let link = link.and_then(|link| link.as_str().or_else(|| link.get("href")?.as_str()));
        let here = Url::parse(&page).map_err(|error| bad(&page, &error.to_string()))?;
        let following =
            link.and_then(|link| here.join(link).ok()).filter(|link| link.origin() == here.origin());
        next = following.map(|link| link.to_string()).filter(|link| *link != page);
    }
    Ok(told)
}

fn of_node(node: &Value, base: &Url) -> Option<Told> {
    let attributes = node.get("attributes")?;
    let text = |pointer: &str| {
        attributes.pointer(pointer).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
    };
    let is_published = attributes.get("status").and_then(Value::as_bool).unwrap_or(true);
    let path = text("/path/alias").map(str::to_owned);
    let numbered =
        || attributes.get("drupal_internal__nid").and_then(Value::as_u64).map(|id| format!("/node/{id}"));
    let path = path.or_else(numbered).filter(|path| is_published && path.starts_with('/'))?;
    let title = text("/title");
    let fields = attributes.as_object()?.iter();
    let processed = fields
        .filter(|(name, _)| *name == "body" || name.starts_with("field_") || name.starts_with("localgov_"));
    let body: Vec<&str> =
        processed.filter_map(|(_, value)| value.get("processed").and_then(Value::as_str)).collect();
    let content = title.map(|title| {
        let title = title.replace('&', "&amp;").replace('<', "&lt;");
        format!("<html><body><main><h1>{title}</h1>{}</main></body></html>", body.concat())
    });
    Some(Told {
        address: base.join(&path).ok()?.to_string(),
        changed: text("/changed").map(str::to_owned),
        content,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_node_is_a_page_at_its_alias_else_at_its_number() {
        let base = Url::parse("https://www.council.example/sitemap.xml").unwrap();
        let node = json!({ "attributes": {
            "title": "Stoke <Library>", "changed": "2026-01-02T03:04:05+00:00", "status": true,
            "path": { "alias": "/libraries/stoke" }, "body": { "processed": "<p>Albert Road</p>" },
        } });
        let told = of_node(&node, &base).unwrap();
        assert_eq!(told.address, "https://www.council.example/libraries/stoke");
        assert_eq!(
            told.content.unwrap(),
            "<html><body><main><h1>Stoke &lt;Library></h1><p>Albert Road</p></main></body></html>"
        );
        let bare = json!({ "attributes": { "path": { "alias": null }, "drupal_internal__nid": 7 } });
        assert_eq!(of_node(&bare, &base).unwrap().address, "https://www.council.example/node/7");
        let hidden = json!({ "attributes": { "path": { "alias": "/x" }, "status": false } });
        assert_eq!(of_node(&hidden, &base), None);
    }
}

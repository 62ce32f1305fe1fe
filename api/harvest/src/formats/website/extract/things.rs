//! What a page tells of in the words of schema.org.

use model::alignment::FactKind;
use normalize::{text, website::Website};
use serde_json::Value;

use super::found::Found;
use crate::formats::pages::{
    Node,
    graph::{self, string},
    hours, parts, types,
};

/// How deep things are looked for.
const DEEPEST: usize = 6;
/// How many things of one page are read.
const MOST: usize = 1_000;

/// A thing that a page tells of by marking it up.
pub(super) struct Thing {
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) is_organization: bool,
    pub(super) link: Option<String>,
    pub(super) found: Found,
}

/// The things of documents of JSON-LD and microdata that are told of for themselves.
pub(super) fn read(roots: &[Value], site: &Website) -> Vec<Thing> {
    let mut things = Vec::new();
    for root in roots {
        walk(root, site, &mut things, 0);
    }
    things
}

fn walk(value: &Value, site: &Website, things: &mut Vec<Thing>, depth: usize) {
    match value {
        _ if depth > DEEPEST || things.len() >= MOST => {}
        Value::Array(list) => list.iter().for_each(|value| walk(value, site, things, depth + 1)),
        Value::Object(node) => {
            if types::role(node).is_some() {
                things.extend(thing(node, site));
            } else {
                let inner = ["@graph", "mainEntity", "about", "itemListElement", "item"];
                inner
                    .iter()
                    .filter_map(|key| node.get(*key))
                    .for_each(|value| walk(value, site, things, depth + 1));
            }
        }
        _ => {}
    }
}

fn thing(node: &Node, site: &Website) -> Option<Thing> {
    let role = types::role(node)?;
    let name = string(node, "name").or_else(|| string(node, "legalName")).map(|name| text::line(&name))?;
    let place = format!("{name} › schema.org");
    let mut found = Found::default();
    address(node, &mut found, &place);
    let contacts = ["contactPoint", "location", "provider", "organizer"];
    let around = contacts.iter().filter_map(|key| node.get(*key)).flat_map(hours::nodes);
    for told in std::iter::once(node).chain(around) {
        for number in hours::texts(told.get("telephone").unwrap_or(&Value::Null)) {
            found.push(FactKind::Phone, number, &place);
        }
        let email = string(told, "email").map(|email| parts::bare_email(&email));
        email.iter().for_each(|email| found.push(FactKind::Email, email, &place));
    }
    let url = parts::web(string(node, "url"));
    let (own, link): (Option<String>, Option<String>) = match url {
        Some(url) if site.key(&url).is_some() => (None, Some(url)),
        url => (url, None),
    };
    let same = node
        .get("sameAs")
        .map(|same| hours::texts(same).map(str::to_owned).collect::<Vec<_>>())
        .unwrap_or_default();
    let same = same
        .into_iter()
        .find(|address| parts::web(Some(address.clone())).is_some() && site.key(address).is_none());
    own.or(same).iter().for_each(|url| found.push(FactKind::Url, url, &place));
    when(node, role, &mut found, &place);
    found.charity = charity(node);
    let description = string(node, "description").map(|text| text::plain(&text));
    Some(Thing { name, description, is_organization: role == types::Role::Organization, link, found })
}

fn address(node: &Node, found: &mut Found, place: &str) {
    let own = node.get("address");
    let of_place = || {
        hours::nodes(node.get("location").unwrap_or(&Value::Null))
            .find_map(|location| location.get("address"))
    };
    match own.or_else(of_place) {
        Some(Value::String(line)) => {
            found.push(FactKind::Address, &text::line(line), place);
            let code = normalize::postcode::find(line);
            code.iter().for_each(|code| found.push(FactKind::Postcode, code, place));
        }
        Some(value) => {
            let Some(postal) = hours::nodes(value).next().map(parts::postal) else { return };
            let keys = ["address_1", "address_2", "city", "state_province", "postal_code"];
            let told: Vec<String> =
                keys.iter().filter_map(|key| string(&postal, key)).map(|text| text::line(&text)).collect();
            found.push(FactKind::Address, &told.join(", "), place);
            let code = string(&postal, "postal_code");
            code.iter().for_each(|code| found.push(FactKind::Postcode, code, place));
        }
        None => {}
    }
}

/// Opening hours in the words of OpenStreetMap, and what an event says of its end.
fn when(node: &Node, role: types::Role, found: &mut Found, place: &str) {
    let keys = ["openingHoursSpecification", "hoursAvailable"];
    let specified = keys.iter().filter_map(|key| node.get(*key)).flat_map(hours::specified);
    let mut words: Vec<String> = specified.filter_map(|schedule| in_words(schedule.as_object()?)).collect();
    if words.is_empty() {
        let told = hours::in_words(node.get("openingHours").unwrap_or(&Value::Null));
        words.extend(told.and_then(|told| told.as_str().map(str::to_owned)));
    }
    found.push(FactKind::Hours, &words.join("; "), place);
    let is_single = role == types::Role::Event && !node.contains_key("eventSchedule");
    let last = string(node, "endDate").or_else(|| string(node, "startDate")).filter(|_| is_single);
    let day = last.and_then(|moment| moment.get(..10)?.parse::<chrono::NaiveDate>().ok());
    day.iter().for_each(|day| found.push(FactKind::Ends, &day.to_string(), place));
    if string(node, "eventStatus").is_some_and(|status| status.ends_with("EventCancelled")) {
        found.push(FactKind::Status, "inactive", place);
    }
}

fn in_words(schedule: &Node) -> Option<String> {
    if schedule.contains_key("valid_from") || schedule.contains_key("valid_to") {
        return None;
    }
    let days = string(schedule, "byday")?;
    let short = |day: &str| {
        day.chars()
            .enumerate()
            .map(|(at, c)| if at == 0 { c } else { c.to_ascii_lowercase() })
            .collect::<String>()
    };
    let days: Vec<String> = days.split(',').map(short).collect();
    Some(format!("{} {}-{}", days.join(","), string(schedule, "opens_at")?, string(schedule, "closes_at")?))
}

fn charity(node: &Node) -> Option<String> {
    let numbers = node.get("identifier").map(parts::identifiers).unwrap_or_default();
    let is_charity = |identifier: &&Value| {
        identifier.get("identifier_type").and_then(Value::as_str).is_some_and(|kind| {
            let kind = kind.to_lowercase();
            kind.contains("charity") || kind.contains("chc")
        })
    };
    let number = numbers.iter().find(is_charity)?.get("identifier")?.as_str()?;
    graph::some(number.trim().to_owned())
}

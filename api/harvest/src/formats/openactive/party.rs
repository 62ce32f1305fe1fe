//! Organizers.

use serde_json::{Value, json};

use super::{
    Object,
    values::{self, put, take_list, take_text},
};
use crate::issues::Issues;

/// The names under which things name who is behind them, the first counting.
pub(super) const MEMBERS: [&str; 2] = ["organizer", "provider"];

/// Whether it is a person: who they are is not for a directory to publish.
pub(super) fn is_person(party: &Object) -> bool {
    values::kind(party).as_deref() == Some("Person")
}

/// The id of an organizer: its own, or made of its name.
pub(super) fn id(party: &Object) -> Option<String> {
    values::key(party).or_else(|| {
        let name = party.get("name").or_else(|| party.get("legalName"))?.as_str()?;
        Some(normalize::text::key(name)).filter(|key| !key.is_empty())
    })
}

/// An organization.
pub(super) fn read(mut told: Object, record: &str, issues: &mut Issues) -> Object {
    let mut organization = Object::new();
    let legal = take_text(&mut told, "legalName");
    let name = take_text(&mut told, "name");
    let alternate = legal.clone().filter(|legal| name.as_ref().is_some_and(|name| name != legal));
    put(&mut organization, "name", name.or(legal));
    put(&mut organization, "alternate_name", alternate);
    for (from, to) in [("description", "description"), ("email", "email"), ("url", "website")] {
        put(&mut organization, to, take_text(&mut told, from));
    }
    put(
        &mut organization,
        "phones",
        take_text(&mut told, "telephone").map(|number| json!([{ "number": number }])),
    );
    if let Some(logo) =
        told.get("logo").and_then(|logo| logo.get("url").unwrap_or(logo).as_str()).map(str::to_owned)
    {
        put(&mut organization, "logo", Some(logo));
        told.remove("logo");
    }
    let elsewhere: Vec<Value> = take_list(&mut told, "sameAs")
        .into_iter()
        .filter(Value::is_string)
        .map(|url| json!({ "url": url }))
        .collect();
    put(&mut organization, "additional_websites", (!elsewhere.is_empty()).then_some(elsewhere));
    super::service::tell_unread(&told, "Organization", record, issues);
    organization
}

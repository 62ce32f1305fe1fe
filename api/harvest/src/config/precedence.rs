//! Whose word counts: the number of a source, and its rules for some fields of some things.

use std::collections::BTreeSet;

use model::{Kind, Noun, PrecedenceRule};
use rapidfuzz::fuzz;

use super::{ConfigError, SourceConfig};
use crate::fields;

/// How alike a field must be to what was written to be suggested.
const ALIKE: f64 = 0.6;

impl SourceConfig {
    pub(super) fn check_precedence(&self) -> Result<(), ConfigError> {
        check_number("precedence", self.precedence)?;
        let rules = self.precedence_for.iter().enumerate();
        rules.map(|(at, rule)| check(at + 1, rule)).find(Result::is_err).unwrap_or(Ok(()))
    }
}

fn check_number(key: &str, precedence: i32) -> Result<(), ConfigError> {
    match (0..=1000).contains(&precedence) {
        true => Ok(()),
        false => Err(ConfigError::value(key, precedence, "use 0 to 1000")),
    }
}

/// One rule, by its number among all.
fn check(number: usize, rule: &PrecedenceRule) -> Result<(), ConfigError> {
    let key = |member: &str| format!("precedence_for {number}: {member}");
    check_number(&key("precedence"), rule.precedence)?;
    let is_known = |path: &String| Kind::ALL.into_iter().any(|kind| fields::names(path, kind));
    if let Some(unknown) = rule.fields.iter().find(|path| !is_known(path)) {
        return Err(ConfigError::value(&key("fields"), unknown, &suggestion(unknown)));
    }
    let Some(organization) = &rule.organization else { return Ok(()) };
    if normalize::text::key(organization).is_empty() {
        let allowed = "give the name of an organization, or its number in a register such as GB-CHC-1123081";
        return Err(ConfigError::value(&key("organization"), format!("\"{organization}\""), allowed));
    }
    let tells_whose = |path: &&String| path.rsplit('.').next() == Some("organization_id");
    match rule.fields.iter().find(tells_whose) {
        Some(field) => Err(ConfigError::value(
            &key("fields"),
            field,
            "that tells whose a thing is, so a rule for one organization cannot speak of it; leave out the \
             organization or the field",
        )),
        None => Ok(()),
    }
}

/// Which field may have been meant.
fn suggestion(unknown: &str) -> String {
    let usual = "use the name of a field of an HSDS service, location, organization or taxonomy, such as phones or \
                 service.phones";
    match unknown.rsplit('.').next() {
        Some("position") => return "use latitude, which goes together with longitude".to_owned(),
        Some("address") => return "use addresses".to_owned(),
        _ => {}
    }
    let names =
        Kind::ALL.into_iter().flat_map(|kind| Noun::noun_type(kind).fields.iter().map(|field| field.name));
    let names: BTreeSet<&str> = names.collect();
    let plain = unknown.rsplit('.').next().unwrap_or(unknown).to_lowercase();
    let alike = |name: &&str| fuzz::ratio(plain.chars(), name.chars());
    let best = names.into_iter().max_by(|a, b| alike(a).total_cmp(&alike(b)));
    match best.filter(|name| alike(name) >= ALIKE) {
        Some(name) => format!("did you mean {name}? {usual}"),
        None => usual.to_owned(),
    }
}

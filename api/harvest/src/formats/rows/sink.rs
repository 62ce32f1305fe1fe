use std::collections::{BTreeMap, BTreeSet, HashSet};

use model::{ContentHash, IssueDraft, Kind, Severity, Visibility};
use serde_json::{Map, Value, json};

use super::{ROW, TakeRows, ids};
use crate::{
    Mapping,
    fetch::{Fetch, Refused},
    formats::{JSON, jsonl::leaves},
    issues::shown,
    mapping::{Facts, Row},
};

/// The member of shared facts that says who may see them.
pub(super) const VISIBILITY: &str = "visibility";

/// Spools rows, then puts together what they share.
pub(super) struct RowSink<'m> {
    mapping: &'m Mapping,
    columns: BTreeSet<String>,
    accounted: BTreeMap<String, bool>,
    told: HashSet<ContentHash>,
    disagreed: BTreeSet<(String, String)>,
}

impl<'m> RowSink<'m> {
    pub(super) fn new(mapping: &'m Mapping) -> Self {
        Self {
            mapping,
            columns: BTreeSet::new(),
            accounted: BTreeMap::new(),
            told: HashSet::new(),
            disagreed: BTreeSet::new(),
        }
    }

    /// Checks that the mapped columns were there, and puts together what the rows share.
    pub(super) fn finish(mut self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        if !self.columns.is_empty() {
            self.check_columns(fetch)?;
        }
        let mut next = fetch.spool.next_of(ROW, None);
        while let Some(id) = next {
            let body = fetch.spool.body(&id)?.unwrap_or_default();
            if let Ok(object) = serde_json::from_slice::<Map<String, Value>>(&body) {
                self.share(fetch, &id, &Row(&object))?;
            }
            next = fetch.spool.next_of(ROW, Some(&id));
        }
        Ok(())
    }

    fn note_columns(&mut self, fetch: &mut Fetch<'_>, place: &str, row: &Row<'_>) {
        for column in leaves(row.0, "") {
            let mapping = self.mapping;
            let accounted =
                *self.accounted.entry(column.clone()).or_insert_with(|| mapping.accounts_for(&column));
            if !accounted && row.text(&column).is_some() {
                fetch.issues.unread(&shown(&column), place);
            }
            if !self.columns.contains(&column) {
                self.columns.insert(column);
            }
        }
    }

    fn check_columns(&self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        let missing = |group: &[&str]| !group.iter().any(|column| self.has(column));
        let keys = self.mapping.key_columns();
        if let Some(group) = keys.iter().find(|group| missing(group)) {
            let reason =
                format!("the column {} tells rows apart, but the feed does not have it", named(group));
            let action = "give the column its name back, or change the mapping; { any = [\"new\", \"old\"] } takes both";
            return Err(Refused::new("missing-column", reason, action).in_field(&group.join(", ")));
        }
        if self.mapping.is_usual {
            return Ok(());
        }
        for group in self.mapping.columns().into_iter().filter(|group| missing(group)) {
            let reason = format!("the column {} is mapped, but the feed does not have it", named(&group));
            let action = "give the column its name back, or change the mapping; the rows are used without it";
            let issue = IssueDraft::new(Severity::Warning, "missing-column", reason, action);
            fetch.issues.push(issue.in_field(group.join(", ")));
        }
        Ok(())
    }

    fn has(&self, column: &str) -> bool {
        let is_it = |name: &String| match name.trim().split_at_checked(column.len()) {
            Some((start, rest)) => {
                start.eq_ignore_ascii_case(column) && (rest.is_empty() || rest.starts_with('.'))
            }
            None => false,
        };
        self.columns.contains(column) || self.columns.iter().any(is_it)
    }

    fn share(&mut self, fetch: &mut Fetch<'_>, id: &str, row: &Row<'_>) -> Result<(), Refused> {
        let visibility = row.visibility(self.mapping).unwrap_or(Visibility::Private);
        for kind in self.mapping.shared() {
            let (mut facts, _) = row.facts(self.mapping, kind);
            let Some(own) = ids::shared(kind, &facts) else { continue };
            if !visibility.is_public() {
                facts.insert(VISIBILITY.to_owned(), json!(visibility));
            }
            self.share_terms(fetch, id, &facts)?;
            self.tell(fetch, &format!("{kind}/{}", shown(&own)), facts, id)?;
        }
        let main = self.mapping.main().map(|kind| row.facts(self.mapping, kind).0);
        main.map_or(Ok(()), |facts| self.share_terms(fetch, id, &facts))
    }

    fn share_terms(&mut self, fetch: &mut Fetch<'_>, by: &str, facts: &Facts) -> Result<(), Refused> {
        for term in facts.get("terms").and_then(Value::as_array).into_iter().flatten() {
            let name = |key: &str| term.get(key).and_then(Value::as_str);
            let (Some(term), Some(taxonomy)) = (name("name"), name("taxonomy")) else { continue };
            let facts = json!({ "name": taxonomy, "terms": [term] });
            let id = format!("{}/{}", Kind::Taxonomy, normalize::text::key(taxonomy));
            if let Value::Object(facts) = facts {
                self.tell(fetch, &id, facts, by)?;
            }
        }
        Ok(())
    }

    /// Adds what one row tells of a shared item. What was told before stays where the two disagree.
    fn tell(&mut self, fetch: &mut Fetch<'_>, id: &str, facts: Facts, by: &str) -> Result<(), Refused> {
        let told = serde_json::to_vec(&facts).unwrap_or_default();
        if !self.told.insert(ContentHash::of(&[id.as_bytes(), b"\x1f", &told].concat())) {
            return Ok(());
        }
        let Some(known) = fetch.spool.body(id)? else {
            if fetch.is_overlong(id) {
                return Ok(());
            }
            return Ok(fetch.spool.put(id, JSON, &told)?);
        };
        let mut merged: Facts = serde_json::from_slice(&known).unwrap_or_default();
        for (key, value) in facts {
            let disagrees = merge(&mut merged, &key, value);
            if let Some(value) = disagrees
                && self.disagreed.insert((id.to_owned(), key.clone()))
            {
                let reason =
                    format!("rows tell it differently; {by} is not followed here, an earlier one by key is");
                fetch.issues.notice(
                    "disagreement",
                    &id.replacen('/', ":", 1),
                    &key,
                    &value.to_string(),
                    &reason,
                );
            }
        }
        let merged = serde_json::to_vec(&merged).unwrap_or_default();
        if merged == known { Ok(()) } else { Ok(fetch.spool.put(id, JSON, &merged)?) }
    }
}

impl TakeRows for RowSink<'_> {
    fn header(&mut self, names: &[String]) {
        self.columns.extend(names.iter().cloned());
    }

    fn row(
        &mut self,
        fetch: &mut Fetch<'_>,
        place: &str,
        body: Vec<u8>,
        object: &Map<String, Value>,
    ) -> Result<(), Refused> {
        let row = Row(object);
        if !row.is_wanted(self.mapping) {
            return Ok(());
        }
        self.note_columns(fetch, place, &row);
        match ids::row(&row, self.mapping) {
            Some(id) => fetch.item(&format!("{ROW}/{}", shown(&id)), JSON, &body),
            None => {
                let action =
                    "fill in the columns that tell rows apart; until then nothing is taken to be gone";
                fetch.issues.kept_out(
                    "no-key",
                    place,
                    "it says nothing in the columns that tell rows apart",
                    action,
                );
                fetch.nameless += 1;
                Ok(())
            }
        }
    }
}

/// Adds one fact: lists grow, the stricter visibility counts, else the first. Gives back a value that disagrees.
fn merge(merged: &mut Facts, key: &str, value: Value) -> Option<Value> {
    match (merged.get_mut(key), value) {
        (None, value) => {
            merged.insert(key.to_owned(), value);
        }
        (Some(Value::Array(known)), Value::Array(list)) => {
            for value in list {
                if !known.contains(&value) {
                    known.push(value);
                }
            }
        }
        (Some(known), value) if key == VISIBILITY => {
            let read =
                |value: &Value| serde_json::from_value::<Visibility>(value.clone()).unwrap_or_default();
            *known = json!(read(known).and(read(&value)));
        }
        (Some(known), value) if *known != value => return Some(value),
        _ => {}
    }
    None
}

fn named(group: &[&str]) -> String {
    group.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(" or ")
}

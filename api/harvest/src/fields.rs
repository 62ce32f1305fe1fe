//! Which fields of a record fewer may see than may see the record.

use std::collections::BTreeMap;

use model::{Kind, Noun, Visibility};

/// Whether `field` or `kind.field` names a field of this kind.
pub(crate) fn names(path: &str, kind: Kind) -> bool {
    let field = match path.split_once('.') {
        Some((noun, field)) if noun == kind.as_str() => field,
        Some(_) => return false,
        None => path,
    };
    Noun::noun_type(kind).field(field).is_some()
}

/// The rules that apply to a record of this kind, by plain field name; where two apply, the stricter.
pub(crate) fn visibility(rules: &BTreeMap<String, Visibility>, kind: Kind) -> BTreeMap<String, Visibility> {
    let mut applied = BTreeMap::new();
    for (path, visibility) in rules.iter().filter(|(path, _)| names(path, kind)) {
        let field = path.split_once('.').map_or(path.as_str(), |(_, field)| field);
        let entry = applied.entry(field.to_owned()).or_insert(*visibility);
        *entry = entry.and(*visibility);
    }
    applied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_applies_to_every_kind_that_has_the_field_or_to_the_kind_it_names() {
        let rules = BTreeMap::from([
            ("contacts".to_owned(), Visibility::Partner),
            ("service.contacts".to_owned(), Visibility::Private),
        ]);
        assert_eq!(visibility(&rules, Kind::Service)["contacts"], Visibility::Private);
        assert_eq!(visibility(&rules, Kind::Location)["contacts"], Visibility::Partner);
        assert!(visibility(&rules, Kind::Taxonomy).is_empty());
    }
}

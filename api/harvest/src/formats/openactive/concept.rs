//! Concepts of controlled lists become terms of taxonomies.

use normalize::text;
use serde_json::{Value, json};

use super::{Object, values};

/// A member whose values are concepts, and the taxonomy that they are taken to be of where they name none.
pub(super) struct List {
    pub(super) member: &'static str,
    taxonomy: &'static str,
    /// The list that OpenActive keeps, as its concepts name it.
    scheme: Option<&'static str>,
}

/// The lists that services draw on.
pub(super) const OF_SERVICES: [List; 5] = [
    List {
        member: "activity",
        taxonomy: "OpenActive activity list",
        scheme: Some("openactive.io/activity-list"),
    },
    List {
        member: "facilityType",
        taxonomy: "OpenActive facility types",
        scheme: Some("openactive.io/facility-types"),
    },
    List {
        member: "accessibilitySupport",
        taxonomy: "OpenActive accessibility support",
        scheme: Some("openactive.io/accessibility-support"),
    },
    List { member: "category", taxonomy: "OpenActive categories", scheme: None },
    List { member: "level", taxonomy: "OpenActive levels", scheme: None },
];

/// What a place offers.
pub(super) const AMENITIES: List =
    List { member: "amenityFeature", taxonomy: "OpenActive amenities", scheme: None };

impl List {
    /// The terms that an object names. What cannot be read as one is left in it.
    pub(super) fn terms(&self, object: &Object) -> Vec<Object> {
        let told = object.get(self.member);
        let told =
            told.map_or(&[][..], |told| told.as_array().map_or(std::slice::from_ref(told), Vec::as_slice));
        told.iter().filter_map(|concept| self.term(concept)).collect()
    }

    /// Takes the terms out of an object, as attributes.
    pub(super) fn take(&self, object: &mut Object) -> Vec<Value> {
        let terms = self.terms(object);
        let told = object.get(self.member).map_or(0, |told| told.as_array().map_or(1, Vec::len));
        if terms.len() == told {
            object.remove(self.member);
        }
        let attribute = |term: Object| json!({ "link_type": self.member, "taxonomy_term": term });
        terms.into_iter().map(attribute).collect()
    }

    /// The term that a concept is.
    pub(super) fn term(&self, concept: &Value) -> Option<Object> {
        let (name, id, scheme) = match concept {
            Value::String(word) => {
                (spaced(values::last(word)), Some(word.clone()).filter(|word| word.contains("//")), None)
            }
            Value::Object(concept) => {
                let text = |name: &str| concept.get(name).and_then(Value::as_str).map(str::to_owned);
                let name = text("prefLabel").or_else(|| text("name"))?;
                (name, text("@id").or_else(|| text("id")), text("inScheme"))
            }
            _ => return None,
        };
        let name = text::line(&name);
        let taxonomy =
            scheme.filter(|scheme| !self.is_own(scheme)).unwrap_or_else(|| self.taxonomy.to_owned());
        let key = text::key(&taxonomy);
        if text::key(&name).is_empty() || key.is_empty() {
            return None;
        }
        let mut term = Object::new();
        values::put(&mut term, "term_uri", id.clone().filter(|id| id.starts_with("http")));
        values::put(&mut term, "id", Some(id.unwrap_or_else(|| format!("{key}/{}", text::key(&name)))));
        values::put(&mut term, "name", Some(name));
        values::put(&mut term, "taxonomy", Some(taxonomy));
        values::put(&mut term, "taxonomy_id", Some(key));
        Some(term)
    }

    fn is_own(&self, scheme: &str) -> bool {
        self.scheme.is_some_and(|own| scheme.contains(own))
    }
}

/// `FemaleOnly` as `Female only`. A word that is written otherwise stays as it is.
pub(super) fn spaced(word: &str) -> String {
    let is_camel = !word.contains(' ') && word.chars().skip(1).any(char::is_lowercase);
    let mut spaced = String::new();
    for (number, character) in word.chars().enumerate() {
        if is_camel && number > 0 && character.is_uppercase() {
            spaced.push(' ');
            spaced.extend(character.to_lowercase());
        } else {
            spaced.push(character);
        }
    }
    spaced
}

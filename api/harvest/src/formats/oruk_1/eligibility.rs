//! The groups that a service of edition 1 is for, each with its ages and terms.

use serde_json::{Map, Value, json};

use super::upward::{attribute, links, push, taken, term};

type Object = Map<String, Value>;

/// The groups that a service is for become one text, and the widest of their ages those of the service.
pub(super) fn lift(service: &mut Object) {
    let mut groups = Vec::new();
    for name in ["eligibilitys", "eligibilities", "eligibility"] {
        groups.extend(taken(service, name));
    }
    let many = groups.len() > 1;
    let (mut lines, mut least, mut most) = (Vec::new(), Ages::default(), Ages::default());
    for group in groups {
        let Value::Object(mut group) = group else {
            lines.extend(group.as_str().map(str::to_owned));
            continue;
        };
        let ages = (group.get("minimum_age").and_then(number), group.get("maximum_age").and_then(number));
        least.note(ages.0);
        most.note(ages.1);
        let told = group.get("eligibility").and_then(Value::as_str).unwrap_or_default();
        lines.push(line(told, if many { ages } else { (None, None) }));
        links(&mut group);
        for name in ["taxonomys", "taxonomies"] {
            let terms = taken(&mut group, name).into_iter();
            terms.for_each(|term| push(&mut group, "attributes", attribute_of(term)));
        }
        for attribute in taken(&mut group, "attributes") {
            push(service, "attributes", attribute);
        }
    }
    lines.retain(|line| !line.trim().is_empty());
    lines.dedup();
    if !lines.is_empty() {
        service.entry("eligibility_description").or_insert_with(|| lines.join("\n").into());
    }
    for (name, age) in [("minimum_age", least.least()), ("maximum_age", most.greatest())] {
        if let Some(age) = age {
            service.entry(name).or_insert_with(|| json!(age));
        }
    }
}

/// A term in a list, or a link to one.
fn attribute_of(told: Value) -> Value {
    match told {
        Value::Object(link) if link.contains_key("taxonomy") => attribute(link),
        Value::Object(told) => json!({ "link_type": "eligibility", "taxonomy_term": term(told) }),
        other => other,
    }
}

/// The ages that groups tell on one side; a group that tells none is open on it.
#[derive(Default)]
struct Ages {
    told: Vec<f64>,
    is_open: bool,
}

impl Ages {
    fn note(&mut self, age: Option<f64>) {
        match age {
            Some(age) => self.told.push(age),
            None => self.is_open = true,
        }
    }

    fn least(&self) -> Option<f64> {
        self.closed().reduce(f64::min)
    }

    fn greatest(&self) -> Option<f64> {
        self.closed().reduce(f64::max)
    }

    fn closed(&self) -> impl Iterator<Item = f64> {
        self.told.iter().copied().filter(|_| !self.is_open)
    }
}

/// A group in words, with its ages where they would not show otherwise.
fn line(told: &str, ages: (Option<f64>, Option<f64>)) -> String {
    let ages = match ages {
        (Some(least), Some(most)) => format!("aged {least} to {most}"),
        (Some(least), None) => format!("aged {least} and over"),
        (None, Some(most)) => format!("aged up to {most}"),
        (None, None) => String::new(),
    };
    [told.trim(), &ages].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ")
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())
}

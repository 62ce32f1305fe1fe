//! From a thing of schema.org to HSDS-shaped JSON.

use std::collections::BTreeMap;

use model::{Kind, Visibility};
use serde_json::{Map, Value, json};

use super::{
    Node,
    graph::{some, string},
    hours::{self, nodes, texts},
    parts::{bare_email, contact, cost, identifiers, postal, reference, web},
    types,
};
use crate::{
    formats::{
        Draft,
        rows::{split_address, words_of_hours},
    },
    issues::Issues,
};

/// Properties that are read, or say what is known already.
const READ: &[&str] = &[
    "@type",
    "@id",
    "@context",
    "name",
    "alternateName",
    "description",
    "url",
    "email",
    "telephone",
    "contactPoint",
    "provider",
    "organizer",
    "serviceOperator",
    "location",
    "availableChannel",
    "areaServed",
    "serviceArea",
    "availableLanguage",
    "inLanguage",
    "knowsLanguage",
    "audience",
    "eligibility",
    "typicalAgeRange",
    "offers",
    "isAccessibleForFree",
    "fees",
    "hoursAvailable",
    "openingHours",
    "openingHoursSpecification",
    "specialOpeningHoursSpecification",
    "eventSchedule",
    "startDate",
    "endDate",
    "doorTime",
    "eventStatus",
    "eventAttendanceMode",
    "serviceType",
    "category",
    "keywords",
    "address",
    "geo",
    "latitude",
    "longitude",
    "sameAs",
    "identifier",
    "taxID",
    "vatID",
    "leiCode",
    "legalName",
    "logo",
    "foundingDate",
    "parentOrganization",
    "mainEntityOfPage",
    "branchOf",
    "duration",
    "serviceOutput",
    "department",
    "subOrganization",
    "makesOffer",
    "hasOfferCatalog",
    "subjectOf",
    "mainEntity",
    "event",
    "events",
    "containsPlace",
];

/// Builds the draft of one record.
struct Builder<'t> {
    node: &'t Node,
    draft: Draft,
}

/// The draft of a record of a thing: its properties, its ids by kind, and the page that tells of it.
pub(super) fn read(kind: Kind, id: &str, thing: &Node, issues: &mut Issues) -> Option<Draft> {
    let node = thing.get("node")?.as_object()?;
    let value = Map::new();
    let draft =
        Draft { kind, id: id.to_owned(), value, visibility: Visibility::Public, original: BTreeMap::new() };
    let record = format!("{kind}:{id}");
    let mut builder = Builder { node, draft };
    builder.common();
    match kind {
        Kind::Service => builder.service(thing),
        Kind::Organization => builder.organization(),
        _ => builder.location(thing),
    }
    builder.hours(issues);
    let unread = node.keys().filter(|key| !READ.contains(&key.as_str()) && !key.starts_with('@'));
    unread.for_each(|key| issues.unread(&crate::issues::shown(key), &record));
    Some(builder.draft)
}

impl Builder<'_> {
    fn put(&mut self, name: &str, value: Option<impl Into<Value>>) {
        self.draft.value.extend(value.map(|value| (name.to_owned(), value.into())));
    }

    fn list(&mut self, name: &str, list: Vec<Value>) {
        if !list.is_empty() {
            self.draft.value.insert(name.to_owned(), Value::Array(list));
        }
    }

    fn get(&self, key: &str) -> &Value {
        self.node.get(key).unwrap_or(&Value::Null)
    }

    fn all(&self, key: &str) -> Vec<String> {
        texts(self.get(key)).filter_map(|text| some(text.trim().to_owned())).collect()
    }

    fn common(&mut self) {
        self.put("name", string(self.node, "name").or_else(|| string(self.node, "legalName")));
        self.put("alternate_name", string(self.node, "alternateName"));
        self.put("description", string(self.node, "description"));
        let phones = self.all("telephone").into_iter().map(|number| json!({ "number": number })).collect();
        self.list("phones", phones);
        self.list("contacts", nodes(self.get("contactPoint")).filter_map(contact).collect());
    }

    fn service(&mut self, thing: &Node) {
        self.put("email", string(self.node, "email").map(|email| bare_email(&email)));
        self.put("url", web(string(self.node, "url")).or_else(|| web(string(thing, "page"))));
        self.put(
            "status",
            string(self.node, "eventStatus")
                .filter(|status| status.ends_with("EventCancelled"))
                .map(|_| "inactive"),
        );
        let by =
            ["provider", "organizer", "serviceOperator"].map(|key| reference(self.get(key), "@organization"));
        self.put("organization_id", by.into_iter().flatten().next());
        self.places();
        let areas = [self.all("areaServed"), self.all("serviceArea")].concat();
        self.list("service_areas", areas.into_iter().map(|name| json!({ "name": name })).collect());
        self.languages(&["availableLanguage", "inLanguage"]);
        self.audience();
        self.costs();
        let terms = ["serviceType", "category", "keywords"].map(|key| self.all(key)).concat();
        let terms =
            terms.iter().flat_map(|list| list.split(',')).filter_map(|term| some(term.trim().to_owned()));
        let attribute = |term: String| json!({ "link_type": "subject", "taxonomy_term": { "id": normalize::text::key(&term), "name": term } });
        let attributes: Vec<Value> = terms.map(attribute).collect();
        self.list("attributes", attributes);
    }

    /// Where a service is given, also through a channel that is a place.
    fn places(&mut self) {
        let mut places: Vec<String> = Vec::new();
        let channels =
            nodes(self.get("availableChannel")).filter_map(|channel| channel.get("serviceLocation"));
        for value in [self.get("location"), self.get("availableChannel")].into_iter().chain(channels) {
            places.extend(nodes(value).filter_map(|node| string(node, "@location")));
        }
        places.sort();
        places.dedup();
        self.list(
            "service_at_locations",
            places.into_iter().map(|id| json!({ "location_id": id })).collect(),
        );
    }

    fn languages(&mut self, keys: &[&str]) {
        let told: Vec<String> = keys.iter().flat_map(|key| self.all(key)).collect();
        let language = |text: String| match text.len() == 2 || text.get(2..3) == Some("-") {
            true => json!({ "code": text }),
            false => json!({ "name": text }),
        };
        self.list("languages", told.into_iter().map(language).collect());
    }

    fn audience(&mut self) {
        let audience = nodes(self.get("audience")).next();
        let told = |key: &str| audience.and_then(|audience| string(audience, key));
        let words = string(self.node, "eligibility")
            .or_else(|| told("audienceType"))
            .or_else(|| told("description"))
            .or_else(|| self.all("audience").into_iter().next());
        let range = string(self.node, "typicalAgeRange").unwrap_or_default();
        let (youngest, oldest) = range.split_once('-').unwrap_or((&range, ""));
        let (youngest, oldest) = (some(youngest.trim().to_owned()), some(oldest.trim().to_owned()));
        let least = told("suggestedMinAge").or_else(|| told("requiredMinAge")).or(youngest);
        let most = told("suggestedMaxAge").or_else(|| told("requiredMaxAge")).or(oldest);
        self.put("eligibility_description", words);
        self.put("minimum_age", least);
        self.put("maximum_age", most);
    }

    fn costs(&mut self) {
        self.put("fees_description", string(self.node, "fees"));
        let mut costs: Vec<Value> = nodes(self.get("offers")).filter_map(cost).collect();
        let is_free =
            string(self.node, "isAccessibleForFree").is_some_and(|free| free.eq_ignore_ascii_case("true"));
        if costs.is_empty() && is_free {
            costs.push(json!({ "option": "Free", "amount": 0 }));
        }
        self.list("cost_options", costs);
    }

    fn organization(&mut self) {
        self.put("email", string(self.node, "email").map(|email| bare_email(&email)));
        self.put("website", web(string(self.node, "url")));
        self.put("logo", web(self.all("logo").into_iter().next()));
        self.put(
            "year_incorporated",
            string(self.node, "foundingDate").and_then(|date| date.get(..4).map(str::to_owned)),
        );
        let parent = reference(self.get("parentOrganization"), "@organization");
        self.put(
            "parent_organization_id",
            parent.or_else(|| reference(self.get("branchOf"), "@organization")),
        );
        let others = self.all("sameAs").into_iter().map(|url| json!({ "url": url })).collect();
        self.list("additional_websites", others);
        let mut identifiers: Vec<Value> = identifiers(self.get("identifier"));
        for (key, kind) in [("taxID", "tax"), ("vatID", "VAT"), ("leiCode", "LEI")] {
            identifiers.extend(
                string(self.node, key).map(|id| json!({ "identifier_type": kind, "identifier": id })),
            );
        }
        self.list("organization_identifiers", identifiers);
    }

    fn location(&mut self, thing: &Node) {
        self.put("location_type", Some("physical"));
        self.put("url", web(string(self.node, "url")));
        let own = thing.get("ids").and_then(|ids| ids.get("organization")).and_then(Value::as_str);
        self.put("organization_id", own.map(str::to_owned));
        let address = self.get("address").clone();
        let address = match &address {
            Value::String(line) => {
                self.draft.original.insert("addresses".to_owned(), line.clone());
                split_address(line)
            }
            value => nodes(value).next().map(postal).unwrap_or_default(),
        };
        if !address.is_empty() {
            self.list("addresses", vec![Value::Object(address)]);
        }
        for key in ["latitude", "longitude"] {
            let told = nodes(self.get("geo")).next().and_then(|geo| string(geo, key));
            self.put(key, told.or_else(|| string(self.node, key)));
        }
        self.languages(&["availableLanguage"]);
    }

    /// When it is open. Hours that an organization tells are those of its location.
    fn hours(&mut self, issues: &mut Issues) {
        if self.draft.kind == Kind::Organization {
            return;
        }
        let mut schedules = Vec::new();
        for key in ["hoursAvailable", "openingHoursSpecification", "specialOpeningHoursSpecification"] {
            schedules.extend(hours::specified(self.get(key)));
        }
        let is_event = types::role(self.node) == Some(types::Role::Event);
        if is_event {
            schedules.extend(hours::of_event(self.node));
        }
        let words = hours::in_words(self.get("openingHours"));
        match words.filter(|_| schedules.is_empty()) {
            Some(words) => words_of_hours(&mut self.draft, &words, issues),
            None => self.list("schedules", schedules),
        }
        if is_event
            && string(self.node, "eventAttendanceMode")
                .is_some_and(|mode| mode.ends_with("OnlineEventAttendanceMode"))
        {
            let schedules = self.draft.value.get_mut("schedules").and_then(Value::as_array_mut);
            for schedule in schedules.into_iter().flatten().filter_map(Value::as_object_mut) {
                schedule.insert("attending_type".to_owned(), "online".into());
            }
        }
    }
}

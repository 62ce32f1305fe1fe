//! What plans answer is, byte for byte, what the engine answers.

use std::sync::atomic::{AtomicUsize, Ordering};

use graphql::{Ask, Schema};
use model::{Entity, Kind};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::directory::{COUNCIL, Directory, FORMERLY, LENDING, LIBRARY, READING, TOPICS, entity};

/// Makes choices of a run of bytes, so that what fails can be made smaller.
struct Choices<'a> {
    bytes: std::slice::Iter<'a, u8>,
    variables: Map<String, Value>,
    definitions: Vec<String>,
    fragments: Vec<String>,
}

impl Choices<'_> {
    fn below(&mut self, most: usize) -> usize {
        self.bytes.next().map_or(0, |byte| usize::from(*byte) % most)
    }

    fn of<'t>(&mut self, words: &[&'t str]) -> &'t str {
        let at = self.below(words.len());
        words[at]
    }

    fn chance(&mut self, of: usize) -> bool {
        self.below(of) == of - 1
    }

    /// A value as a literal or in a variable.
    fn value(&mut self, ty: &str, value: Value) -> String {
        if !self.chance(3) {
            return literal(&value);
        }
        let name = format!("v{}", self.definitions.len());
        let strict = if self.chance(2) && !value.is_null() { "!" } else { "" };
        let default = if strict.is_empty() && self.chance(3) {
            format!(" = {}", literal(&value))
        } else {
            String::new()
        };
        self.definitions.push(format!("${name}: {ty}{strict}{default}"));
        if default.is_empty() || self.chance(2) {
            self.variables.insert(name.clone(), value);
        }
        format!("${name}")
    }

    fn id(&mut self) -> Value {
        let ids = [
            LENDING,
            FORMERLY,
            COUNCIL,
            LIBRARY,
            TOPICS,
            READING,
            Uuid::from_u128(0x101),
            Uuid::from_u128(9),
        ];
        match self.below(ids.len() + 1) {
            at if at < ids.len() => json!(ids[at]),
            _ => json!("no id"),
        }
    }
}

fn literal(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let members: Vec<_> =
                object.iter().map(|(name, value)| format!("{name}: {}", literal(value))).collect();
            format!("{{{}}}", members.join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
        plain => plain.to_string(),
    }
}

const LISTS: [(&str, &str, &str); 5] = [
    ("services", "service", "Service"),
    ("organizations", "organization", "Organization"),
    ("locations", "location", "Location"),
    ("taxonomies", "taxonomy", "Taxonomy"),
    ("taxonomyTerms", "taxonomyTerm", "TaxonomyTerm"),
];

/// The leaves of a type, and its fields that lead on: the name, the type, and whether it is a page.
fn fields(of: &str) -> (&'static [&'static str], &'static [(&'static str, &'static str, bool)]) {
    match of {
        "Service" => (
            &[
                "id",
                "name",
                "description",
                "status",
                "url",
                "minimumAge",
                "lastModified",
                "referents",
                "organizationId",
                "nothing",
            ],
            &[
                ("organization", "Organization", false),
                ("serviceAtLocations", "ServiceAtLocation", false),
                ("locations", "Location", false),
                ("phones", "Phone", false),
                ("schedules", "Schedule", false),
                ("attributes", "Attribute", false),
                ("licences", "Licence", false),
            ],
        ),
        "Organization" => (
            &["id", "name", "website", "email", "lastModified"],
            &[
                ("services", "Service", true),
                ("locations", "Location", true),
                ("parentOrganization", "Organization", false),
                ("organizationIdentifiers", "OrganizationIdentifier", false),
                ("registration", "Registration", false),
            ],
        ),
        "Location" => (
            &["id", "name", "latitude", "longitude", "description", "uprn", "locationType"],
            &[
                ("addresses", "Address", false),
                ("services", "Service", true),
                ("organization", "Organization", false),
            ],
        ),
        "ServiceAtLocation" => {
            (&["id", "description"], &[("location", "Location", false), ("service", "Service", false)])
        }
        "Attribute" => (&["id", "linkEntity", "value"], &[("taxonomyTerm", "TaxonomyTerm", false)]),
        "TaxonomyTerm" => (
            &["id", "code", "name", "description"],
            &[
                ("services", "Service", true),
                ("taxonomyDetail", "Taxonomy", false),
                ("parent", "TaxonomyTerm", false),
            ],
        ),
        "Taxonomy" => (&["id", "name", "description", "version"], &[("taxonomyTerms", "TaxonomyTerm", true)]),
        part => of_part(part),
    }
}

/// The same for what is a part of an entity only.
fn of_part(part: &str) -> (&'static [&'static str], &'static [(&'static str, &'static str, bool)]) {
    match part {
        "Phone" => (&["id", "number", "extension", "description"], &[("languages", "Language", false)]),
        "Schedule" => (&["id", "freq", "byday", "opensAt", "closesAt", "interval"], &[]),
        "Address" => (&["id", "address1", "city", "postalCode", "country"], &[]),
        "OrganizationIdentifier" => (&["id", "identifierScheme", "identifier"], &[]),
        "Registration" => (&["scheme", "number"], &[]),
        "Licence" => (&["name", "url"], &[]),
        _ => (&["id", "name"], &[]),
    }
}

fn selection(choices: &mut Choices<'_>, of: &str, depth: usize) -> String {
    let (leaves, ways) = fields(of);
    let mut items = Vec::new();
    for _ in 0..=choices.below(4) {
        let alias = if choices.chance(4) { format!("a{}: ", choices.below(3)) } else { String::new() };
        let directive = if choices.chance(40) { " @include(if: true)" } else { "" };
        if depth > 0 && !ways.is_empty() && choices.chance(2) {
            let (name, to, is_page) = ways[choices.below(ways.len())];
            let inner =
                if is_page { connection(choices, to, depth - 1) } else { selection(choices, to, depth - 1) };
            let arguments = if is_page { paging(choices) } else { String::new() };
            items.push(format!("{alias}{name}{}{directive} {inner}", parenthesized(&arguments)));
        } else if choices.chance(8) {
            items.push(format!("{alias}__typename"));
        } else {
            items.push(format!("{alias}{}{directive}", choices.of(leaves)));
        }
    }
    wrapped(choices, of, items)
}

/// Puts what is selected between braces, sometimes by way of a fragment.
fn wrapped(choices: &mut Choices<'_>, of: &str, items: Vec<String>) -> String {
    let text = items.join(" ");
    match choices.below(10) {
        7 => format!("{{ ... on {of} {{ {text} }} }}"),
        8 => format!("{{ ... {{ {text} }} __typename }}"),
        9 => {
            let name = format!("f{}", choices.fragments.len());
            choices.fragments.push(format!("fragment {name} on {of} {{ {text} }}"));
            format!("{{ ...{name} }}")
        }
        _ => format!("{{ {text} }}"),
    }
}

fn parenthesized(arguments: &str) -> String {
    if arguments.is_empty() { String::new() } else { format!("({arguments})") }
}

fn paging(choices: &mut Choices<'_>) -> String {
    let count = match choices.below(8) {
        0 => json!(101),
        1 => Value::Null,
        2 => json!(-1),
        n => json!(n),
    };
    match choices.below(5) {
        0 => String::new(),
        1 => format!("last: {}", choices.value("Int", count)),
        2 => format!(
            "first: {}, after: {}",
            choices.value("Int", count),
            choices.value("String", json!("bmFtZSAwIDAgYQ"))
        ),
        _ => format!("first: {}", choices.value("Int", count)),
    }
}

fn connection(choices: &mut Choices<'_>, of: &str, depth: usize) -> String {
    let mut items = Vec::new();
    for _ in 0..=choices.below(3) {
        items.push(match choices.below(7) {
            0 => "totalCount".to_owned(),
            1 => format!(
                "pageInfo {{ {} startCursor hasPreviousPage }}",
                choices.of(&["hasNextPage endCursor", "__typename", "endCursor"])
            ),
            2 => format!("edges {{ cursor node {} }}", selection(choices, of, depth)),
            3 => "__typename".to_owned(),
            4 if choices.chance(4) => format!("edges {{ score node {} }}", selection(choices, of, depth)),
            _ => format!("nodes {}", selection(choices, of, depth)),
        });
    }
    wrapped(choices, &format!("{of}Connection"), items)
}

fn narrowing(choices: &mut Choices<'_>, of: &str) -> String {
    let id = choices.id();
    let filter = match choices.below(13) {
        0 => json!({ "organizationId": id }),
        1 => json!({ "taxonomyTermIds": [id] }),
        2 => json!({ "modifiedSince": "2026-08-01T00:00:00Z", "source": "library-service" }),
        3 => json!({ "near": { "latitude": 50.3714, "longitude": -4.1422, "metres": 1000 } }),
        4 => json!({ "topics": ["r"], "age": 7 }),
        5 => {
            json!({ "openAt": choices.of(&["2026-08-03T10:00", "2026-08-03T10:00:00Z", "2026-08-08", "soon"]) })
        }
        6 => json!({ "openNow": true }),
        7 => json!({ "openAt": "2026-08-03T10:00", "openNow": choices.chance(2) }),
        8 => json!({ "wards": [choices.of(&["E2", "south", "E1", "nowhere"])] }),
        9 => {
            json!({ "need": choices.of(&["something-to-read", "gold", "silver"]), "circumstances": ["older"] })
        }
        10 => json!({ "circumstances": [choices.of(&["older", "rich"])] }),
        11 => json!({ "near": { "place": choices.of(&["South", "PL1", "Atlantis"]) } }),
        _ => json!({ "ids": [id, null] }),
    };
    match choices.below(6) {
        0 => format!("filter: {}", choices.value(&format!("{of}Filter"), filter)),
        1 => format!("search: {}", choices.value("String", json!("group 0 é\"\\"))),
        2 => format!("sort: {}", choices.of(&["NAME", "MODIFIED", "DISTANCE", "UP", "\"NAME\""])),
        3 => format!("unknown: {}", choices.value("Int", json!(1))),
        _ => String::new(),
    }
}

fn ask(bytes: &[u8]) -> Ask {
    let mut choices = Choices {
        bytes: bytes.iter(),
        variables: Map::new(),
        definitions: Vec::new(),
        fragments: Vec::new(),
    };
    let mut roots = Vec::new();
    for at in 0..=choices.below(2) {
        let (list, one, of) = LISTS[choices.below(LISTS.len())];
        roots.push(match choices.below(6) {
            0 => {
                let id = choices.id();
                format!("o{at}: {one}(id: {}) {}", choices.value("ID", id), selection(&mut choices, of, 3))
            }
            1 if at == 0 => "__typename".to_owned(),
            _ => {
                let arguments = [paging(&mut choices), narrowing(&mut choices, of)];
                let arguments: Vec<_> = arguments.into_iter().filter(|one| !one.is_empty()).collect();
                let alias = if at == 0 { String::new() } else { format!("l{at}: ") };
                format!(
                    "{alias}{list}{} {}",
                    parenthesized(&arguments.join(", ")),
                    connection(&mut choices, of, 3)
                )
            }
        });
    }
    let head = match (choices.definitions.is_empty(), choices.below(3)) {
        (true, 0) => String::new(),
        (_, 1) => format!("query Named{}", parenthesized(&choices.definitions.join(", "))),
        _ => format!("query {}", parenthesized(&choices.definitions.join(", "))),
    };
    let operation_name =
        [None, None, None, Some("Named".to_owned()), Some("Other".to_owned())][choices.below(5)].clone();
    let query = format!("{head} {{ {} }} {}", roots.join(" "), choices.fragments.join(" "));
    Ask { operation_name, variables: Some(choices.variables), ..Ask::new(&query) }
}

/// Things with texts and numbers of every kind.
fn entities(seed: u8) -> Vec<Entity> {
    let mut runner = TestRunner::deterministic();
    let text =
        prop_oneof!["\\PC{0,20}", "[\"\\\\/{}\\[\\]:,\u{8}\n\t\u{1}é😀 ]{0,20}", Just("null".to_owned())];
    let strategy = (text, -90.0..90.0_f64, any::<bool>());
    let mut next = || strategy.new_tree(&mut runner).unwrap().current();
    (0..seed).for_each(|_| drop(next()));
    let mut found = Vec::new();
    for n in 0..30_u128 {
        let (text, number, is_there) = next();
        let (organization, location) = (Uuid::from_u128(0x1000 + n % 5), Uuid::from_u128(0x2000 + n % 7));
        if n < 5 {
            found.push(entity(
                organization,
                Kind::Organization,
                json!({ "name": format!("O{n} {text}"), "description": text }),
            ));
        }
        if n < 7 {
            let mut place = json!({ "location_type": "physical", "name": format!("L {text}"), "latitude": number, "longitude": number * 2.0 });
            if is_there {
                place["organization_id"] = json!(organization);
            }
            found.push(entity(location, Kind::Location, place));
        }
        let id = Uuid::from_u128(0x101 + n);
        let part = |k: u128| Uuid::from_u128(0x9000 + n * 10 + k);
        let mut service = json!({
            "organization_id": organization, "name": format!("S {text}"), "status": "active", "description": text,
            "phones": [{ "id": part(1), "service_id": id, "number": text }],
            "service_at_locations": [{ "id": part(2), "service_id": id, "location_id": location, "description": text }],
        });
        if is_there {
            service["minimum_age"] = json!(number.abs());
            service["url"] = json!("https://example.org/a?b=\"c\"");
        }
        found.push(entity(id, Kind::Service, service));
    }
    found
}

async fn both(planned: &Schema, ask: &Ask) -> (String, String) {
    (planned.text(ask.clone()).await, planned.clone().without_plans().text(ask.clone()).await)
}

#[test]
fn a_plan_answers_as_the_engine_does_to_the_byte() {
    let directories = [Directory::new(), Directory::of(entities(1)), Directory::of(entities(2))];
    let (asked, planned) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let runtime = actix_web::rt::System::new();
    let cases = prop::collection::vec(any::<u8>(), 0..200);
    let mut runner = TestRunner::new(Config { cases: 4_000, failure_persistence: None, ..Config::default() });
    let held = runner.run(&cases, |bytes| {
        let ask = ask(&bytes);
        let schema =
            &directories[usize::from(bytes.first().copied().unwrap_or_default()) % directories.len()].schema;
        asked.fetch_add(1, Ordering::Relaxed);
        if !schema.is_planned(&ask) {
            return Ok(());
        }
        planned.fetch_add(1, Ordering::Relaxed);
        let (plan, engine) = runtime.block_on(both(schema, &ask));
        prop_assert_eq!(plan, engine, "{} {:?}", ask.query, ask.variables);
        Ok(())
    });
    held.unwrap();
    let (asked, planned) = (asked.into_inner(), planned.into_inner());
    assert!(planned * 10 > asked, "only {planned} of {asked} were planned");
}

#[actix_web::test]
async fn the_common_shapes_are_planned() {
    let directory = Directory::new();
    for query in [
        "query ($s: String) { services(first: 20, filter: { status: $s }) { nodes { id locations { id addresses { city } } } } }",
        "{ services(first: 20) { nodes { id name organization { id name } serviceAtLocations { location { name latitude longitude addresses { postalCode } } } } } }",
        "query ($n: Int = 2, $f: ServiceFilter) { services(first: $n, filter: $f) { totalCount edges { cursor node { ...s } } pageInfo { hasNextPage endCursor } } } fragment s on Service { name phones { number } }",
        r#"{ a: service(id: "00000000-0000-0000-0000-00000000005e") { __typename lastModified referents attributes { taxonomyTerm { name } } } }"#,
        r#"{ organizations(search: "plymouth") { nodes { services(first: 3) { nodes { name } } locations { totalCount } } } }"#,
        "{ taxonomyTerms { nodes { name services { totalCount } taxonomyDetail { name } } } }",
        r#"{ services(filter: { openAt: "2026-08-03T10:00", wards: ["South"] }) { nodes { name } } }"#,
        r#"{ services(filter: { need: "something-to-read", circumstances: ["older"], openNow: false }) { nodes { name } } }"#,
    ] {
        let ask = Ask::new(query);
        assert!(directory.schema.is_planned(&ask), "{query}");
        let (plan, engine) = both(&directory.schema, &ask).await;
        assert_eq!(plan, engine);
        assert!(!plan.contains("errors"), "{plan}");
    }
}

#[actix_web::test]
async fn what_plans_do_not_know_is_the_engines() {
    let directory = Directory::new();
    for query in [
        "{ __schema { queryType { name } } }",
        "{ services { nodes { id @include(if: true) } } }",
        "{ services { nodes { provenance { field } } } }",
        "{ services(first: 1000) { totalCount } }",
        "{ services { nodes { id } nodes { name } } }",
        "{ services { edges { fit { score } } } }",
        "{ sources { id } }",
        "{ occurrences { totalCount } }",
        "{ areas { totalCount } }",
        "{ needs { needs { code } } }",
        "{ changes { last } }",
        r#"{ services { totalCount } need(code: "gold") { totalCount } }"#,
    ] {
        assert!(!directory.schema.is_planned(&Ask::new(query)), "{query}");
    }
}

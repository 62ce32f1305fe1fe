//! A refuge: marked in one feed, told of without a mark in another. Whoever reads gets, to whatever they ask, the answer
//! of a directory that never heard of it.

use actix_web::test::TestRequest;
use model::Kind;
use serde_json::{Value, json};

use crate::{
    actors::{Answer, Row, club},
    directory::{Directory, on_each_database},
};

const REFUGE: Row<'_> = Row {
    name: "Zephyrine House",
    run_by: "Quillfeather Trust",
    venue: "Zephyrine House",
    address: "77 Wrenfallow Lane, Plymouth",
    postcode: "PL9 9ZZ",
    phone: "01752 555099",
    about: "A place of safety. Write to canary@zephyrine.example.",
};

const CANARIES: [&str; 8] =
    ["ephyrine", "uillfeather", "renfallow", "PL9 9ZZ", "pl9-9zz", "PL99ZZ", "555099", "canary@"];

/// The refuge as its own partner writes it, with this mark.
fn record(mark: &Value) -> Value {
    json!({
        "id": "r1", "name": REFUGE.name, "status": "active", "visibility": mark,
        "description": REFUGE.about, "email": "canary@zephyrine.example",
        "phones": [{ "id": "p", "number": REFUGE.phone }],
        "organization": { "id": "o1", "name": REFUGE.run_by, "description": "Shelter" },
        "service_at_locations": [{ "id": "s1", "location": {
            "id": "l1", "name": REFUGE.venue, "location_type": "physical",
            "addresses": [{ "id": "a1", "address_1": "77 Wrenfallow Lane", "city": "Plymouth",
                "state_province": "Devon", "country": "GB", "postal_code": REFUGE.postcode,
                "address_type": "physical" }],
        }}],
    })
}

fn everyday() -> [Row<'static>; 2] {
    let chess = club("Chess Circle", "Stoke Hall", "PL2 1BG");
    [
        chess,
        Row { run_by: "Plymouth Players", phone: "01752 555010", ..club("Draughts", "Ford Hall", "PL9 7AB") },
    ]
}

/// The directory with the refuge, whose unmarked twin was public at first.
fn with_refuge() -> Directory {
    let directory = Directory::on_sqlite();
    let [chess, draughts] = everyday();
    directory.partner("careless").publishes(&[REFUGE, chess, draughts]);
    assert!(directory.anonymous().gets("/oruk/v3/services?per_page=100").text.contains("Zephyrine"));
    let refuges = directory.program("records:write", &["refuges"]);
    let put = refuges.puts("/v1/sources/refuges/records/service/r1", &record(&json!("private")));
    assert_eq!(put.status, 201, "{}", put.text);
    directory.reconcile();
    directory
}

/// The same without the refuge.
fn without_refuge() -> Directory {
    let directory = Directory::on_sqlite();
    directory.partner("careless").publishes(&everyday());
    directory.takes_pushes("refuges", "");
    directory.reconcile();
    directory
}

/// The ids and names of all that the directory knows.
struct Known {
    ids: Vec<String>,
    /// Those of nothing that is published.
    unseen: Vec<String>,
    records: Vec<String>,
}

impl Known {
    fn of(directory: &Directory) -> Self {
        let members = || Kind::ALL.into_iter().flat_map(|kind| directory.store.members(kind).unwrap());
        let identities = Kind::ALL.into_iter().flat_map(|kind| directory.store.identities(kind).unwrap());
        let mut ids: Vec<_> = identities.map(|identity| identity.id.to_string()).collect();
        ids.sort();
        let published =
            directory.store.published(&ids.iter().map(|id| id.parse().unwrap()).collect::<Vec<_>>());
        let published = published.unwrap();
        let unseen = ids.iter().filter(|id| !published.contains(&id.parse().unwrap())).cloned().collect();
        Self { ids, unseen, records: members().map(|(key, _)| key.to_string()).collect() }
    }

    /// What stands in a path for a parameter.
    fn values(&self, name: &str) -> Vec<String> {
        match name {
            "id" => self.ids.clone(),
            "source" => ["careless", "refuges", "nobody"].map(str::to_owned).to_vec(),
            "record" => self.records.iter().map(|key| key.split_once(':').unwrap().1.to_owned()).collect(),
            "code" => ["E05002078", "digital-skills", "nobody"].map(str::to_owned).to_vec(),
            "slug" => vec!["gone".to_owned(), "unknown-id".to_owned()],
            other => panic!("give the parameter {other} values"),
        }
    }

    /// Every path that is read, with every value of its parameters.
    fn paths(&self) -> Vec<(String, Value)> {
        let document = serde_json::to_value(rest::openapi()).unwrap();
        let mut paths = Vec::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            let Some(get) = item.get("get") else { continue };
            let mut filled = vec![path.clone()];
            while filled.iter().any(|path| path.contains('{')) {
                filled = filled.iter().flat_map(|path| self.fill(path)).collect();
            }
            paths.extend(filled.into_iter().map(|path| (path, get.clone())));
        }
        paths
    }

    fn fill(&self, path: &str) -> Vec<String> {
        let Some((before, rest)) = path.split_once('{') else { return vec![path.to_owned()] };
        let (name, after) = rest.split_once('}').unwrap();
        self.values(name).into_iter().map(|value| format!("{before}{value}{after}")).collect()
    }

    /// What may be asked of one path beside the plain question.
    fn queries(&self, operation: &Value) -> Vec<String> {
        let mut queries = vec![String::new()];
        let empty = Vec::new();
        for parameter in operation["parameters"].as_array().unwrap_or(&empty) {
            let values: Vec<String> = match parameter["name"].as_str().unwrap() {
                "search" | "q" => {
                    ["Zephyrine", "Quillfeather", "Wrenfallow", "PL9+9ZZ", "555099", "place of safety"]
                        .map(|word| word.replace(' ', "+"))
                        .to_vec()
                }
                "postcode" | "covers" | "near" => {
                    ["PL9+9ZZ", "PL9+9ZY", "PL9+9ZZ&proximity=100", "PL9+9ZZ&proximity=50000"]
                        .map(str::to_owned)
                        .to_vec()
                }
                "format" => ["ndjson", "geojson", "csv"].map(str::to_owned).to_vec(),
                "facets" => {
                    vec!["topic,organization,status,cost,language,accessibility,source,ward".to_owned()]
                }
                "include" => vec!["details,organization,locations,services,provenance".to_owned()],
                "limit" => vec!["1".to_owned()],
                "sort" => ["name", "modified", "assured"].map(str::to_owned).to_vec(),
                "need" => ["digital-skills", "somewhere-safe"].map(str::to_owned).to_vec(),
                "bbox" => vec!["-6,49,-3,52".to_owned()],
                "per_page" => vec!["1".to_owned(), "1&page=2".to_owned(), "1&page=3".to_owned()],
                "full" | "full_service" | "minimal" | "top_only" => vec!["true".to_owned()],
                "organization_id" | "taxonomy_id" | "taxonomy_term_id" | "parent_id" | "organization"
                | "taxonomy" | "topic" | "parent" => self.unseen.clone(),
                "modified_after" => vec!["2020-01-01".to_owned()],
                "day" => vec!["MO".to_owned()],
                "a" => self.pairs(),
                _ => continue,
            };
            let name = parameter["name"].as_str().unwrap();
            queries.extend(values.iter().map(|value| format!("?{name}={value}")));
        }
        queries
    }

    fn pairs(&self) -> Vec<String> {
        let pairs = self.records.iter().flat_map(|a| self.records.iter().map(move |b| (a, b)));
        pairs
            .filter(|(a, b)| {
                a < b && [a, b].iter().any(|key| key.contains("refuges:") || key.contains("zephyrine"))
            })
            .map(|(a, b)| format!("{a}&b={b}"))
            .collect()
    }
}

/// What of an answer may tell something: all but the marks of the version, which moves with every change.
fn told(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let moves = ["etag", "last-modified", "date", "ratelimit", "ratelimit-policy", "x-request-id"];
    let headers = answer.headers.iter().filter(|(name, _)| !moves.contains(&name.as_str()));
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    let mut headers: Vec<_> = headers.collect();
    headers.sort();
    (answer.status.as_u16(), headers, answer.text.clone())
}

/// Asks both directories everything, each with its own token, where there is one.
fn compare([there, absent]: [&Directory; 2], tokens: Option<[String; 2]>) {
    let known = Known::of(there);
    let each = |(path, operation): (String, Value)| {
        known.queries(&operation).into_iter().map(move |query| format!("{path}{query}")).collect::<Vec<_>>()
    };
    let paths: Vec<String> = known.paths().into_iter().flat_map(each).collect();
    let ask = |directory: &Directory, number: usize| {
        let authorization = |request: TestRequest| match &tokens {
            Some(tokens) => request.insert_header(("Authorization", format!("Bearer {}", tokens[number]))),
            None => request,
        };
        let requests = paths.iter().map(|path| authorization(TestRequest::get().uri(path)));
        directory.anonymous().asks_each(requests.collect())
    };
    let mut leaks = Vec::new();
    for ((path, real), control) in paths.iter().zip(ask(there, 0)).zip(ask(absent, 1)) {
        // How many items a source has, and when it was read, is told; what they are is not. Keys are each one's own.
        let is_other = ["/v1/sources", "/v1/changes", "/readyz", "/.well-known"]
            .iter()
            .any(|start| path.starts_with(start));
        let is_silent = || !CANARIES.iter().any(|canary| real.text.contains(canary));
        let is_told_apart = told(&real) != told(&control);
        if is_told_apart && !(is_other && real.status == control.status && is_silent()) {
            leaks.push(format!("{path}\n  {:?}\n  {:?}", told(&real), told(&control)));
        }
    }
    assert!(leaks.is_empty(), "{} answers differ:\n{}", leaks.len(), leaks.join("\n"));
    assert!(paths.len() > 200, "only {} questions were asked", paths.len());
}

#[test]
fn to_a_stranger_every_answer_is_that_of_a_directory_without_the_refuge() {
    compare([&with_refuge(), &without_refuge()], None);
}

#[test]
fn to_a_partner_of_another_source_and_to_other_programs_as_well() {
    let (there, absent) = (with_refuge(), without_refuge());
    for scope in ["records:write", "sources:admin"] {
        let tokens = [&there, &absent].map(|directory| directory.program(scope, &["others"]).token());
        compare([&there, &absent], Some(tokens));
    }
}

#[test]
fn the_graph_and_the_export_keep_silent_as_well() {
    let (there, absent) = (with_refuge(), without_refuge());
    let known = Known::of(&there);
    let mut questions = vec![
        "{ sources { id name publisher licence { id attribution } } }".to_owned(),
        "{ taxonomies(first: 50) { totalCount nodes { name } } }".to_owned(),
        "{ occurrences(first: 100) { totalCount nodes { service { name } location { name } } } }".to_owned(),
        "{ areas(first: 100) { nodes { name serviceCount } } }".to_owned(),
        "{ coverage(need: \"somewhere-safe\") { services elsewhere wards { nodes { code nearestM } } } }"
            .to_owned(),
        "{ need(code: \"somewhere-safe\", near: \"PL9 9ZZ\") { totalCount nodes { explanation } } }"
            .to_owned(),
        "{ needs(search: \"somewhere safe near Wrenfallow Lane\") { needs { code } place { label } } }"
            .to_owned(),
        "{ services(filter: { near: { place: \"PL9 9ZZ\" } }) { totalCount } }".to_owned(),
        "{ services(filter: { need: \"somewhere-safe\" }) { totalCount } }".to_owned(),
    ];
    for list in ["services", "organizations", "locations"] {
        questions.push(format!("{{ {list}(first: 50) {{ totalCount nodes {{ id name }} }} }}"));
        for word in ["Zephyrine", "Quillfeather", "Wrenfallow"] {
            questions
                .push(format!("{{ {list}(first: 50, search: \"{word}\") {{ totalCount nodes {{ id }} }} }}"));
        }
    }
    for id in &known.ids {
        for one in ["service", "organization", "location", "taxonomy"] {
            questions.push(format!("{{ {one}(id: \"{id}\") {{ id name }} }}"));
        }
        questions.push(format!("{{ entityMatch(id: \"{id}\") {{ members {{ record }} }} }}"));
    }
    for pair in known.pairs() {
        let (a, b) = pair.split_once("&b=").unwrap();
        questions.push(format!("{{ match(a: \"{a}\", b: \"{b}\") {{ score }} }}"));
    }
    for question in questions {
        let [real, control] = [&there, &absent].map(|directory| directory.anonymous().queries(&question));
        assert_eq!(real, control, "{question}");
    }
    let changes = "{ changes(first: 100) { nodes { id kind change node { id ... on Service { name } } } } }";
    let told = there.anonymous().queries(changes).to_string();
    assert!(!CANARIES.iter().any(|canary| told.contains(canary)), "the log tells {told}");
    there
        .store
        .for_each_published(|entity| {
            let text = format!("{} {entity:?}", entity.noun.to_json());
            assert!(!CANARIES.iter().any(|canary| text.contains(canary)), "the export tells {text}");
        })
        .unwrap();
}

#[test]
fn a_feed_that_names_the_refuge_is_not_told_that_it_is_there() {
    let (there, absent) = (with_refuge(), without_refuge());
    let list = "Name,Location Name,Address,Postcode,Phone,Organisation\n\
                Zephyrine House,Zephyrine House,\"77 Wrenfallow Lane, Plymouth\",PL9 9ZZ,01752 555099,Quillfeather Trust\n";
    let [real, control] = [&there, &absent].map(|directory| {
        let request =
            TestRequest::post().uri("/v1/check?no_links=true").insert_header(("content-type", "text/csv"));
        directory.anonymous().asks(request.set_payload(list))
    });
    assert_eq!(real.status, 200, "{}", real.text);
    assert_eq!(told(&real), told(&control));
}

#[test]
fn stewards_know_of_it() {
    let there = with_refuge();
    let steward = there.program("private:read", &[]);
    let record = steward.gets("/v1/sources/refuges/records/service:r1");
    assert_eq!((&record.body["visibility"], record.status.as_u16()), (&json!("private"), 200));
    assert!(record.body["matches"].to_string().contains("careless:service:"), "{}", record.text);
}

#[test]
fn what_is_nested_in_a_marked_record_is_marked_until_it_is_itself_written_without_the_mark() {
    on_each_database(|directory| {
        let partner = directory.program("records:write", &["refuges"]);
        let mark_of = |record: &str| {
            let key = format!("refuges:{record}").parse().unwrap();
            directory.store.record(&key).unwrap().unwrap().visibility.as_str()
        };
        let marks = || ["service:r1", "location:l1", "organization:o1"].map(mark_of);
        let put = |record: &Value| {
            let taken = partner.puts("/v1/sources/refuges/records/service/r1", record);
            assert!(taken.status.is_success(), "{}", taken.text);
            taken
        };
        let mut open_organization = record(&json!("private"));
        open_organization["organization"]["visibility"] = json!("public");
        put(&open_organization);
        assert_eq!(marks(), ["private", "private", "public"]);
        put(&record(&json!("partner")));
        assert_eq!(marks(), ["partner", "private", "partner"]);
        put(&record(&Value::Null));
        assert_eq!(marks(), ["public", "private", "partner"], "who merely tells of a place opens nothing");
        let place = record(&Value::Null)["service_at_locations"][0]["location"].clone();
        partner.puts("/v1/sources/refuges/records/location/l1", &place);
        assert_eq!(marks(), ["public", "public", "partner"]);
        let unclear = put(&record(&json!("secret")));
        assert_eq!(unclear.body["issues"][0]["pointer"], "/visibility", "{}", unclear.text);
        assert_eq!(mark_of("service:r1"), "private");
    });
}

#[test]
fn a_source_of_any_format_names_its_confidential_records() {
    on_each_database(|directory| {
        let [chess, _] = everyday();
        let partner = directory.partner("clubs");
        partner.publishes(&[REFUGE, chess]);
        let service = "service:zephyrine-house-pl9-9zz";
        let closing =
            directory.partner("clubs").on_terms(&format!("confidential = [\"{service}\", \"service:typo\"]"));
        let report = closing.publishes(&[REFUGE, chess]);
        let told: Vec<_> =
            report.issues.iter().map(|issue| (issue.code.as_str(), issue.record.as_deref())).collect();
        assert!(told.contains(&("unknown-confidential", Some("service:typo"))), "{told:?}");
        let reader = directory.anonymous();
        assert_eq!(reader.service_names(), ["Chess Circle"]);
        for path in ["/oruk/v3/services?format=ndjson", "/oruk/v3/service_at_locations?full=true"] {
            let text = reader.gets(path).text;
            assert!(!["renfallow", "PL9 9ZZ", "555099"].iter().any(|canary| text.contains(canary)), "{text}");
        }
        let places = reader.queries("{ locations(first: 50) { nodes { name } } }");
        assert!(!places.to_string().contains("Zephyrine"), "its place is as confidential as it is: {places}");
        partner.publishes(&[REFUGE, chess]);
        assert_eq!(reader.service_names(), ["Chess Circle", "Zephyrine House"]);
    });
}

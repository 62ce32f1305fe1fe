//! Which source wins for which field, from `source.toml` to what readers are told about why.

use actix_web::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    actors::Row,
    directory::{Directory, on_each_database},
};

const LUNCH: Row<'_> = Row {
    name: "Friday Lunch Club",
    run_by: "Plymouth City Council",
    venue: "Efford Youth Centre",
    address: "12 Blandford Road, Plymouth",
    postcode: "PL3 6HU",
    phone: "01752 555010",
    about: "A hot meal, as the council tells it.",
};

const THEIRS: Row<'_> = Row { about: "A hot meal, as the kitchen tells it.", ..LUNCH };

/// What readers are told of one field of the only service there is: over REST, and in the graph.
fn told(directory: &Directory, field: &str) -> (Value, Value) {
    let reader = directory.anonymous();
    let service = reader.only_service();
    let id = service["id"].as_str().unwrap();
    let explained = reader.gets(&format!("/v1/entities/{id}/matches"));
    assert_eq!(explained.status, StatusCode::OK, "{}", explained.text);
    let fields = explained.body["fields"].as_array().unwrap();
    let rest = fields.iter().find(|one| one["field"] == field).unwrap();
    let asked = format!(
        "{{ service(id: \"{id}\") {{ provenance {{ field why }} }} entityMatch(id: \"{id}\") {{ fields {{ field source why }} }} }}"
    );
    let answer = reader.queries(&asked);
    let find =
        |list: &Value| list.as_array().unwrap().iter().find(|one| one["field"] == field).unwrap().clone();
    let graph = find(&answer["data"]["entityMatch"]["fields"]);
    assert_eq!((&graph["why"], &graph["source"]), (&rest["why"], &rest["source"]));
    assert_eq!(find(&answer["data"]["service"]["provenance"])["why"], rest["why"]);
    (service[field].clone(), rest["why"].clone())
}

#[test]
fn a_rule_gives_one_field_of_the_things_of_one_organization_to_a_source_and_says_so() {
    on_each_database(|directory| {
        directory.partner("kitchen").on_terms("precedence = 600").publishes(&[THEIRS]);
        directory.partner("council").publishes(&[LUNCH]);
        let (value, why) = told(directory, "description");
        assert_eq!(
            (value, why),
            (json!(THEIRS.about), json!("kitchen has precedence 600, before council with 500"))
        );

        let rule = "precedence_for = [{ fields = [\"description\"], organization = \"PLYMOUTH city council\", precedence = 800 }]";
        directory.partner("council").on_terms(rule).publishes(&[LUNCH]);
        let (value, why) = told(directory, "description");
        let expected =
            "council has precedence 800 for description of PLYMOUTH city council, before kitchen with 600";
        assert_eq!((value, why), (json!(LUNCH.about), json!(expected)));
        assert_eq!(told(directory, "name").1, "kitchen has precedence 600, before council with 500");

        let source = directory.anonymous().gets("/v1/sources/council").body;
        let rules = json!([{ "fields": ["description"], "organization": "PLYMOUTH city council", "precedence": 800 }]);
        assert_eq!((&source["precedence"], &source["precedence_for"]), (&json!(500), &rules));
        let graph = "{ source(id: \"council\") { precedence precedenceFor { fields organization precedence } supplements } }";
        let graph = &directory.anonymous().queries(graph)["data"]["source"];
        assert_eq!((&graph["precedenceFor"], &graph["supplements"]), (&rules, &json!(false)));
    });
}

#[test]
fn when_an_organization_gets_another_name_the_rules_for_it_are_looked_at_again() {
    on_each_database(|directory| {
        let rule = "precedence_for = [{ organization = \"Stoke Kitchen\", precedence = 800 }]";
        directory.partner("kitchen").on_terms("precedence = 600").publishes(&[THEIRS]);
        directory.partner("council").on_terms(rule).publishes(&[LUNCH]);
        assert_eq!(told(directory, "description").0, THEIRS.about);
        let renamed = |row: Row<'static>| Row { run_by: "Stoke Kitchen", ..row };
        directory.partner("kitchen").on_terms("precedence = 600").publishes(&[renamed(THEIRS)]);
        directory.partner("council").on_terms(rule).publishes(&[renamed(LUNCH)]);
        assert_eq!(told(directory, "description").0, LUNCH.about);
    });
}

#[test]
fn what_only_supplements_is_neither_published_alone_nor_named_by_what_is() {
    on_each_database(|directory| {
        let alone =
            Row { name: "Knitting Circle", venue: "Sail Loft", postcode: "PL4 0DW", phone: "", ..LUNCH };
        directory.partner("website").publishes(&[LUNCH, alone]);
        let source = directory.store.sources().unwrap().remove(0);
        let config = directory.store.source_config(&source.id).unwrap().unwrap();
        directory.store.put_source(&model::Source { supplements: true, ..source }, &config).unwrap();
        directory.reconcile();
        assert!(directory.anonymous().service_names().is_empty());

        let theirs = Row { run_by: "", ..THEIRS };
        directory.partner("kitchen").publishes(&[theirs]);
        let service = directory.anonymous().only_service();
        assert_eq!(service["name"], LUNCH.name);
        let id = service["id"].as_str().unwrap();
        let whole = directory.anonymous().gets(&format!("/oruk/v3/services/{id}")).body;
        assert_eq!(
            whole.get("organization_id"),
            None,
            "the website alone tells of the organization: {whole}"
        );
        let organizations = directory.anonymous().gets("/oruk/v3/organizations").body;
        assert_eq!(organizations["total_items"], 0);
    });
}

#[test]
fn a_source_joins_with_rules_and_bad_ones_are_named_with_what_was_meant() {
    let directory = Directory::on_sqlite();
    let admin = directory.program("sources:admin clients:admin", &[]);
    let with = |rules: Value| {
        let source = json!({ "id": "clubs", "name": "Clubs", "format": "push", "state": "live",
            "licence": { "id": "OGL-UK-3.0" }, "precedence_for": rules });
        admin.posts("/v1/sources", &source)
    };
    for (rule, told) in [
        (json!({ "fields": ["phone"], "precedence": 800 }), "did you mean phones?"),
        (json!({ "fields": ["service.phones", "service.emial"], "precedence": 800 }), "did you mean email?"),
        (json!({ "fields": ["email"], "precedence": 1001 }), "use 0 to 1000"),
        (
            json!({ "fields": ["organization_id"], "organization": "Stoke Kitchen", "precedence": 8 }),
            "whose a thing is",
        ),
        (json!({ "organization": " ", "precedence": 8 }), "the name of an organization"),
        (json!({ "fields": ["email"] }), "precedence"),
        (json!({ "field": "email", "precedence": 8 }), "field"),
    ] {
        let refused = with(json!([rule]));
        assert_eq!(refused.status, 400, "{rule}: {}", refused.text);
        assert!(refused.text.contains(told), "{rule}: {}", refused.text);
    }
    let rules = json!([{ "organization": "GB-CHC-1123081", "precedence": 800 }]);
    let joined = with(rules.clone());
    assert_eq!(joined.status, 201, "{}", joined.text);
    let shown = admin.gets("/v1/sources/clubs").body;
    assert_eq!(shown["precedence_for"][0]["organization"], "GB-CHC-1123081");
    let patch = actix_web::test::TestRequest::patch()
        .uri("/v1/sources/clubs")
        .set_json(json!({ "precedence_for": null }));
    assert_eq!(admin.asks(patch).body["precedence_for"], json!([]));
}

use graphql::{Ask, limits};
use serde_json::json;

use crate::directory::{COUNCIL, Directory};

async fn refused(query: &str, part: &str) {
    let directory = Directory::new();
    let answer = directory.answer(query).await;
    let error = answer["errors"][0]["message"].as_str().unwrap_or_default();
    assert!(error.contains(part), "{}: {error}", &query[..query.len().min(100)]);
    assert_eq!(answer.get("data"), None, "nothing was run");
    assert!(answer.to_string().len() < 2_000, "what is echoed is clipped");
}

#[actix_web::test]
async fn a_short_document_that_fans_out_is_refused_before_it_runs() {
    let pair = "{services(first:99){nodes{organization".repeat(3);
    let query = format!("{{organizations(first:99){{nodes{pair}{{name}}{}", "}".repeat(11));
    assert_eq!(query.matches('{').count(), query.matches('}').count());
    assert!(query.len() < 300);
    refused(&query, "more than the 100000 allowed").await;
}

#[actix_web::test]
async fn aliases_and_fragments_count_as_often_as_they_are_used() {
    let aliases: String = (0..30).map(|n| format!("a{n}: services {{ totalCount }} ")).collect();
    refused(&format!("{{ {aliases} }}"), "at its root").await;
    let fields: String = (0..30).map(|n| format!("d{n}: description ")).collect();
    refused(&format!("{{ services(first: 100) {{ nodes {{ {} }} }} }}", fields.repeat(40)), "more than")
        .await;
    let mut bomb = "{ services { nodes { ...f0 } } } fragment f20 on Service { id }".to_owned();
    (0..20).for_each(|n| bomb += &format!(" fragment f{n} on Service {{ ...f{0} ...f{0} }}", n + 1));
    refused(&bomb, "fragments counted").await;
}

#[actix_web::test]
async fn an_answer_that_grows_too_large_is_given_up() {
    let aliases = |count| (0..count).map(|n| format!("d{n}: description ")).collect::<String>();
    let query = |count| format!(r#"{{ organization(id: "{COUNCIL}") {{ {} }} }}"#, aliases(count));
    let directory = Directory::new();
    assert!(directory.data(&query(10)).await["organization"]["d9"].is_string());
    refused(&query(limits::ANSWER / 400_000), "larger than 32 MiB").await;
}

#[actix_web::test]
async fn a_page_size_in_a_variable_counts_too() {
    let directory = Directory::new();
    let inner = "services(first: $n) { nodes { organization { services(first: $n) { nodes { id } } } } }";
    let query = format!("query Q($n: Int = 100) {{ organizations(first: $n) {{ nodes {{ {inner} }} }} }}");
    assert!(directory.error(&query).await.contains("values"));
    let small = json!({ "n": 3 }).as_object().cloned();
    let answer = directory.schema.answer(Ask { variables: small, ..Ask::new(&query) }).await;
    assert!(answer.errors.is_empty(), "{:?}", answer.errors);
}

#[actix_web::test]
async fn cycles_depths_and_long_names_are_refused() {
    let cycle =
        "{ services { nodes { ...a } } } fragment a on Service { ...b } fragment b on Service { ...a }";
    refused(cycle, "spreads itself").await;
    let deep = "organization{parentOrganization".to_owned() + &"{parentOrganization".repeat(15);
    refused(&format!("{{services{{nodes{{{deep}{{id}}{}", "}".repeat(19)), "deeper").await;
    refused(&("{a".repeat(2_000) + &"}".repeat(2_000)), "brackets").await;
    refused(&format!("{{ {} }}", "x".repeat(100_000)), "longer than").await;
    refused(&format!("{{ services(filter: {}) {{ totalCount }} }}", "[".repeat(5_000)), "brackets").await;
}

#[actix_web::test]
async fn brackets_in_texts_and_comments_are_no_nesting() {
    let directory = Directory::new();
    let many = "{".repeat(limits::BRACKETS + 20);
    let query = format!("# {many}\n{{ services(search: \"{many} \\\" {many}\") {{ totalCount }} }}");
    assert!(directory.data(&query).await["services"]["totalCount"].is_u64());
}

#[actix_web::test]
async fn variables_that_nest_deep_are_refused() {
    let directory = Directory::new();
    let nested = (0..limits::VARIABLES_DEPTH + 1).fold(json!(1), |value, _| json!([value]));
    let variables = json!({ "v": nested }).as_object().cloned();
    let answer = directory.schema.answer(Ask { variables, ..Ask::new("{ sources { id } }") }).await;
    assert!(answer.errors[0].message.contains("variables nest"));
}

#[actix_web::test]
async fn the_standard_introspection_passes_and_a_looping_one_does_not() {
    let directory = Directory::new();
    let data = directory.data(include_str!("introspection.graphql")).await;
    assert_eq!(data["__schema"]["queryType"]["name"], "Query");
    let round = "fields { type { ".repeat(6);
    refused(&format!("{{ __schema {{ types {{ {round} name {} }} }} }}", "} } ".repeat(6)), "introspection")
        .await;
}

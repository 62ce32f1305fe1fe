use serde_json::Value;

use crate::directory::Directory;

const QUERY: &str = "{ __schema { types { name description
    fields(includeDeprecated: true) { name description isDeprecated deprecationReason args { name description } }
    inputFields { name description } enumValues(includeDeprecated: true) { name description } } } }";

/// The names of what stands in a list without a description.
fn undescribed(of: &Value, list: &str) -> Vec<String> {
    let blank = |one: &&Value| one["description"].as_str().is_none_or(|words| words.trim().is_empty());
    let items = of[list].as_array().into_iter().flatten();
    items.filter(blank).map(|one| one["name"].to_string()).collect()
}

#[actix_web::test]
async fn every_type_field_argument_and_value_says_what_it_is() {
    let data = Directory::new().data(QUERY).await;
    let types = data["__schema"]["types"].as_array().unwrap();
    let built_in = ["Boolean", "Float", "ID", "Int", "String"];
    let is_own = |name: &str| !name.starts_with("__") && !built_in.contains(&name);
    for ty in types.iter().filter(|ty| ty["name"].as_str().is_some_and(is_own)) {
        assert!(ty["description"].as_str().is_some_and(|words| !words.trim().is_empty()), "{}", ty["name"]);
        for list in ["fields", "inputFields", "enumValues"] {
            assert_eq!(undescribed(ty, list), Vec::<String>::new(), "{} of {}", list, ty["name"]);
        }
        for field in ty["fields"].as_array().into_iter().flatten() {
            assert_eq!(
                undescribed(field, "args"),
                Vec::<String>::new(),
                "{} of {}",
                field["name"],
                ty["name"]
            );
            let reason = field["deprecationReason"].as_str().is_some_and(|reason| !reason.is_empty());
            assert_eq!(field["isDeprecated"], reason, "what is deprecated says why");
        }
    }
}

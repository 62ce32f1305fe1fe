//! Every source's words, and one set of categories for readers.

use std::sync::Arc;

use harvest::{Categories, Options};
use serde_json::Value;

use crate::directory::{Directory, on_each_database};

const LUNCHES: &str = "Name,Kind\nKeyham Lunch Club,Lunch club\n";
const BOOKS: &str = "Name,Kind\nCentral Library,Libraries\nMobile Library,Books on wheels\n";

/// A harvest that gives the directory's own categories.
pub(crate) fn options() -> Options {
    let (categories, alignments) = seed::categories();
    let categories = Categories::read(&categories, &alignments).unwrap();
    Options { categories: Some(Arc::new(categories)), ..Options::default() }
}

/// A partner's list, and what was decided of its kinds.
fn publish(directory: &Directory, name: &str, terms: &str, list: &str, decided: &str) {
    let toml = format!(
        "name = \"{name}\"\nformat = \"csv\"\nlocation = \"list.csv\"\n{terms}\n[licence]\nid = \"OGL-UK-3.0\"\n\
         [map.service]\nname = \"Name\"\nterms = {{ column = \"Kind\", taxonomy = \"Kinds of {name}\" }}\n\
         [map.organization]\nname = {{ value = \"{name}\" }}\n"
    );
    directory.write(name, "source.toml", &toml);
    directory.write(name, "list.csv", list);
    directory.write(name, "categories.csv", &format!("taxonomy,term,category,score,status\n{decided}"));
    directory.hour_passes();
    directory.harvest(name, &options());
}

/// What is found by the one term of that name in a taxonomy.
fn services_in(directory: &Directory, taxonomy: &str, term: &str) -> Vec<String> {
    let terms = directory.anonymous().gets("/oruk/v3/taxonomy_terms?per_page=100").body;
    let is_it = |item: &&Value| item["name"] == term && item["taxonomy"] == taxonomy;
    let [term] = terms["contents"].as_array().unwrap().iter().filter(is_it).collect::<Vec<_>>()[..] else {
        panic!("not one term {term}: {terms}");
    };
    let id = term["id"].as_str().unwrap();
    directory.anonymous().gets(&format!("/oruk/v3/services?taxonomy_term_id={id}")).names()
}

fn services_of(directory: &Directory, category: &str) -> Vec<String> {
    services_in(directory, "Directory categories", category)
}

#[test]
fn readers_find_the_services_of_all_sources_by_one_category_and_by_the_one_above_it() {
    on_each_database(|directory| {
        publish(directory, "lunches", "", LUNCHES, ",Lunch club,shared-meals,,accepted\n");
        publish(directory, "books", "", BOOKS, "");
        let taxonomies = directory.anonymous().gets("/oruk/v3/taxonomies").names();
        let own = taxonomies.iter().filter(|name| *name == "Directory categories");
        assert_eq!(own.count(), 1, "one for all sources: {taxonomies:?}");
        assert_eq!(services_of(directory, "Shared meals"), ["Keyham Lunch Club"]);
        assert_eq!(services_of(directory, "Food"), ["Keyham Lunch Club"]);
        assert_eq!(services_of(directory, "Libraries"), ["Central Library"]);
        assert_eq!(
            services_in(directory, "Kinds of lunches", "Lunch club"),
            ["Keyham Lunch Club"],
            "the source's own term stays"
        );
        // A decision changes what is published without a change of the feed.
        publish(directory, "books", "", BOOKS, ",Books on wheels,libraries,,accepted\n");
        assert_eq!(services_of(directory, "Libraries"), ["Central Library", "Mobile Library"]);
    });
}

#[test]
fn provenance_tells_categories_from_the_terms_that_a_source_gave() {
    let directory = Directory::on_sqlite();
    publish(&directory, "lunches", "", LUNCHES, ",Lunch club,shared-meals,,accepted\n");
    let query = "{ services { nodes { provenance { field claims { source value derived } } } } }";
    let answer = directory.anonymous().queries(query);
    let fields = answer["data"]["services"]["nodes"][0]["provenance"].as_array().unwrap();
    let field =
        fields.iter().find(|field| field["field"] == "attributes").unwrap_or_else(|| panic!("{answer}"));
    let told = |claim: &Value| (claim["derived"].clone(), claim["value"].as_array().map(Vec::len));
    let claims: Vec<_> = field["claims"].as_array().unwrap().iter().map(told).collect();
    assert_eq!(claims[..2], [(Value::Null, Some(1)), ("stands for the source's own terms".into(), Some(2))]);
}

#[test]
fn a_source_that_is_kept_back_takes_no_category_from_the_others() {
    let directory = Directory::on_sqlite();
    publish(&directory, "lunches", "", LUNCHES, ",Lunch club,shared-meals,,accepted\n");
    publish(&directory, "books", "visibility = \"private\"", BOOKS, "");
    assert_eq!(services_of(&directory, "Food"), ["Keyham Lunch Club"]);
    assert_eq!(services_of(&directory, "Libraries"), Vec::<String>::new());
}

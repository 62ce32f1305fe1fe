//! What is read out of pages.

use model::{
    Kind,
    alignment::{FactKind, Listing, Page, Relation},
};
use serde_json::json;

use super::{HTML, LIBRARY, by_urls, page, stored, values};
use crate::{
    pages::Site,
    support::{Bench, count},
};

/// Harvests one page, and what is stored of it.
fn read(html: impl AsRef<[u8]>) -> (Bench, Page) {
    read_at("/page", HTML, html)
}

fn read_at(path: &str, headers: &str, html: impl AsRef<[u8]>) -> (Bench, Page) {
    let site = Site::start();
    site.put(path, 200, headers, html);
    let bench = Bench::new();
    bench.taken(&(by_urls(&site, &[path]) + "\nfollow = false"));
    let page = stored(&bench, path);
    (bench, page)
}

fn names(listings: &[Listing]) -> Vec<&str> {
    listings.iter().map(|listing| listing.name.as_str()).collect()
}

#[test]
fn a_page_about_a_library_is_a_service_at_a_location_with_all_that_it_states() {
    let (bench, page) = read(page("Stoke Library", LIBRARY));
    assert_eq!((page.title.as_str(), page.language.as_deref()), ("Stoke Library", Some("en")));
    assert_eq!(
        page.breadcrumbs.iter().map(|crumb| crumb.name.as_str()).collect::<Vec<_>>(),
        ["Home", "Stoke Library"]
    );
    assert!(
        !page.text.contains("cookies")
            && !page.text.contains("Civic Centre")
            && !page.text.contains("960000"),
        "{}",
        page.text
    );
    let [listing] = page.listings.as_slice() else { panic!("{:?}", page.listings) };
    assert_eq!((listing.name.as_str(), listing.relation), ("Stoke Library", Relation::About));
    assert_eq!(values(listing, FactKind::Address), ["Albert Road, Sandford, SA2 1AB"]);
    assert_eq!(values(listing, FactKind::Postcode), ["SA2 1AB"]);
    assert_eq!(values(listing, FactKind::Phone), ["01632 960123"]);
    assert_eq!(values(listing, FactKind::Email), ["stoke@sandford.example"]);
    let hours = listing.facts.iter().find(|fact| fact.kind == FactKind::Hours).unwrap();
    assert_eq!(hours.value, "Monday to Friday: 9am to 5pm; Saturday: 9.30am to 1pm");
    assert_eq!((hours.schedules.len(), hours.place.as_str()), (2, "Stoke Library › Opening hours"));
    let key = "127.0.0.1/page".to_owned();
    assert_eq!(listing.records, [(Kind::Service, key.clone()), (Kind::Location, key.clone())]);
    let service = bench.noun(Kind::Service, &key);
    assert_eq!(service["service_at_locations"][0]["location_id"], json!(key));
    assert_eq!(
        (&service["name"], service["schedules"].as_array().unwrap().len()),
        (&json!("Stoke Library"), 2)
    );
    let location = bench.noun(Kind::Location, &key);
    assert_eq!(location["addresses"][0]["postal_code"], json!("SA2 1AB"));
    assert!(bench.ids(Kind::Organization).is_empty());
}

#[test]
fn rows_of_a_table_are_things_of_a_list() {
    let rows = "<table><thead><tr><th>Name</th><th>Address</th><th>Telephone</th><th>Opening hours</th></tr></thead><tbody>\
        <tr><td><a href=\"/libraries/stoke\">Stoke Library</a></td><td>Albert Road, Sandford SA2 1AB</td><td>01632 960123</td><td>Monday to Friday 9am to 5pm</td></tr>\
        <tr><td>Efford Library</td><td>Blandford Road, Sandford SA3 6HU</td><td>01632 960124</td><td>Closed</td></tr></tbody></table>";
    let (bench, page) = read(page("Libraries", rows));
    assert_eq!(names(&page.listings), ["Stoke Library", "Efford Library"]);
    let stoke = &page.listings[0];
    assert_eq!((stoke.relation, stoke.place.as_str()), (Relation::Mentions, "Libraries › row 2"));
    assert!(stoke.link.as_deref().unwrap().ends_with("/libraries/stoke"));
    assert_eq!(values(stoke, FactKind::Hours), ["Monday to Friday 9am to 5pm"]);
    assert_eq!(bench.ids(Kind::Location), ["127.0.0.1/page#efford-library", "127.0.0.1/page#stoke-library"]);
}

#[test]
fn cards_sections_definitions_and_items_are_things_of_a_list() {
    let cards = "<div class=\"cards\"><div class=\"card\"><h3><a href=\"/a\">Tea Club</a></h3><p>Church Hall, Long Lane, Sandford SA1 1AA</p></div>\
        <div class=\"card\"><h3>Chess Club</h3><p>The Lodge, Short Lane, Sandford SA1 1AB</p><p>01632 960001</p></div></div><p>Last updated by the team at PO Box 1, SA9 9ZZ</p>";
    let sections = "<h2>Tea Club</h2><p>Church Hall, Long Lane, Sandford SA1 1AA</p><h2>Chess Club</h2><p>Meets at the Lodge.</p><h3>Address</h3><p>The Lodge, Short Lane, Sandford SA1 1AB</p>";
    let definitions = "<dl><dt>Tea Club</dt><dd>Church Hall, Long Lane, Sandford SA1 1AA</dd><dt>Chess Club</dt><dd>The Lodge, Short Lane, Sandford SA1 1AB</dd></dl>";
    let items = "<ul><li>Tea Club, Church Hall, Long Lane, Sandford SA1 1AA</li><li>Chess Club, The Lodge, Short Lane, Sandford, SA1 1AB</li></ul>";
    for (kind, main) in
        [("cards", cards), ("sections", sections), ("definitions", definitions), ("items", items)]
    {
        let (_, page) = read(page("Clubs in Sandford", main));
        assert_eq!(names(&page.listings), ["Tea Club", "Chess Club"], "{kind}: {:?}", page.listings);
        let codes: Vec<_> =
            page.listings.iter().flat_map(|listing| values(listing, FactKind::Postcode)).collect();
        assert_eq!(codes, ["SA1 1AA", "SA1 1AB"], "{kind}");
        assert!(page.listings.iter().all(|listing| listing.relation == Relation::Mentions));
    }
}

#[test]
fn a_page_on_which_something_is_done_states_facts_and_tells_of_nothing() {
    let main = "<p>Call 01632 960100 or visit the Civic Centre, Armada Way, Sandford SA1 2AA.</p>";
    let (bench, page) = read(page("Pay your council tax", main));
    assert!(page.listings.is_empty(), "{:?}", page.listings);
    assert!(page.facts.iter().any(|fact| fact.kind == FactKind::Phone));
    assert!(bench.ids(Kind::Service).is_empty());
}

#[test]
fn news_states_facts_and_is_about_nothing() {
    let html = page("Stoke Library reopens", LIBRARY).replace(
        "<head>",
        "<head><meta property=\"article:published_time\" content=\"2025-05-01T09:00:00Z\">",
    );
    let (_, page) = read_at("/news/2025/stoke-library", HTML, html);
    assert!(page.news && page.listings.is_empty());
    assert_eq!(page.published, Some("2025-05-01".parse().unwrap()));
    assert!(page.facts.iter().any(|fact| fact.kind == FactKind::Postcode));
}

#[test]
fn what_is_closed_for_good_and_when_an_event_ends_is_told() {
    let closed = LIBRARY.to_owned() + "<p>Stoke Library has closed. Closed on bank holidays.</p>";
    let (bench, told) = read(page("Stoke Library", &closed));
    assert_eq!(values(&told.listings[0], FactKind::Status), ["inactive"]);
    assert_eq!(bench.noun(Kind::Service, "127.0.0.1/page")["status"], json!("inactive"));
    let (_, told) = read(page(
        "Summer fair",
        "<p>Date: Saturday 14 June 2025, 10am to 2pm</p><p>The Green, Long Lane, Sandford SA1 1AA</p>",
    ));
    assert_eq!(values(&told.listings[0], FactKind::Ends), ["2025-06-14"]);
}

#[test]
fn what_is_marked_up_by_schema_org_counts_first() {
    let json_ld = "<script type=\"application/ld+json\">[{\"@context\":\"https://schema.org\",\"@type\":\"Library\",\"name\":\"Stoke Library\",\
        \"telephone\":\"01632 960999\",\"address\":{\"@type\":\"PostalAddress\",\"streetAddress\":\"1 Albert Road\",\"addressLocality\":\"Sandford\",\"postalCode\":\"SA2 1AB\"},\
        \"openingHoursSpecification\":{\"dayOfWeek\":[\"Monday\",\"Tuesday\"],\"opens\":\"09:00\",\"closes\":\"17:00\"}},\
        {\"@context\":\"https://schema.org\",\"@type\":\"GovernmentOrganization\",\"name\":\"Sandford Council\",\"telephone\":\"01632 960000\"}]</script>";
    let (bench, page) = read(page("Stoke Library", &format!("{LIBRARY}{json_ld}")));
    let [listing] = page.listings.as_slice() else { panic!("{:?}", names(&page.listings)) };
    assert_eq!(values(listing, FactKind::Phone), ["01632 960999"]);
    assert_eq!(values(listing, FactKind::Hours), ["Mo,Tu 09:00-17:00"]);
    assert_eq!(
        values(listing, FactKind::Email),
        ["stoke@sandford.example"],
        "what it leaves out is read on the page"
    );
    assert_eq!(bench.ids(Kind::Organization).len(), 1);
}

#[test]
fn a_charity_with_a_website_of_its_own_is_an_organization() {
    let main = "<p>Registered charity number 1234567.</p><p>Phone: 01632 960200</p><p>Website: <a href=\"https://agewell.example/\">Age Well website</a></p>";
    let (bench, page) = read(page("Age Well", main));
    assert_eq!(page.listings.len(), 1);
    let organization = bench.noun(Kind::Organization, "127.0.0.1/page");
    assert_eq!(organization["website"], json!("https://agewell.example/"));
    assert_eq!(organization["organization_identifiers"][0]["identifier"], json!("1234567"));
    assert_eq!(bench.noun(Kind::Service, "127.0.0.1/page")["organization_id"], json!("127.0.0.1/page"));
}

#[test]
fn where_a_page_is_edited_and_that_it_is_not_to_be_indexed_is_told() {
    let head =
        "<head><meta name=\"robots\" content=\"noindex, follow\"><link rel=\"shortlink\" href=\"/node/42\">";
    let (_, page) = read(page("Stoke Library", LIBRARY).replace("<head>", head));
    assert!(page.noindex && page.edit.unwrap().ends_with("/node/42/edit"));
}

#[test]
fn pages_in_other_characters_and_of_broken_markup_are_read() {
    let latin = page("Café Stöke", LIBRARY)
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
        .collect::<Vec<u8>>();
    let (_, told) = read_at("/page", "content-type: text/html; charset=iso-8859-1\r\n", &latin);
    assert_eq!(told.title, "Café Stöke");
    let (_, told) = read_at("/page", "content-type: text/html\r\n", &latin);
    assert_eq!(told.title, "Café Stöke");
    let (_, told) =
        read("<h1>Stoke Library<p>Albert Road<br>Sandford<br>SA2 1AB<table><tr><td>x<td></i></b>");
    assert!(told.facts.iter().any(|fact| fact.value == "SA2 1AB"), "{told:?}");
}

#[test]
fn a_website_without_a_main_part_is_read_where_most_of_its_text_is() {
    let html = "<html><body><div id=\"top\"><a href=\"/\">Home</a> <a href=\"/a\">A</a></div><div class=\"wrap\"><div class=\"menu\"><ul><li><a href=\"/x\">X</a></li></ul></div>\
        <div class=\"text\"><h1>Stoke Library</h1><p>Albert Road, Sandford SA2 1AB</p><p>A long text about the library and all that it has to offer to people.</p></div></div></body></html>";
    let (_, page) = read(html);
    assert!(page.text.starts_with("Stoke Library") && !page.text.contains("Home"), "{}", page.text);
    assert_eq!(page.listings.len(), 1);
}

#[test]
fn a_page_that_nests_without_end_is_kept_out_with_an_issue() {
    let site = Site::start();
    site.put("/deep", 200, HTML, "<div>".repeat(5_000));
    site.put("/tricky", 200, HTML, "<div></i>".repeat(20_000));
    let bench = Bench::new();
    let report = bench.taken(&(by_urls(&site, &["/deep", "/tricky"]) + "\nfollow = false"));
    assert_eq!(count(&report, "too-large"), 2, "{:?}", report.issues);
}

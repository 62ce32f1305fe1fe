use model::alignment::Relation;
use proptest::prelude::*;

use super::*;

const OURS: &str = "0b7ac1a3-5f3e-5b0e-9d3f-2a8f1b1f8a11";

fn read_of(html: impl AsRef<[u8]>, ours: &[&str]) -> Read {
    let site = Website::new(["council.example"], []);
    let ours: Vec<uuid::Uuid> = ours.iter().map(|id| id.parse().unwrap()).collect();
    let is_own = |id: &uuid::Uuid| ours.contains(id);
    let around = Around { site: &site, is_own: &is_own };
    let address = Url::parse("https://www.council.example/libraries/stoke").unwrap();
    super::read(html.as_ref(), None, &address, &around).unwrap()
}

#[test]
fn what_shows_the_directorys_own_records_is_nobodys_word() {
    let html = format!(
        "<main><h1>Libraries</h1><div data-entity=\"{OURS}\"><h2>Stoke Library</h2><p>Albert Road, Sandford SA2 1AB</p>\
         <p>01632 960123</p><a href=\"/x\">x</a></div>\
         <script type=\"application/ld+json\">{{\"@graph\":[{{\"@type\":\"Library\",\"@id\":\"https://d.example/locations/{OURS}\",\
         \"name\":\"Stoke Library\",\"telephone\":\"01632 960123\"}}]}}</script>\
         <div itemscope itemtype=\"https://schema.org/Place\" itemid=\"urn:uuid:{OURS}\"><span itemprop=\"name\">Stoke</span>\
         <span itemprop=\"telephone\">01632 960123</span></div></main>"
    );
    let read = read_of(&html, &[OURS]);
    assert_eq!(read.page.own, [OURS.parse::<uuid::Uuid>().unwrap()]);
    assert!(read.page.facts.is_empty() && read.told.is_empty(), "{:?}", read.page.facts);
    assert_eq!(read.page.text, "Libraries");
    let read = read_of(&html, &[]);
    assert!(read.page.own.is_empty() && !read.told.is_empty(), "an id that is none of ours is anybody's");
}

#[test]
fn a_node_of_ours_within_another_is_cut_out_alone() {
    let html = format!(
        "<main><h1>Tea Club</h1><script type=\"application/ld+json\">{{\"@type\":\"Event\",\"name\":\"Tea Club\",\
         \"location\":{{\"@type\":\"Place\",\"name\":\"Hall\",\"address\":\"1 Long Lane, Sandford SA1 1AA\",\
         \"identifier\":[{{\"value\":\"urn:uuid:{OURS}\"}}]}}}}</script></main>"
    );
    let told = read_of(&html, &[OURS]).told;
    assert_eq!(
        (told.len(), told[0].relation, told[0].found.facts.len()),
        (1, Relation::About, 1),
        "{told:?}"
    );
}

#[test]
fn the_suffix_of_the_site_is_no_part_of_a_title() {
    let read =
        read_of("<title>Stoke Library - Libraries | Sandford Council</title><main><p>x</p></main>", &[]);
    assert_eq!(read.page.title, "Stoke Library");
}

proptest! {
    #[test]
    fn no_page_makes_it_panic(
        pieces in prop::collection::vec(prop_oneof![piece(), ".{0,24}"], 0..40),
        bytes in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let html = [pieces.concat().as_bytes(), &bytes].concat();
        let site = Website::new(["council.example"], []);
        let is_own = |_: &uuid::Uuid| true;
        let address = Url::parse("https://council.example/a").unwrap();
        let read = super::read(&html, None, &address, &Around { site: &site, is_own: &is_own });
        prop_assert!(read.is_some_and(|read| read.page.text.len() <= LONGEST_TEXT));
    }
}

/// Markup as pages have it, in any order.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "<main>",
        "</main>",
        "<h1>",
        "</h1>",
        "<h2>Opening hours</h2>",
        "<h3>Élan Club</h3>",
        "<p>",
        "<br>",
        "<table><tr><th>Name<th>Address",
        "<tr><td>é<td>",
        "<dl><dt>Address</dt><dd>",
        "<dt>Tea</dt>",
        "<ul><li>",
        "<a href='tel:0é'>",
        "<a href='mailto:%'>",
        "<a href='//[::'>",
        "SA1 1AA",
        "01632 960123",
        "Monday – Friday: 9am–5pm",
        "until 30 June 2025",
        "has closed",
        "<div data-entity='x'>",
        "<script type='application/ld+json'>{\"@type\":\"Library\",\"name\":\"é\",\"address\":[{}],\"endDate\":\"é\"}</script>",
        "<link rel=canonical href='http://[bad'>",
        "<meta name=robots content=',é,'>",
        "<span itemscope itemtype='https://schema.org/Place' itemid='urn:uuid:é'>",
        "Address: ",
        "&nbsp;",
        "\u{202e}",
    ];
    prop::sample::select(pieces.map(str::to_owned).to_vec())
}

use super::*;

fn place(line: &str) -> (Option<String>, Option<String>, Option<String>) {
    let address = normalize(&[line], None);
    (address.number, address.street, address.postcode)
}

fn said(number: &str, street: &str, postcode: &str) -> (Option<String>, Option<String>, Option<String>) {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    (some(number), some(street), some(postcode))
}

#[test]
fn number_street_and_postcode_are_found() {
    for (line, number, street, postcode) in [
        ("22 Granby Street , Plymouth, Devon PL1 4BH", "22", "granby street", "PL1 4BH"),
        ("242A Peverell Park Rd, Plymouth", "242a", "peverell park road", ""),
        ("167 - 171 Armada Way, Plymouth PL1 1HZ", "167-171", "armada way", "PL1 1HZ"),
        ("Unit 4, 32, Sussex Road, PL2 1LB", "32", "sussex road", "PL2 1LB"),
        ("Post Office Inn, 39 Ridgeway, Plympton PL7 2AW", "39", "ridgeway", "PL7 2AW"),
        ("The William & Patricia Venton Centre Astor Drive, Mt Gould, PL4 9RD", "", "astor drive", "PL4 9RD"),
        ("St Levan Rd, PL2 1AA", "", "st levan road", "PL2 1AA"),
        ("Unit 5 Faraday Mill, PL4 0ST", "", "", "PL4 0ST"),
    ] {
        assert_eq!(place(line), said(number, street, postcode), "{line}");
    }
}

#[test]
fn st_is_a_street_behind_a_name_and_a_saint_before_one() {
    assert_eq!(normalize(&["5 St Levan St"], None).street.as_deref(), Some("st levan street"));
    assert_eq!(normalize(&["Wyndham St West"], None).tokens, ["street", "west", "wyndham"]);
}

#[test]
fn a_foreign_postcode_is_kept_as_it_is() {
    assert_eq!(normalize(&["1 Main St"], Some("33130-1234")).postcode.as_deref(), Some("33130"));
    assert_eq!(normalize(&["1 Main St"], Some("n/a")).postcode, None);
}

#[test]
fn a_line_is_split_into_the_standards_parts() {
    let parts = split("Post Office Inn, 39 Ridgeway, Plympton, Devon PL7 2AW, United Kingdom");
    assert_eq!(parts.address_1, "Post Office Inn");
    assert_eq!(parts.address_2.as_deref(), Some("39 Ridgeway"));
    assert_eq!(parts.city.as_deref(), Some("Plympton"));
    assert_eq!(parts.postal_code.as_deref(), Some("PL7 2AW"));
}

#[test]
fn a_town_that_is_not_stated_is_not_invented() {
    let parts = split("Central Library, 167 Armada Way, PL1 1HZ");
    assert_eq!((parts.address_1.as_str(), parts.city), ("Central Library", None));
    assert_eq!(split("").address_1, "");
    assert_eq!(split("12, High Street, Plymouth").address_1, "12 High Street");
}

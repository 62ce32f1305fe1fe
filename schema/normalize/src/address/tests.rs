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
        ("UNIT 8, 11 BRETONSIDE, PLYMOUTH", "11", "bretonside", ""),
        ("37 to 38 Seeley Drive, SE21 8QR", "37-38", "seeley drive", "SE21 8QR"),
        ("54 Front St Arnold, Nottingham NG5 7EL", "54", "front street", "NG5 7EL"),
        ("Route 66 Cafe, High Street, Plymouth", "", "high street", ""),
        ("Route 66 Cafe High Street, Plymouth", "", "high street", ""),
        ("1b St Levan Road, Plymouth", "1b", "st levan road", ""),
        ("12 Old School Lane", "12", "old school lane", ""),
        ("BeauMondayt Road, Plymouth", "", "beaumont road", ""),
        ("Cymer Library, SA13 3HR SA13 3HR", "", "", "SA13 3HR"),
    ] {
        assert_eq!(place(line), said(number, street, postcode), "{line}");
    }
}

#[test]
fn lines_of_north_america_are_taken_apart() {
    for (line, number, street, postcode) in [
        ("1525 7th St NW, Washington, DC 20001", "1525", "7th street northwest", "20001"),
        (
            "651 Pennsylvania Ave., SE Washington, DC 20003-1234",
            "651",
            "pennsylvania avenue southeast",
            "20003",
        ),
        ("1204 Third Street, N.W. Washington, D.C. 20001", "1204", "3rd street northwest", "20001"),
        (
            "2804 South East Maryland Avenue Washington, DC 20032",
            "2804",
            "southeast maryland avenue",
            "20032",
        ),
        ("1251-B Saratoga Ave NE Washington, DC, 20018, US", "1251b", "saratoga avenue northeast", "20018"),
        ("8280 NW 27th Street, Suite 511, Miami, FL 33122", "8280", "northwest 27th street", "33122"),
        ("3595 Las Vegas Blvd. S., Las Vegas", "3595", "las vegas boulevard south", ""),
        ("800 9th Ave. at 53rd St.", "800", "9th avenue", ""),
        ("346 s. La Brea Ave.", "346", "south la brea avenue", ""),
        ("95 Ave. A", "95", "avenue a", ""),
        ("PO Box 219, Gloucester, MA 01931", "219", "po box", "01931"),
        ("P.O. Box 219, Gloucester, MA 01931", "219", "po box", "01931"),
        ("Barbara Chambers Children's Center #3, 1470 Irving St NW", "1470", "irving street northwest", ""),
        ("1600 Main St, Springfield 12345", "1600", "main street", ""),
        ("15490 NW 7 Avenue, Miami, FL 33169", "15490", "northwest 7th avenue", "33169"),
        ("11 Ocean Road, South Shields", "11", "ocean road", ""),
        ("2482 State Highway 77, Marion, AR 72364", "2482", "state highway 77", "72364"),
        ("3255 Rutherford Rd, Vaughan, ON, L4K 5Y5", "3255", "rutherford road", "L4K 5Y5"),
    ] {
        assert_eq!(place(line), said(number, street, postcode), "{line}");
    }
}

#[test]
fn units_have_one_spelling_and_lend_no_house_number() {
    for (line, unit, number) in [
        ("2000 M Street NW, Ste 480", "suite 480", "2000"),
        ("2000 M Street NW Apt. 2B", "flat 2b", "2000"),
        ("123 Main St #210", "unit 210", "123"),
        ("2ND FLR 36 BRETONSIDE, PLYMOUTH", "2nd floor", "36"),
        ("PT GND FLR 2 HYDE PARK ROAD, PLYMOUTH", "ground floor", "2"),
        ("First Floor, 12a High Street", "1st floor", "12a"),
        ("Second Floor, Flat 3, 7 High Street", "flat 3", "7"),
        ("UNIT 14 -17, 6 DARKLAKE VIEW", "unit 14-17", "6"),
        ("Unit 3, Estover Industrial Estate", "unit 3", ""),
        ("3575 S Le Jeune Road, 1st Floor", "1st floor", "3575"),
        ("Floor 2, 9 Ridgeway", "floor 2", "9"),
    ] {
        let address = normalize(&[line], None);
        assert_eq!(address.unit.as_deref(), Some(unit), "{line}");
        assert_eq!(address.number.unwrap_or_default(), number, "{line}");
    }
}

#[test]
fn one_street_has_one_form() {
    let street = |line: &str| normalize(&[line], None).street;
    for (a, b) in [
        ("1 K St NW", "1 K Street Northwest"),
        ("432 Sixth Ave.", "432 6th Avenue"),
        ("33 w. 55th st.", "33 West 55th Street"),
        ("5 North Capitol St", "5 N Capitol Street"),
    ] {
        assert_eq!(street(a), street(b), "{a}");
        assert!(street(a).is_some(), "{a}");
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
    assert_eq!(normalize(&["1 Main St"], Some("DC 20001")).postcode.as_deref(), Some("20001"));
    assert_eq!(normalize(&["1 Main St"], Some(" d02  x285")).postcode.as_deref(), Some("D02 X285"));
    assert_eq!(normalize(&["1 Main St"], Some("k1a0b1")).postcode.as_deref(), Some("K1A 0B1"));
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
fn a_line_with_a_zip_code_is_split_too() {
    let parts = split("1525 7th St NW, Suite 300, Washington, DC 20001-3201, USA");
    assert_eq!((parts.address_1.as_str(), parts.address_2.as_deref()), ("1525 7th St NW", Some("Suite 300")));
    assert_eq!((parts.city.as_deref(), parts.state_province.as_deref()), (Some("Washington"), Some("DC")));
    assert_eq!(parts.postal_code.as_deref(), Some("20001-3201"));
}

#[test]
fn a_town_that_is_not_stated_is_not_invented() {
    let parts = split("Central Library, 167 Armada Way, PL1 1HZ");
    assert_eq!((parts.address_1.as_str(), parts.city), ("Central Library", None));
    assert_eq!(split("").address_1, "");
    assert_eq!(split("12, High Street, Plymouth").address_1, "12 High Street");
}

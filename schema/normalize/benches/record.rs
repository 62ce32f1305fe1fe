//! What it costs to normalize one record, property by property.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on must stop")]

use divan::{Bencher, black_box};
use normalize::{address, email, name, phone, schedule, text, url};

fn main() {
    schedule::parse("Mo 09:00-10:00").unwrap();
    divan::main();
}

const NAME: &str = "The William & Patricia Venton Centre (Age UK Plymouth) Ltd";
const ADDRESS: &str = "Post Office Inn, 39 Ridgeway, Plympton, Plymouth, Devon, PL7 2AW";
const US_ADDRESS: &str = "1525 7th St NW, Suite 300, Washington, DC 20001-3201";
const EMAIL: &str = "Enquiries@Example.org.uk";
const URL: &str = "https://www.plymouth.gov.uk/libraries/central?from=home";
const HOURS: &str = "Monday to Friday: 9.30am to 5pm\nSaturday: 10am to 12 noon and 1pm to 3pm";

#[divan::bench]
fn a_name(bencher: Bencher) {
    bencher.bench(|| name::normalize(black_box(NAME)));
}

#[divan::bench(args = [ADDRESS, US_ADDRESS])]
fn an_address(bencher: Bencher, line: &str) {
    bencher.bench(|| address::normalize(black_box(&[line]), None));
}

#[divan::bench(args = [("01752 668000", "GB"), ("+44 (0)7911 123456", "GB"), ("(305) 358-8888", "US")])]
fn a_phone(bencher: Bencher, (number, country): (&str, &str)) {
    bencher.bench(|| phone::normalize(black_box(number), country));
}

#[divan::bench]
fn a_phone_with_an_extension(bencher: Bencher) {
    bencher.bench(|| phone::normalize(black_box("01752 668000 ext 5"), "GB"));
}

#[divan::bench]
fn an_email(bencher: Bencher) {
    bencher.bench(|| email::normalize(black_box(EMAIL)));
}

#[divan::bench]
fn a_url(bencher: Bencher) {
    bencher.bench(|| url::site(black_box(URL)));
}

#[divan::bench]
fn hours(bencher: Bencher) {
    bencher.bench(|| schedule::parse(black_box(HOURS)));
}

#[divan::bench(args = ["Story time at the library", "Caf\u{e9} &amp; <b>tea</b>"])]
fn a_line(bencher: Bencher, line: &str) {
    bencher.bench(|| text::line(black_box(line)));
}

/// Name, address, telephone number, e-mail and web address together: what every record costs.
#[divan::bench]
fn a_record(bencher: Bencher) {
    bencher.bench(|| {
        (
            name::normalize(black_box(NAME)),
            address::normalize(black_box(&[ADDRESS]), None),
            phone::normalize(black_box("01752 668000"), "GB"),
            email::normalize(black_box(EMAIL)),
            url::site(black_box(URL)),
        )
    });
}

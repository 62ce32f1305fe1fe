//! By what links and lines are known.

use model::alignment::Link;

use super::label::Label;

/// Whether a link leads to the website of what is told of.
pub(super) fn is_website(link: &Link, label: Option<Label>) -> bool {
    const SHARED: [&str; 9] = [
        "facebook.",
        "twitter.",
        "//x.com",
        "instagram.",
        "youtube.",
        "google.",
        "goo.gl",
        "gov.uk/government",
        "linkedin.",
    ];
    let words = link.text.to_lowercase();
    let is_shared = SHARED.iter().any(|host| link.address.contains(host));
    let is_domain = !words.contains(' ') && words.contains('.') && !words.contains('@');
    link.address.starts_with("http")
        && !is_shared
        && (label == Some(Label::Website) || words.contains("website") || is_domain)
}

/// Whether a text names days of the week.
pub(super) fn is_of_days(text: &str) -> bool {
    const DAYS: [&str; 25] = [
        "monday",
        "mondays",
        "mon",
        "tuesday",
        "tuesdays",
        "tue",
        "tues",
        "wednesday",
        "wednesdays",
        "wed",
        "thursday",
        "thursdays",
        "thu",
        "thurs",
        "friday",
        "fridays",
        "fri",
        "saturday",
        "saturdays",
        "sat",
        "sunday",
        "sundays",
        "sun",
        "daily",
        "weekdays",
    ];
    let lower = text.to_lowercase();
    lower.contains("every day")
        || lower.split(|c: char| !c.is_alphanumeric()).any(|word| DAYS.contains(&word))
}

/// The number in the register of charities that a line tells.
pub(super) fn charity_in(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let (_, rest) = lower.split_once("charity n").or_else(|| lower.split_once("registered charity"))?;
    let number: String =
        rest.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    (6..=8).contains(&number.len()).then_some(number)
}

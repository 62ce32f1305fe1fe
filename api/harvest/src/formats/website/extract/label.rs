//! Words that say what stands beside or below them.

use normalize::text;

/// What a label is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// What it is called.
    Name,
    /// Where it is.
    Address,
    /// Its postcode.
    Postcode,
    /// Its telephone numbers.
    Phone,
    /// Its e-mail addresses.
    Email,
    /// Its website.
    Website,
    /// When it is open.
    Hours,
    /// When it takes place.
    Date,
    /// Its number in the register of charities.
    Charity,
}

/// The words of each label, with a bar between.
const LABELS: [(Label, &str); 9] = [
    (
        Label::Address,
        "address|addresses|full address|postal address|our address|where|location|venue address|\
         find us|where to find us|where we are|visit us|how to find us|getting here|getting there|\
         place",
    ),
    (Label::Postcode, "postcode|post code|postal code"),
    (
        Label::Phone,
        "phone|phone number|telephone|telephone number|tel|tel no|call|call us|mobile|\
         contact number|phone us|ring|t",
    ),
    (Label::Email, "email|e mail|email address|email us|e"),
    (Label::Website, "website|web|web site|website address|web address|url|link|more information|w"),
    (
        Label::Hours,
        "opening hours|opening times|hours|open|opening|times|time|session times|sessions|\
         library opening hours|library opening times|centre opening times|normal opening hours|\
         when|days and times|day and time|when we are open|when we re open|day time|meeting times|\
         when it s on|when it is open|our opening hours|our opening times|opening hours and times",
    ),
    (Label::Date, "date|dates|event date|date and time|when and where|runs until|ends|end date"),
    (
        Label::Charity,
        "charity number|registered charity number|registered charity|charity no|\
         registered charity no|charity registration number|charity",
    ),
    (
        Label::Name,
        "name|venue|organisation|organization|group|club|service|library|centre|center|school|shop|\
         provider|activity|what|title|project|charity name|group name|name of group|\
         organisation name|service name|venue name|site|facility|hall|building|food bank|branch|\
         surgery|pharmacy|practice|town|who",
    ),
];

/// What a label means that stands alone, such as the name of a column or the words before a colon.
pub(super) fn of(words: &str) -> Option<Label> {
    const LONGEST: usize = 40;
    if words.len() > LONGEST {
        return None;
    }
    let phrase = text::phrase(words);
    let found = LABELS.iter().find(|(_, known)| known.split('|').any(|known| known == phrase));
    found.map(|(label, _)| *label).or_else(|| by_ending(&phrase))
}

fn by_ending(phrase: &str) -> Option<Label> {
    let ends = |endings: &[&str]| endings.iter().any(|ending| phrase.ends_with(ending));
    if phrase.contains("opening hours") || phrase.contains("opening times") {
        Some(Label::Hours)
    } else if ends(&[" telephone", " phone", " tel"]) {
        Some(Label::Phone)
    } else if ends(&[" email", " email address"]) {
        Some(Label::Email)
    } else if ends(&[" website"]) {
        Some(Label::Website)
    } else {
        None
    }
}

/// A line that begins with a label, and what it says.
pub(super) fn split(line: &str) -> Option<(Label, &str)> {
    let (label, rest) = line.split_once(':')?;
    of(label).map(|label| (label, rest.trim()))
}

/// How headings begin that name nothing.
const BEGINNINGS: &str = "how|what|when|where|who|why|which|can|do|does|is|are|about|contact|contacts|find|get|\
         getting|opening|more|further|related|address|location|directions|parking|facilities|\
         accessibility|access|email|phone|telephone|on|in|our|your|visit|book|events|hours|times|\
         useful";

/// Headings that name nothing.
const WHOLE: &str = "overview|details|description|cost|costs|price|prices|fees|map|documents|downloads|\
         services|news|summary|information|transport|disabled access|travel|bus|a to z|age range|\
         eligibility|date|last updated";

/// Whether a heading stands over a part of a thing, and is not the name of one.
pub(super) fn is_generic(heading: &str) -> bool {
    let phrase = text::phrase(heading);
    let first = phrase.split(' ').next().unwrap_or_default();
    phrase.is_empty()
        || heading.trim_end().ends_with(['?', ':'])
        || BEGINNINGS.split('|').any(|known| known == first)
        || of(heading).is_some_and(|label| label != Label::Name)
        || WHOLE.split('|').any(|known| known == phrase)
}

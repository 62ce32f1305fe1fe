//! What goes into a column, in plain words: those of the dictionary of nouns, and our own for the keys beside it.

use model::{Kind, Noun, hsds::FieldKind};

/// What goes into a column, and a cell of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub(super) holds: String,
    pub(super) example: String,
}

fn words(holds: impl Into<String>, example: &str) -> Words {
    Words { holds: holds.into(), example: example.to_owned() }
}

/// The columns whose words the dictionary does not have, or has for machines: the key, what goes there, an example.
const PLAIN: [(&str, &str, &str); 29] = [
    ("phone", "A telephone number, with its area code.", "01752 555010"),
    ("terms", "What sort of thing it is, in words that you use for all of them.", "Lunch club"),
    ("contact_name", "Whom to ask for.", "The club secretary"),
    ("contact_title", "The post of whom to ask for.", "Secretary"),
    ("contact_email", "The e-mail address of whom to ask for.", "secretary@lunch.example.org"),
    ("contact_phone", "The telephone number of whom to ask for.", "01752 555011"),
    ("hours", "Days and times, as you would put them on a notice.", "Mon-Fri 10am-4pm"),
    ("languages", "The languages spoken, with commas between them.", "English, Polish"),
    ("area", "Where people may come from.", "Stoke and Devonport"),
    ("address", "The address on one line, with its postcode.", "1 High Street, Plymouth, PL1 1AA"),
    ("attention", "Whom to mark a letter for.", "The manager"),
    ("address_1", "The first line of the address: number and street, or the building.", "1 High Street"),
    ("address_2", "The second line of the address.", "Stoke"),
    ("city", "Town or city.", "Plymouth"),
    ("region", "A wider area than the town.", "South West"),
    ("state_province", "The county.", "Devon"),
    ("postal_code", "The postcode.", "PL1 1AA"),
    ("country", "The country, as a code of two letters.", "GB"),
    ("latitude", "How far north, in degrees with a point; leave it empty if you do not know.", "50.3714"),
    ("longitude", "How far east, in degrees with a point; west of Greenwich below zero.", "-4.1422"),
    ("accessibility", "What disabled visitors find.", "Step-free entrance, hearing loop"),
    ("uprn", "The unique property reference number; leave it empty if you do not know.", "100040412345"),
    ("charity_number", "The number in the register of charities.", "1098765"),
    ("company_number", "The number in the register of companies.", "01234567"),
    ("description", "What it is and what people find there, in a few sentences.", "A warm meal and company."),
    ("eligibility_description", "Who can use it, in words.", "Anyone over sixty"),
    ("fees_description", "What it costs, in words.", "£4 a meal"),
    ("application_process", "How to get it: drop in, ring, be referred.", "Just come along"),
    ("id", "Your own number or short name for it, always the same.", "17"),
];

/// What a field of a kind holds.
pub(super) fn of(kind: Kind, key: &str) -> Words {
    let (whose, name) = match kind {
        Kind::Organization => ("Of the organisation that runs it", "Stoke Community Association"),
        Kind::Location => ("Of the place", "St Mary's Hall"),
        Kind::Service | Kind::Taxonomy => ("", "Friday lunch club"),
    };
    if key == "name" {
        let holds = match kind {
            Kind::Organization => "Who runs it.",
            Kind::Location => "The name of the place where it is.",
            Kind::Service | Kind::Taxonomy => "What the public calls it.",
        };
        return words(holds, name);
    }
    let plain = PLAIN.iter().find(|(known, ..)| *known == key);
    let of_key = plain.map(|(_, holds, example)| words(*holds, example));
    let found = of_key.or_else(|| of_field(kind, key)).unwrap_or_else(|| words("", ""));
    let is_plain = whose.is_empty() || (kind == Kind::Location && plain.is_some());
    if is_plain { found } else { Words { holds: format!("{whose}: {}", lower(&found.holds)), ..found } }
}

/// What the dictionary says of a field.
fn of_field(kind: Kind, key: &str) -> Option<Words> {
    let field = Noun::noun_type(kind).field(key)?;
    let example = match field.kind {
        FieldKind::Number => "18",
        FieldKind::Uri => "https://lunch.example.org",
        FieldKind::Email => "lunch@example.org",
        FieldKind::Date => "2026-03-31",
        FieldKind::DateTime => "2026-03-31T09:00:00Z",
        FieldKind::Time => "09:30",
        FieldKind::Choice(words) => words.first().copied().unwrap_or_default(),
        FieldKind::Text | FieldKind::Id | FieldKind::List(_) | FieldKind::One(_) => "",
    };
    Some(words(field.doc.trim(), example))
}

/// What the column of the publisher's ids holds.
pub(super) fn of_id() -> Words {
    words(
        "Your own number or short name for the row: another in each row, and always the same for the same thing.",
        "17",
    )
}

/// What the usual column of ids holds.
pub(super) fn of_usual_id() -> Words {
    let holds = "Your own number or short name for the row, if you keep one: another in each row, and always the same for \
                 the same thing. Without any, rows are told apart by name and postcode.";
    words(holds, "17")
}

/// What a column holds that only tells rows apart.
pub(super) fn of_key() -> Words {
    words("Tells this row from all others, together with the other columns that are needed.", "")
}

/// What a column holds that is the same in each row that is taken.
pub(super) fn of_constant(value: &str) -> Words {
    words(format!("Always “{value}”: rows that say something else are not taken."), value)
}

/// What the column holds that says who may see the row.
pub(super) fn of_visibility() -> Words {
    words("Who may see the row; everybody, where it is empty.", "public")
}

/// What the column of a day holds.
pub(super) fn of_day(day: &str) -> Words {
    let name = match day {
        "MO" => "Mondays",
        "TU" => "Tuesdays",
        "WE" => "Wednesdays",
        "TH" => "Thursdays",
        "FR" => "Fridays",
        "SA" => "Saturdays",
        _ => "Sundays",
    };
    words(format!("The times on {name}; empty when it is closed."), "10:00-12:00")
}

/// A sentence within another.
fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

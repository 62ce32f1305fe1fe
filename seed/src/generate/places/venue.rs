//! One true place of a made-up country.

use super::country::{Street, Town, family};
use crate::generate::{
    dice::{About, Dice},
    words::{ORGANIZATIONS, PLACES},
};

const SAINTS: &[&str] = &[
    "Aidan",
    "Andrew",
    "Anne",
    "Barnabas",
    "Catherine",
    "Chad",
    "Cuthbert",
    "David",
    "Francis",
    "George",
    "Hilda",
    "James",
    "John",
    "Joseph",
    "Jude",
    "Luke",
    "Margaret",
    "Mark",
    "Martin",
    "Mary",
    "Matthew",
    "Michael",
    "Nicholas",
    "Oswald",
    "Patrick",
    "Paul",
    "Peter",
    "Stephen",
    "Swithun",
    "Thomas",
];
const OF_SAINTS: &[&str] = &["Church", "Church Hall", "Primary School", "Hospice", "Nursery"];
const TRADES: &[&str] = &[
    "Pharmacy",
    "Surgery",
    "Bakery",
    "Butchers",
    "Solicitors",
    "Opticians",
    "Dental Practice",
    "Motors",
    "Florist",
    "Vets",
    "Care Home",
    "Fitness",
    "Driving School",
    "Tuition",
    "Funeral Directors",
];
const BRANDS: &[&str] = &[
    "Harvest Table",
    "Northway",
    "Bluebird Travel",
    "Quickprint",
    "Penny and Sons",
    "Greenleaf",
    "Citizen Advice",
    "Kettle House",
    "Oak and Iron",
    "Fairstart",
    "Homelight",
    "Millers",
];
const COLOURS: &[&str] = &["Red", "White", "Black", "Golden", "Old", "Royal", "Green", "Blue"];
const SIGNS: &[&str] =
    &["Lion", "Hart", "Swan", "Bull", "Crown", "Anchor", "Plough", "Bell", "Fox", "Ship", "Oak", "Horse"];

/// Names of families in the country.
const FAMILIES: u64 = 20_000;

/// A place as it truly is.
pub(super) struct Venue {
    pub(super) number: u64,
    pub(super) name: String,
    pub(super) house: u64,
    pub(super) street: Street,
    pub(super) town: Town,
    pub(super) phone: Option<String>,
    pub(super) email: Option<String>,
    pub(super) url: Option<String>,
    /// Whether its position is known.
    pub(super) is_located: bool,
}

impl Venue {
    pub(super) fn new(seed: u64, number: u64) -> Self {
        let mut dice = Dice::new(seed, About::Venue, number);
        let town = Town::of(seed, number);
        let street = town.street(seed, dice.below(u64::MAX));
        let name = name(seed, &mut dice, &town, &street);
        let slug: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let slug = format!("{}{}", slug.to_lowercase(), number % 1_000);
        let url = dice.chance(60).then(|| url(&mut dice, &town, &slug));
        Self {
            number,
            name,
            house: 1 + dice.below(200),
            phone: dice.chance(85).then(|| phone(&mut dice, &town)),
            email: dice.chance(60).then(|| email(&mut dice, &slug)),
            url,
            is_located: dice.chance(80),
            street,
            town,
        }
    }
}

/// One of the ways in which places are named.
fn name(seed: u64, dice: &mut Dice, town: &Town, street: &Street) -> String {
    match dice.below(10) {
        0..=2 => format!("{} {}", town.part(seed, dice.below(u64::MAX)), dice.pick(PLACES)),
        3 => format!("{} {}", town.name, dice.pick(PLACES)),
        4 => format!("St {}'s {}", dice.pick(SAINTS), dice.pick(OF_SAINTS)),
        5 | 6 => {
            // A few families are many.
            let number = dice.below(FAMILIES) * dice.below(FAMILIES) / FAMILIES;
            format!("{} {}", family(seed, number), dice.pick(TRADES))
        }
        7 => format!("{} {}", dice.pick(BRANDS), town.name),
        8 => format!("The {} {}", dice.pick(COLOURS), dice.pick(SIGNS)),
        _ => format!("{} {}", street.name, dice.pick(ORGANIZATIONS).0),
    }
}

/// Its own number, or now and then one of the town's switchboards.
fn phone(dice: &mut Dice, town: &Town) -> String {
    let local = if dice.chance(6) { 200_000 + dice.below(3) } else { 200_000 + dice.below(690_000) };
    format!("0{} {local}", town.code)
}

fn email(dice: &mut Dice, slug: &str) -> String {
    let of_provider = dice.chance(25);
    let office = dice.pick(&["info", "office", "hello", "admin"]);
    if of_provider { format!("{slug}@gmail.com") } else { format!("{office}@{slug}.example") }
}

/// Its own web site, or a page of the town's.
fn url(dice: &mut Dice, town: &Town, slug: &str) -> String {
    match dice.chance(8) {
        true => format!("https://www.{}.example/{slug}", town.name.to_lowercase()),
        false => format!("https://www.{slug}.example/"),
    }
}

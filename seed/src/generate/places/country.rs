//! The towns of a made-up country, their parts and streets.

use crate::generate::{
    dice::{About, Dice, nth},
    words::{ROADS, STREETS},
};

/// How many true places a town has: with those that are told of twice, about two thousand rows.
const PLACES_A_TOWN: u64 = 1_470;
/// How many streets a town has.
const STREETS_A_TOWN: u64 = 60;
/// How many parts a town has.
const PARTS_A_TOWN: u64 = 12;
/// Towns whose postcodes begin with the same letters.
const TOWNS_AN_AREA: u64 = 6;
/// Districts of a town.
const DISTRICTS_A_TOWN: u64 = 3;
/// Houses that share a postcode.
const HOUSES_A_POSTCODE: u64 = 16;

/// Letters of postcodes, of those that the Royal Mail uses at their end.
const LETTERS: &[char] =
    &['A', 'B', 'D', 'E', 'F', 'G', 'H', 'J', 'L', 'N', 'P', 'Q', 'R', 'S', 'T', 'U', 'W', 'X', 'Y', 'Z'];

const ONSETS: &[&str] = &[
    "b", "br", "c", "cl", "cr", "d", "dr", "f", "fl", "g", "gl", "gr", "h", "k", "l", "m", "n", "p", "pr",
    "r", "s", "sh", "sk", "st", "sw", "t", "th", "tr", "v", "w", "wh", "y",
];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ai", "ea", "ee", "oa", "ou"];
const CODAS: &[&str] =
    &["b", "ck", "d", "g", "l", "ll", "lt", "m", "n", "nd", "ng", "nt", "r", "rn", "rt", "s", "st", "t", "x"];
const TOWN_ENDINGS: &[&str] = &[
    "ton", "ham", "ford", "bury", "combe", "wick", "by", "stead", "thorpe", "mouth", "ley", "worth", "field",
];

/// Dialling codes of towns, without their nought.
const CODES: &[u32] = &[
    1204, 1206, 1223, 1224, 1225, 1226, 1227, 1228, 1229, 1233, 1234, 1235, 1236, 1237, 1239, 1241, 1242,
    1243, 1244, 1245, 1246, 1248, 1249, 1250, 1252, 1253, 1254, 1255, 1256, 1257, 1258, 1259, 1260, 1261,
    1262, 1263, 1264, 1267, 1268, 1269, 1270, 1271, 1273, 1274, 1275, 1276, 1277, 1278, 1279, 1280, 1282,
    1283, 1284, 1285, 1286, 1287, 1288, 1289, 1290, 1291, 1292, 1293, 1294, 1295,
];

/// A town.
pub(super) struct Town {
    number: u64,
    pub(super) name: String,
    /// Millionths of a degree north, and east of ten degrees west.
    centre: (u64, u64),
    /// The dialling code, without its nought.
    pub(super) code: u32,
}

/// A street of a town.
pub(super) struct Street {
    number: u64,
    pub(super) name: String,
    /// What follows the name, long and short.
    pub(super) road: (&'static str, &'static str),
    /// As for the town.
    start: (u64, u64),
}

impl Town {
    /// The town in which a thing stands.
    pub(super) fn of(seed: u64, thing: u64) -> Self {
        let number = thing / PLACES_A_TOWN;
        let mut dice = Dice::new(seed, About::Town, number);
        let name = format!("{}{}", word(&mut dice, 1), dice.pick(TOWN_ENDINGS));
        let centre = (50_200_000 + dice.below(8_000_000), 5_000_000 + dice.below(6_500_000));
        Self { number, name: capital(&name), centre, code: nth(CODES, number) }
    }

    /// One of its streets.
    pub(super) fn street(&self, seed: u64, nth: u64) -> Street {
        let number = nth % STREETS_A_TOWN;
        let mut dice = Dice::new(seed, About::Street, self.own(number));
        let name = if dice.chance(50) { dice.pick(STREETS).to_owned() } else { capital(&word(&mut dice, 2)) };
        let road = dice.pick(ROADS);
        let start = (self.centre.0 + dice.below(40_000), self.centre.1 + dice.below(60_000));
        Street { number, name, road, start }
    }

    /// The name of one of its parts.
    pub(super) fn part(&self, seed: u64, nth: u64) -> String {
        let number = STREETS_A_TOWN + nth % PARTS_A_TOWN;
        capital(&word(&mut Dice::new(seed, About::Street, self.own(number)), 2))
    }

    /// The number of one of its own among those of all towns.
    fn own(&self, number: u64) -> u64 {
        self.number * (STREETS_A_TOWN + PARTS_A_TOWN) + number
    }

    /// The postcode of a house.
    pub(super) fn postcode(&self, street: &Street, house: u64) -> String {
        let area = self.number / TOWNS_AN_AREA;
        let district = 1 + self.number % TOWNS_AN_AREA * DISTRICTS_A_TOWN + street.number % DISTRICTS_A_TOWN;
        let unit = street.number * 13 + house / HOUSES_A_POSTCODE;
        let pair = |at: u64| [nth(LETTERS, at / 20), nth(LETTERS, at)].iter().collect::<String>();
        format!("{}{district} {}{}", pair(area), street.number % 10, pair(unit))
    }
}

impl Street {
    /// Where a house stands, in degrees north and east.
    pub(super) fn position(&self, house: u64) -> (f64, f64) {
        (degrees(self.start.0 + 20 * house), degrees(self.start.1 + 90 * house) - 10.0)
    }
}

/// A family name, or another word that many may be called by: the lesser the number, the more are.
pub(super) fn family(seed: u64, number: u64) -> String {
    capital(&word(&mut Dice::new(seed, About::Word, number), 2))
}

/// An invented word of so many syllables.
fn word(dice: &mut Dice, syllables: u64) -> String {
    (0..syllables).map(|_| [dice.pick(ONSETS), dice.pick(VOWELS), dice.pick(CODAS)].concat()).collect()
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at_checked(1).unwrap_or_default();
    first.to_uppercase() + rest
}

/// From millionths of a degree, exactly: the same on every machine.
fn degrees(millionths: u64) -> f64 {
    u32::try_from(millionths).map_or(0.0, f64::from) / 1_000_000.0
}

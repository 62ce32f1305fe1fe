//! What a source says of a place of a made-up country: its own places as they are, others' with slips.

use super::{PlaceRow, venue::Venue};
use crate::generate::{
    dice::{About, Dice},
    text,
    words::DROPPED,
    world::postcode_ending,
};

/// The row in which a source tells of a place. At home it makes no slips.
pub(super) fn row(seed: u64, venue: &Venue, source: u16, is_home: bool) -> PlaceRow {
    let dice = Dice::new(seed, About::VenueTelling(source), venue.number);
    let mut voice = Voice { dice, source: u64::from(source), is_home };
    PlaceRow {
        thing: venue.number,
        source,
        name: voice.name(venue),
        street: voice.street(venue),
        town: venue.town.name.clone(),
        postcode: voice.postcode(venue),
        position: voice.position(venue),
        phone: voice.heard(25, &venue.phone).map(|phone| text::phone(&phone, voice.source)),
        email: voice.heard(50, &venue.email),
        url: voice.heard(40, &venue.url),
    }
}

struct Voice {
    dice: Dice,
    source: u64,
    is_home: bool,
}

impl Voice {
    /// Whether a slip that a hearer makes in so many of a hundred cases is made.
    fn slips(&mut self, percent: u64) -> bool {
        !self.is_home && self.dice.chance(percent)
    }

    /// What was heard of a value that so many of a hundred hearers leave out.
    fn heard(&mut self, percent: u64, value: &Option<String>) -> Option<String> {
        if self.slips(percent) { None } else { value.clone() }
    }

    fn name(&mut self, venue: &Venue) -> String {
        let mut name = venue.name.clone();
        if self.slips(35) {
            name = text::shortened(&name);
        }
        if self.slips(15) {
            name = text::without_last_word(&name, DROPPED);
        }
        if self.slips(6) {
            name = text::misspelt(&name, &mut self.dice);
        }
        if self.slips(6) && !name.starts_with("The ") {
            name = format!("The {name}");
        }
        if self.slips(5) {
            name = format!("{name} ({})", venue.town.name);
        }
        if self.slips(8) { name.to_uppercase() } else { name }
    }

    fn street(&mut self, venue: &Venue) -> String {
        let (long, short) = venue.street.road;
        let road = if self.source % 3 == 1 { short } else { long };
        let street = &venue.street.name;
        let street = if self.slips(4) { text::misspelt(street, &mut self.dice) } else { street.clone() };
        if self.slips(10) { format!("{street} {road}") } else { format!("{} {street} {road}", venue.house) }
    }

    /// The postcode, or now and then one nearby, or none.
    fn postcode(&mut self, venue: &Venue) -> Option<String> {
        let postcode = venue.town.postcode(&venue.street, venue.house);
        if self.slips(5) {
            return None;
        }
        match postcode.get(..postcode.len().saturating_sub(2)) {
            Some(sector) if self.slips(8) => Some(format!("{sector}{}", postcode_ending(&mut self.dice))),
            _ => Some(postcode),
        }
    }

    /// The position, some metres off.
    fn position(&mut self, venue: &Venue) -> Option<(f64, f64)> {
        if !venue.is_located || self.slips(50) {
            return None;
        }
        let (north, east) = venue.street.position(venue.house);
        let off = |dice: &mut Dice| u32::try_from(dice.below(500)).map_or(0.0, f64::from) / 1_000_000.0;
        if self.is_home {
            Some((north, east))
        } else {
            Some((north + off(&mut self.dice), east + off(&mut self.dice)))
        }
    }
}

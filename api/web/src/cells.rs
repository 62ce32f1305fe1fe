use catalog::Entry;

use crate::{Site, cards::ServiceCard, place};

/// What a table tells of a service beside its own members, each as text, and empty where nobody says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    /// The lines of the first place's address without its postcode.
    pub address: String,
    /// That postcode.
    pub postal_code: String,
    /// The first telephone number.
    pub phone: String,
    /// The first e-mail address.
    pub email: String,
    /// When it is given.
    pub hours: String,
}

impl Cells {
    /// Those of a service. None where the snapshot does not hold what it should.
    pub fn of(site: Site<'_>, entry: &Entry) -> Option<Self> {
        let card = ServiceCard::of(site, entry)?;
        let address = card.places().find_map(|(_, location, _)| place::main_address(location));
        let postal_code = address.and_then(|address| address.postal_code.clone()).unwrap_or_default();
        let lines = address.map(place::address_lines).unwrap_or_default();
        let lines: Vec<String> = lines.into_iter().filter(|line| *line != postal_code.trim()).collect();
        let hours: Vec<String> = card.times().into_iter().flat_map(|times| times.lines).collect();
        let (address, hours, reach) = (lines.join(", "), hours.join("; "), card.reach());
        let (phone, email) = (reach.phone().unwrap_or_default(), reach.email().unwrap_or_default());
        Some(Self { address, postal_code, phone, email, hours })
    }

    /// What they are called, in the order of a table.
    pub const NAMES: [&str; 5] = ["address", "postal_code", "phone", "email", "hours"];

    /// Each with its name.
    pub fn named(self) -> impl Iterator<Item = (&'static str, String)> {
        Self::NAMES.into_iter().zip([self.address, self.postal_code, self.phone, self.email, self.hours])
    }
}

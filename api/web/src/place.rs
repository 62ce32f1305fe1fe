//! Where something is, and how one gets in.

use maud::{Markup, html};
use model::hsds::{Address, Location};

use crate::markup;

/// The lines of an address, the postcode last; the country only where it is another.
pub(crate) fn address_lines(address: &Address) -> Vec<String> {
    let county = address.state_province.as_ref().filter(|_| address.state_province != address.city);
    let country = address.country.as_ref().filter(|country| !country.eq_ignore_ascii_case("GB"));
    let parts = [
        address.attention.as_ref(),
        address.address_1.as_ref(),
        address.address_2.as_ref(),
        address.city.as_ref(),
        address.region.as_ref(),
        county,
        address.postal_code.as_ref(),
        country,
    ];
    let mut lines: Vec<String> = Vec::new();
    for line in parts.into_iter().flatten().map(|line| line.trim()).filter(|line| !line.is_empty()) {
        if !lines.iter().any(|known| known == line) {
            lines.push(line.to_owned());
        }
    }
    lines
}

/// The address that people go to, else any.
pub(crate) fn main_address(location: &Location) -> Option<&Address> {
    let physical =
        location.addresses.iter().find(|address| address.address_type.as_deref() == Some("physical"));
    physical.or(location.addresses.first())
}

/// An address in lines.
pub(crate) fn of_address(address: &Address) -> Markup {
    html! {
        address class="directory-address" {
            @for (at, line) in address_lines(address).iter().enumerate() { @if at > 0 { br; } (line) }
        }
    }
}

/// What a location is called; where it has no name, the first line of its address.
pub(crate) fn name(location: &Location) -> String {
    let first_line = || main_address(location).and_then(|address| address_lines(address).into_iter().next());
    let name = location.name.clone().filter(|name| !name.trim().is_empty());
    name.or_else(first_line).unwrap_or_else(|| "A place without a name".to_owned())
}

/// How to get there, and what disabled visitors find, as lines.
pub(crate) fn access(location: &Location) -> Vec<Markup> {
    let provisions = location.accessibility.iter().map(|provision| {
        let said = [&provision.description, &provision.details];
        let said: Vec<&str> = said.into_iter().flatten().map(String::as_str).collect();
        let words = if said.is_empty() { "More about access".to_owned() } else { said.join(": ") };
        html! {
            @match &provision.url {
                Some(page) => (markup::web_link(page, &words)),
                None => (words),
            }
        }
    });
    let transport = location.transportation.iter().map(|how| html! { "Getting there: " (how) });
    provisions.chain(transport).collect()
}

//! What is true: organizations, their places and their services, each made from its number alone.

use super::{
    GenerateOptions,
    activities::{ACTIVITIES, Activity},
    dice::{About, Dice, nth},
    words::{FICTIONAL_NUMBERS, FIRST, HOW, ORGANIZATIONS, PLACES, ROADS, SECOND, STREETS, TIMES},
};

/// One organization and all that is its own.
pub(super) struct World {
    pub(super) organization: Organization,
    pub(super) places: Vec<Place>,
    pub(super) services: Vec<Service>,
}

/// A true organization.
pub(super) struct Organization {
    pub(super) number: u64,
    pub(super) neighbourhood: String,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) website: String,
    /// With spaces, in the national form.
    pub(super) phone: String,
}

/// A true place.
pub(super) struct Place {
    pub(super) number: u64,
    pub(super) name: String,
    pub(super) house: u64,
    pub(super) street: &'static str,
    /// Road, Street and so on: long and short.
    pub(super) road: (&'static str, &'static str),
    pub(super) postcode: String,
    pub(super) latitude: f64,
    pub(super) longitude: f64,
}

/// A true service.
pub(super) struct Service {
    pub(super) number: u64,
    pub(super) activity: Activity,
    /// Which of the ways to name it is its own.
    pub(super) naming: u64,
    pub(super) description: String,
    /// Which of the organization's places it is given at.
    pub(super) place: usize,
    pub(super) times: Vec<Times>,
}

/// Days in iCalendar's letters, opening and closing.
pub(super) type Times = (&'static str, &'static str, &'static str);

/// No organization gives more services than this.
const MOST_SERVICES: u64 = 4;
/// Prime to the number of names, so that neighbours in number are no neighbours in name and all names are used.
const STRIDE: u64 = 7919;

impl World {
    /// The organization of this number, whose first service has the number `first_service`.
    pub(super) fn around(options: GenerateOptions, organization: u64, first_service: u64) -> Self {
        let mut dice = Dice::new(options.seed, About::Organization, organization);
        let size = (1 + dice.below(MOST_SERVICES)).min(options.services - first_service);
        let organization = Organization::new(organization, &mut dice);
        let places: Vec<Place> = (0..1 + u64::from(dice.chance(30)))
            .map(|nth| Place::new(options.seed, &organization, nth))
            .collect();
        let services = (0..size)
            .map(|nth| {
                Service::new(options.seed, first_service + nth, &organization, nth, places.len() as u64)
            })
            .collect();
        Self { organization, places, services }
    }
}

impl Organization {
    fn new(number: u64, dice: &mut Dice) -> Self {
        let (kinds, seconds) = (ORGANIZATIONS.len() as u64, SECOND.len() as u64);
        let names = kinds * seconds * FIRST.len() as u64;
        let at = number.wrapping_mul(STRIDE) % names;
        let (kind, about) = nth(ORGANIZATIONS, at);
        let neighbourhood = format!("{} {}", nth(FIRST, at / kinds / seconds), nth(SECOND, at / kinds));
        let round = number / names;
        let again = if round == 0 { String::new() } else { format!(" {}", round + 1) };
        Self {
            number,
            name: format!("{neighbourhood} {kind}{again}"),
            description: format!("In {neighbourhood}: {about}. {}", dice.pick(HOW)),
            website: format!(
                "https://{}-{number}.example.org",
                neighbourhood.to_lowercase().replace(' ', "-")
            ),
            phone: fictional_number(number),
            neighbourhood,
        }
    }
}

/// A telephone number that nobody has; the first 15,000 organizations have each their own.
fn fictional_number(organization: u64) -> String {
    format!(
        "{}{:03}",
        nth(FICTIONAL_NUMBERS, organization),
        organization / FICTIONAL_NUMBERS.len() as u64 % 1000
    )
}

impl Place {
    fn new(seed: u64, organization: &Organization, nth: u64) -> Self {
        let number = organization.number * 2 + nth;
        let mut dice = Dice::new(seed, About::Place, number);
        let street = dice.pick(STREETS);
        let named_for = if nth == 0 { organization.neighbourhood.as_str() } else { street };
        Self {
            number,
            name: format!("{named_for} {}", dice.pick(PLACES)),
            house: 1 + dice.below(250),
            street,
            road: dice.pick(ROADS),
            postcode: postcode(&mut dice),
            latitude: degrees(50_340_000 + dice.below(100_000)),
            longitude: -degrees(4_020_000 + dice.below(180_000)),
        }
    }
}

/// From millionths of a degree, exactly: the same on every machine.
fn degrees(millionths: u64) -> f64 {
    u32::try_from(millionths).map_or(0.0, f64::from) / 1_000_000.0
}

fn postcode(dice: &mut Dice) -> String {
    format!("PL{} {}{}", dice.pick(&[1_u8, 2, 3, 4, 5, 6, 7, 9]), dice.below(10), postcode_ending(dice))
}

/// The two letters that end a postcode, of those that the Royal Mail uses.
pub(super) fn postcode_ending(dice: &mut Dice) -> String {
    const LETTERS: &[char] =
        &['A', 'B', 'D', 'E', 'F', 'G', 'H', 'J', 'L', 'N', 'P', 'Q', 'R', 'S', 'T', 'U', 'W', 'X', 'Y', 'Z'];
    [dice.pick(LETTERS), dice.pick(LETTERS)].iter().collect()
}

impl Service {
    fn new(seed: u64, number: u64, organization: &Organization, place_in_list: u64, places: u64) -> Self {
        let mut dice = Dice::new(seed, About::Service, number);
        let activity = nth(ACTIVITIES, organization.number * 11 + place_in_list * 7);
        let mut times: Vec<Times> = (0..1 + dice.below(2)).map(|_| dice.pick(TIMES)).collect();
        times.dedup();
        Self {
            number,
            activity,
            naming: dice.below(3),
            description: description(activity, &organization.neighbourhood, &mut dice),
            place: usize::try_from(dice.below(places)).unwrap_or_default(),
            times,
        }
    }
}

/// Two or three sentences on a service; which, chance says.
pub(super) fn description(activity: Activity, neighbourhood: &str, dice: &mut Dice) -> String {
    match dice.below(3) {
        0 => format!("{} {}", activity.about, dice.pick(HOW)),
        1 => format!("{} For people in and around {neighbourhood}. {}", activity.about, dice.pick(HOW)),
        _ => format!("{} in {neighbourhood}. {} {}", activity.name, activity.about, dice.pick(HOW)),
    }
}

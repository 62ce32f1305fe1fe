//! What one source says of one organization: the truth in its own style, with slips where it repeats another's news.

use super::{
    dice::{About, Dice},
    text,
    words::TIMES,
    world::{self, Organization, Place, Service, Times, World},
};

/// All that one source tells of one organization.
pub(super) struct Group {
    /// The number of the source.
    pub(super) source: u16,
    pub(super) organization: ToldOrganization,
    pub(super) services: Vec<ToldService>,
}

pub(super) struct ToldOrganization {
    pub(super) number: u64,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) website: Option<String>,
}

/// A place as told, in full with each service; one source tells of one place always the same.
#[derive(Clone)]
pub(super) struct ToldPlace {
    pub(super) number: u64,
    pub(super) name: String,
    pub(super) address: String,
    pub(super) postcode: String,
    /// Degrees north and east.
    pub(super) position: Option<(f64, f64)>,
}

pub(super) struct ToldService {
    pub(super) number: u64,
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) url: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) times: Vec<Times>,
    pub(super) topic: &'static str,
    /// The youngest and oldest it is for; 0 where there is no bound.
    pub(super) ages: (u8, u8),
    pub(super) place: ToldPlace,
}

/// How a source speaks: its style, and whether it speaks of its own or of what it heard.
struct Voice {
    dice: Dice,
    source: u64,
    is_home: bool,
}

impl Group {
    /// What the source says of these services of the organization. Its home source makes no slips.
    pub(super) fn tell(seed: u64, source: u16, is_home: bool, world: &World, services: &[usize]) -> Self {
        let dice = Dice::new(seed, About::Telling(source), world.organization.number);
        let mut voice = Voice { dice, source: u64::from(source), is_home };
        let organization = voice.organization(&world.organization);
        let places: Vec<ToldPlace> = world.places.iter().map(|place| voice.place(place)).collect();
        let told = services.iter().filter_map(|at| {
            let service = world.services.get(*at)?;
            let place = places.get(service.place)?.clone();
            Some(voice.service(service, &world.organization, place))
        });
        Self { source, organization, services: told.collect() }
    }
}

impl Voice {
    /// Whether a slip that a hearer makes in so many of a hundred cases is made.
    fn slips(&mut self, percent: u64) -> bool {
        !self.is_home && self.dice.chance(percent)
    }

    fn name(&mut self, name: &str) -> String {
        if self.is_home { name.to_owned() } else { text::renamed(name, &mut self.dice) }
    }

    fn organization(&mut self, organization: &Organization) -> ToldOrganization {
        ToldOrganization {
            number: organization.number,
            name: self.name(&organization.name),
            description: organization.description.clone(),
            website: (!self.slips(40)).then(|| organization.website.clone()),
        }
    }

    fn place(&mut self, place: &Place) -> ToldPlace {
        let shortens = self.source % 3 == 1;
        let road = if shortens { place.road.1 } else { place.road.0 };
        let position = (!self.slips(50)).then_some((place.latitude, place.longitude));
        ToldPlace {
            number: place.number,
            name: self.name(&place.name),
            address: format!("{} {} {road}", place.house, place.street),
            postcode: self.postcode(&place.postcode),
            position,
        }
    }

    /// The postcode, or now and then one nearby.
    fn postcode(&mut self, postcode: &str) -> String {
        match postcode.get(..postcode.len().saturating_sub(2)) {
            Some(sector) if self.slips(8) => format!("{sector}{}", world::postcode_ending(&mut self.dice)),
            _ => postcode.to_owned(),
        }
    }

    fn service(&mut self, service: &Service, organization: &Organization, place: ToldPlace) -> ToldService {
        let name = self.service_name(service, organization, &place);
        ToldService {
            number: service.number,
            name,
            description: self.description(service, organization),
            url: self.url(service, organization),
            phone: (!self.slips(25)).then(|| text::phone(&organization.phone, self.source)),
            times: self.times(service),
            topic: service.activity.topic,
            ages: if self.slips(40) { (0, 0) } else { service.activity.ages },
            place,
        }
    }

    /// The service's own way of being named, or another that is as usual.
    fn service_name(&mut self, service: &Service, organization: &Organization, place: &ToldPlace) -> String {
        let naming = if self.slips(25) { self.dice.below(3) } else { service.naming };
        let activity = service.activity.name;
        let name = match naming {
            0 => activity.to_owned(),
            1 => format!("{} {activity}", organization.neighbourhood),
            _ => return format!("{} at {}", self.name(activity), place.name),
        };
        self.name(&name)
    }

    fn description(&mut self, service: &Service, organization: &Organization) -> Option<String> {
        if self.is_home {
            return Some(service.description.clone());
        }
        let own_words = world::description(service.activity, &organization.neighbourhood, &mut self.dice);
        (!self.slips(20)).then_some(own_words)
    }

    /// The service's own page, or where that is not known the organization's.
    fn url(&mut self, service: &Service, organization: &Organization) -> Option<String> {
        if self.is_home {
            return Some(format!("{}/{}", organization.website, service.number));
        }
        (!self.slips(60)).then(|| organization.website.clone())
    }

    fn times(&mut self, service: &Service) -> Vec<Times> {
        if self.slips(30) {
            return Vec::new();
        }
        if self.slips(15) { vec![self.dice.pick(TIMES)] } else { service.times.clone() }
    }
}

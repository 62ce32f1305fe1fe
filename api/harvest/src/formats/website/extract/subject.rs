//! What a page is about, and what it mentions.

use model::alignment::{FactKind, Relation};
use normalize::text;

use super::{facts, found::Found, label, lists::Listed, things::Thing};

/// One thing that a page tells of.
#[derive(Clone, Debug)]
pub(in crate::formats::website) struct Told {
    pub(in crate::formats::website) name: String,
    pub(in crate::formats::website) relation: Relation,
    pub(in crate::formats::website) place: String,
    pub(in crate::formats::website) link: Option<String>,
    pub(in crate::formats::website) description: Option<String>,
    /// Whether the page says that it is an organization.
    pub(in crate::formats::website) is_organization: bool,
    pub(in crate::formats::website) found: Found,
}

impl Told {
    /// The values of a kind of fact, in order.
    pub(in crate::formats::website) fn all(&self, kind: FactKind) -> impl Iterator<Item = &str> {
        self.found.facts.iter().filter(move |fact| fact.kind == kind).map(|fact| fact.value.as_str())
    }

    /// The first value of a kind of fact.
    pub(in crate::formats::website) fn first(&self, kind: FactKind) -> Option<&str> {
        self.all(kind).next()
    }
}

/// Words with which pages begin on which something is done, not told of.
const DOING: [&str; 34] = [
    "pay",
    "apply",
    "report",
    "renew",
    "register",
    "check",
    "book",
    "tell",
    "request",
    "find",
    "search",
    "get",
    "contact",
    "make",
    "complain",
    "order",
    "view",
    "use",
    "sign",
    "log",
    "cancel",
    "change",
    "buy",
    "download",
    "claim",
    "appeal",
    "challenge",
    "submit",
    "track",
    "object",
    "update",
    "how",
    "what",
    "home",
];

/// The things that a page tells of: what it is about first.
pub(super) fn told(title: &str, listed: &Listed<'_>, things: Vec<Thing>, is_news: bool) -> Vec<Told> {
    let own = own_of(title, listed);
    let (about, mentioned): (Vec<Thing>, Vec<Thing>) =
        things.into_iter().partition(|thing| is_alike(&thing.name, title));
    let is_single = about.is_empty() && mentioned.len() == 1 && listed.items.len() < 2;
    let mut about = about.into_iter();
    let first = about.next();
    let (first, mentioned) = match first {
        None if is_single => {
            (mentioned.into_iter().next().filter(|thing| !thing.is_organization), Vec::new())
        }
        first => (first, mentioned),
    };
    let mut told: Vec<Told> = Vec::new();
    match first {
        Some(thing) if !is_news => told.push(typed(thing, Some(own), Relation::About, title)),
        None if !is_news && listed.items.len() < 2 && is_subject(title, &own) => told.push(plain(title, own)),
        _ => {}
    }
    // An organization beside others is most often who publishes the site, and stands on each of its pages.
    let is_list = mentioned.len() >= 2;
    let named = mentioned.into_iter().filter(|thing| is_list || !thing.is_organization);
    told.extend(named.map(|thing| typed(thing, None, Relation::Mentions, title)));
    for item in &listed.items {
        match told
            .iter_mut()
            .find(|known| is_alike(&known.name, &item.name) && is_same_place(&known.found, &item.found))
        {
            Some(known) => {
                known.link = known.link.take().or_else(|| item.link.clone());
                complete(&mut known.found, item.found.clone());
            }
            None => told.push(Told {
                name: item.name.clone(),
                relation: Relation::Mentions,
                place: item.place.clone(),
                link: item.link.clone(),
                description: None,
                is_organization: false,
                found: named_first(&item.name, &item.place, item.found.clone()),
            }),
        }
    }
    told
}

/// What the page states outside of the things that it lists.
fn own_of(title: &str, listed: &Listed<'_>) -> Found {
    let blocks = listed.blocks.iter().zip(listed.places).zip(&listed.is_taken);
    let own = blocks.filter(|(_, taken)| !**taken).map(|((block, place), _)| (block, place.as_str()));
    let mut found = facts::of_blocks(own, listed.site);
    if let Some(status) = super::change::status(title) {
        found.push(FactKind::Status, status, title);
    }
    found
}

/// Whether a page is about one thing that people can go to.
fn is_subject(title: &str, own: &Found) -> bool {
    let phrase = text::phrase(title);
    let first = phrase.split(' ').next().unwrap_or_default();
    let is_doing = DOING.contains(&first) || label::is_generic(title);
    let is_told = own.has(&[FactKind::Address, FactKind::Postcode, FactKind::Hours]) || own.charity.is_some();
    !is_doing && is_told
}

fn plain(title: &str, own: Found) -> Told {
    Told {
        name: title.to_owned(),
        relation: Relation::About,
        place: title.to_owned(),
        link: None,
        description: None,
        is_organization: false,
        found: named_first(title, title, own),
    }
}

fn typed(thing: Thing, own: Option<Found>, relation: Relation, title: &str) -> Told {
    let Thing { name, description, is_organization, link, found } = thing;
    let place = format!("{title} › schema.org");
    let mut found = named_first(&name, &place, found);
    own.into_iter().for_each(|own| complete(&mut found, own));
    Told { name, relation, place, link, description, is_organization, found }
}

fn named_first(name: &str, place: &str, rest: Found) -> Found {
    let mut found = Found::default();
    found.push(FactKind::Name, name, place);
    found.extend(rest);
    found
}

/// Adds what is told elsewhere of the kinds that nothing is told of.
fn complete(found: &mut Found, other: Found) {
    let told: Vec<FactKind> = found.facts.iter().map(|fact| fact.kind).collect();
    for fact in other.facts.iter().filter(|fact| !told.contains(&fact.kind)) {
        found.push(fact.kind, &fact.value, &fact.place);
    }
    found.charity = found.charity.take().or(other.charity);
}

/// Whether two names are one, or one is the beginning of the other.
fn is_alike(one: &str, other: &str) -> bool {
    let (one, other) = (text::key(one), text::key(other));
    !one.is_empty()
        && !other.is_empty()
        && (one == other || one.starts_with(&format!("{other}-")) || other.starts_with(&format!("{one}-")))
}

/// Whether nothing says that two things are in different places.
fn is_same_place(one: &Found, other: &Found) -> bool {
    let code = |found: &Found| {
        found.facts.iter().find(|fact| fact.kind == FactKind::Postcode).map(|fact| fact.value.clone())
    };
    code(one).zip(code(other)).is_none_or(|(one, other)| one == other)
}

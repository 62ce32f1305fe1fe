//! What a page and the directory say of the same thing, fact by fact.

use std::collections::BTreeSet;

use model::{
    SourceId,
    alignment::{Fact, FactKind},
};
use normalize::url;

use super::{entry::Said, holding::Holding, site::Site, value};

/// A fact that both tell of.
#[derive(Clone, Debug)]
pub(super) struct Compared<'a> {
    pub(super) kind: FactKind,
    /// Whether what the page says is what the directory says.
    pub(super) agrees: bool,
    /// What the page says, and where.
    pub(super) page: &'a Fact,
    /// What the directory says.
    pub(super) said: &'a Said,
    /// The sources that say what the page says, and those that say what the directory does.
    pub(super) with_page: Vec<SourceId>,
    pub(super) with_entry: Vec<SourceId>,
}

/// The facts that are held against each other.
const COMPARED: [FactKind; 7] = [
    FactKind::Status,
    FactKind::Phone,
    FactKind::Postcode,
    FactKind::Hours,
    FactKind::Email,
    FactKind::Url,
    FactKind::Name,
];

/// The field of HSDS that holds a fact.
pub(super) const fn field(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Name => "name",
        FactKind::Phone => "phones",
        FactKind::Email => "email",
        FactKind::Url => "url",
        FactKind::Address | FactKind::Postcode => "addresses",
        FactKind::Hours => "schedules",
        FactKind::Status => "status",
        FactKind::Ends => "valid_to",
    }
}

/// Every fact that both a page and a holding tell of. `is_whole` where the page tells of nothing else, so that it may be
/// held to its name.
pub(super) fn compare<'a>(
    site: &Site,
    facts: &'a [Fact],
    holding: &Holding<'a>,
    is_whole: bool,
) -> Vec<Compared<'a>> {
    let kinds = COMPARED.into_iter().filter(|kind| is_whole || *kind != FactKind::Name);
    kinds.filter_map(|kind| one(site, kind, facts, holding)).collect()
}

fn one<'a>(site: &Site, kind: FactKind, facts: &'a [Fact], holding: &Holding<'a>) -> Option<Compared<'a>> {
    let told: Vec<(&Fact, String)> = facts
        .iter()
        .filter(|fact| fact.kind == kind || (kind, fact.kind) == (FactKind::Postcode, FactKind::Address))
        .filter_map(|fact| Some((fact, comparable(site, kind, value::of_fact(fact)?)?)))
        .collect();
    let own = holding.own(kind);
    let known: BTreeSet<String> = holding
        .known(kind)
        .into_iter()
        .filter_map(|value| comparable(site, kind, value.to_owned()))
        .collect();
    let agreeing = told.iter().find(|(_, value)| agree(kind, value, &known));
    let (page, _) = agreeing.or_else(|| told.first())?;
    // What is published in words alone cannot be held against anything.
    let said = own.iter().find(|said| said.is_published).copied();
    let said = said.or_else(|| agreeing.and_then(|_| holding.anything(kind)))?;
    let of_page: BTreeSet<&String> = told.iter().map(|(_, value)| value).collect();
    let says = |said: &&&Said, values: &dyn Fn(&String) -> bool| said.values.iter().any(values);
    let sources = |values: &dyn Fn(&String) -> bool| {
        let all: BTreeSet<&SourceId> = own
            .iter()
            .filter(|said| says(said, values) && said.source != site.source)
            .map(|said| &said.source)
            .collect();
        all.into_iter().cloned().collect()
    };
    Some(Compared {
        kind,
        agrees: agreeing.is_some(),
        page,
        said,
        with_page: sources(&|value| of_page.contains(value)),
        with_entry: sources(&|value| said.values.contains(value)),
    })
}

/// The form in which values of a kind are held against each other: of web addresses the site; none for one of this website.
fn comparable(site: &Site, kind: FactKind, value: String) -> Option<String> {
    match kind {
        FactKind::Url if site.website.key(&value).is_some() => None,
        // Two pages of one host are no disagreement.
        FactKind::Url => url::site(&value).map(|site| site.split('/').next().unwrap_or_default().to_owned()),
        _ => Some(value),
    }
}

fn agree(kind: FactKind, value: &str, known: &BTreeSet<String>) -> bool {
    match kind {
        FactKind::Name => known.iter().any(|other| !value::are_other_names(value, other)),
        FactKind::Status => known.iter().any(|other| {
            value::is_closed(other) == value::is_closed(value)
                && (other == "temporarily closed") == (value == "temporarily closed")
        }),
        _ => known.contains(value),
    }
}

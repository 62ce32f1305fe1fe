//! The closed lists of alignment as enumerations, made of those of the model.

use std::fmt::Display;

use async_graphql::{
    Result,
    dynamic::{Enum, EnumItem, ResolverContext},
};
use model::alignment::{Relation, VerdictKind, VerdictState};

use super::given;

pub(super) const KIND: &str = "VerdictKind";
pub(super) const STATE: &str = "VerdictState";
pub(super) const RELATION: &str = "PageRelation";

/// A word as an enumeration writes it: `broken-link` as `BROKEN_LINK`.
pub(super) fn word(of: &impl Display) -> String {
    of.to_string().to_uppercase().replace('-', "_")
}

/// The words that an argument lists; none where it is not given.
pub(super) fn words<T: Copy + Display>(
    ctx: &ResolverContext<'_>,
    argument: &str,
    all: &[T],
) -> Result<Vec<T>> {
    let Some(listed) = given(ctx, argument) else { return Ok(Vec::new()) };
    let known = |name: &str| {
        let found = all.iter().copied().find(|one| word(one) == name);
        found.ok_or_else(|| format!("`{argument}` does not know `{name}`").into())
    };
    match listed.list() {
        Ok(several) => several.iter().map(|name| known(name.enum_name()?)).collect(),
        // The language lets one word stand for a list of it.
        Err(_) => Ok(vec![known(listed.enum_name()?)?]),
    }
}

pub(super) fn enums() -> [Enum; 3] {
    let kinds = VerdictKind::ALL.into_iter().map(|kind| item(&kind, of_kind(kind)));
    let states = VerdictState::ALL.into_iter().map(|state| item(&state, of_state(state)));
    let relations = [Relation::About, Relation::Mentions];
    let relations = relations.into_iter().map(|relation| item(&relation.as_str(), of_relation(relation)));
    [
        kinds.fold(
            Enum::new(KIND).description("What may be amiss between a website and the directory."),
            Enum::item,
        ),
        states.fold(Enum::new(STATE).description("How far people have come with a verdict."), Enum::item),
        relations.fold(Enum::new(RELATION).description("How a page tells of a thing."), Enum::item),
    ]
}

fn item(of: &impl Display, doc: &str) -> EnumItem {
    EnumItem::new(word(of)).description(doc)
}

const fn of_kind(kind: VerdictKind) -> &'static str {
    match kind {
        VerdictKind::Conflict => "Page and directory disagree on a fact.",
        VerdictKind::Stale => {
            "The page tells of a thing that every source has closed, or of days that are over."
        }
        VerdictKind::BrokenLink => "A link from one to the other leads nowhere.",
        VerdictKind::Duplicate => "The page repeats what the directory holds.",
        VerdictKind::NearDuplicatePages => "Two pages share most of their text.",
        VerdictKind::PageWithoutEntry => "The page tells of a thing that the directory lacks.",
        VerdictKind::EntryWithoutPage => {
            "The directory holds a thing that has no page, although others of its kind have."
        }
    }
}

const fn of_state(state: VerdictState) -> &'static str {
    match state {
        VerdictState::Open => "Nobody decided.",
        VerdictState::Accepted => "Someone agrees, and it is to be mended.",
        VerdictState::Dismissed => "Someone disagrees, until the facts change.",
        VerdictState::Closed => "Its cause is gone.",
    }
}

const fn of_relation(relation: Relation) -> &'static str {
    match relation {
        Relation::About => "The page is about it.",
        Relation::Mentions => "The page mentions it among others.",
    }
}

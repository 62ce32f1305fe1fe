//! The weights of one subject, laid out to be looked up quickly.

use crate::Subject;
use crate::compare::Agreement;
use crate::match_model::{Level, MatchModel, Property, Weights};

/// The properties that have weights of their own, by their place in the tables.
const PROPERTIES: [Property; 12] = [
    Property::Name,
    Property::Uri,
    Property::Identifier,
    Property::Postcode,
    Property::Street,
    Property::Position,
    Property::Phone,
    Property::Email,
    Property::Site,
    Property::Description,
    Property::Organization,
    Property::Location,
];

/// What the levels weigh for one subject under a match model.
#[derive(Debug)]
pub(crate) struct Scale<'m> {
    pub(crate) model: &'m MatchModel,
    pub(crate) weights: &'m Weights,
    table: [[i32; Level::ALL.len()]; PROPERTIES.len()],
}

impl<'m> Scale<'m> {
    pub(crate) fn of(model: &'m MatchModel, subject: Subject) -> Self {
        let weights = model.weights(subject);
        let table = PROPERTIES.map(|property| Level::ALL.map(|level| weights.weight(property, level)));
        Self { model, weights, table }
    }

    /// What an agreement weighs: see [`Weights::weigh`].
    pub(crate) fn weigh(&self, known: &Agreement) -> i32 {
        match known.property {
            Property::Column(_) => self.weights.weigh(known.property, known.level, known.held),
            property => Weights::for_held(self.weight(property, known.level), known.held),
        }
    }

    /// What a level weighs where few hold the value.
    pub(crate) fn weight(&self, property: Property, level: Level) -> i32 {
        let levels = place(property).and_then(|at| self.table.get(at));
        levels.and_then(|levels| levels.get(level as usize)).copied().unwrap_or_default()
    }

    /// A pair that comes to less is forgotten.
    pub(crate) fn floor(&self) -> i32 {
        self.model.review.min(self.model.link)
    }

    /// The most that any level weighs, at least nothing.
    pub(crate) fn most(&self, property: Property) -> i32 {
        let levels = place(property).and_then(|at| self.table.get(at));
        levels.and_then(|levels| levels.iter().copied().max()).unwrap_or_default().max(0)
    }
}

/// Where the weights of a property stand.
const fn place(property: Property) -> Option<usize> {
    Some(match property {
        Property::Name => 0,
        Property::Uri => 1,
        Property::Identifier => 2,
        Property::Postcode => 3,
        Property::Street => 4,
        Property::Position => 5,
        Property::Phone => 6,
        Property::Email => 7,
        Property::Site => 8,
        Property::Description => 9,
        Property::Organization => 10,
        Property::Location => 11,
        Property::Column(_) | Property::Rule => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_say_what_the_model_says() {
        let model = MatchModel::shipped();
        for subject in Subject::ALL {
            let (scale, weights) = (Scale::of(model, subject), model.weights(subject));
            for (at, property) in PROPERTIES.into_iter().enumerate() {
                assert_eq!(place(property), Some(at));
                for (level, held) in Level::ALL.into_iter().zip([1, 2, 3, 50].into_iter().cycle()) {
                    let known = Agreement { property, level, held };
                    assert_eq!(scale.weigh(&known), weights.weigh(property, level, held));
                }
            }
        }
    }
}

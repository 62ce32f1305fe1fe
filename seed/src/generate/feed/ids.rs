use model::NAMESPACE;
use uuid::Uuid;

/// The ids that one source gives to its things, told apart by noun and number.
///
/// A number of one source stands for another thing in the next, so that ids alone never tell who is who.
pub(super) struct Ids {
    source: Uuid,
    first: u64,
    are_uuids: bool,
}

impl Ids {
    /// The ids of the source of this name and number.
    pub(super) fn of_source(name: &str, number: u16, are_uuids: bool) -> Self {
        Self {
            source: Uuid::new_v5(&NAMESPACE, name.as_bytes()),
            first: 1 + 1000 * u64::from(number),
            are_uuids,
        }
    }

    /// The id of the thing of this noun and true number.
    pub(super) fn of(&self, noun: &str, number: u64) -> String {
        let own = format!("{noun}-{}", self.first + number);
        if self.are_uuids { Uuid::new_v5(&self.source, own.as_bytes()).to_string() } else { own }
    }
}

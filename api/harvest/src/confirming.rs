//! A source says, beside its feed, that what it told still holds.

use model::{Clock, Kind, RecordKey, SourceId};
use store::{Confirmed, Store, StoreError};

/// Why nothing was confirmed.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    /// There is no such source.
    #[error("there is no source `{0}`")]
    UnknownSource(SourceId),
    /// Labels of no service that the source has now.
    #[error(
        "{} of `{source_id}` is no service that is there now; name each as service:id, or none for all of them",
        .labels.join(", ")
    )]
    UnknownRecords {
        /// The source.
        source_id: SourceId,
        /// The labels, as they were sent.
        labels: Vec<String>,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Confirms services of a source unchanged, each named as `service:id`; without any, all that are present. Answers how
/// many. What is confirmed is current for another review period, and its `assured_date` is today's.
///
/// # Errors
///
/// Fails where there is no such source; where a label names no present service of it, and then nothing is confirmed; and
/// where the store fails.
pub fn confirm(
    store: &Store,
    source: &SourceId,
    labels: Option<&[String]>,
    clock: &dyn Clock,
) -> Result<usize, ConfirmError> {
    let unknown = |labels: Vec<String>| ConfirmError::UnknownRecords { source_id: source.clone(), labels };
    let keys = labels.map(|labels| read(source, labels)).transpose().map_err(unknown)?;
    match store.confirm(source, keys.as_deref(), clock.now()) {
        Ok(Confirmed::All(count)) => Ok(count),
        Ok(Confirmed::Unknown(keys)) => {
            Err(unknown(keys.iter().map(|key| format!("{}:{}", key.kind, key.id)).collect()))
        }
        Err(StoreError::UnknownSource(source)) => Err(ConfirmError::UnknownSource(source)),
        Err(error) => Err(error.into()),
    }
}

/// The records that labels name, or the labels that name no service.
fn read(source: &SourceId, labels: &[String]) -> Result<Vec<RecordKey>, Vec<String>> {
    let key = |label: &String| {
        let (kind, id) = label.split_once(':')?;
        (kind.parse() == Ok(Kind::Service) && !id.is_empty())
            .then(|| RecordKey::new(source.clone(), Kind::Service, id))
    };
    let keys: Vec<_> = labels.iter().map(|label| key(label).ok_or(label)).collect();
    let unread: Vec<String> =
        keys.iter().filter_map(|key| key.as_ref().err()).map(|label| (*label).clone()).collect();
    if unread.is_empty() { Ok(keys.into_iter().filter_map(Result::ok).collect()) } else { Err(unread) }
}

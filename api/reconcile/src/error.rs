use store::StoreError;

/// Why a reconciliation stopped. Nothing of the pass was published.
#[derive(Debug, thiserror::Error)]
pub enum ReconcileError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Another process led for longer than we waited.
    #[error(
        "another process has been reconciling for more than {waited} seconds; \
         wait for it, or end it and run `directory reconcile`"
    )]
    Busy {
        /// How long we waited, in seconds.
        waited: u64,
    },
}

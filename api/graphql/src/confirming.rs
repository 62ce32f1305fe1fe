//! Records that partners confirm unchanged through the graph.

use async_graphql::{
    Result, Value,
    dynamic::{FieldFuture, FieldValue, InputValue, ResolverContext, TypeRef},
};
use harvest::confirming::ConfirmError;

use crate::{
    errors::{Refused, off_the_loop},
    pushing::Writer,
    reading::attempt,
    shape::Draft,
};

/// Adds the way to confirm records.
pub(crate) fn add_mutation(draft: Draft) -> Draft {
    let source = InputValue::new("source", TypeRef::named_nn(TypeRef::ID)).description("The source.");
    let records = InputValue::new("records", TypeRef::named_nn_list(TypeRef::ID))
        .description("Its services, each as service:id; all that it has now, unless told.");
    let doc = "Confirms services of a source unchanged, and answers how many: they are current for another review period. \
               Where one that is named is no service of the source, nothing is confirmed. For clients of the source.";
    draft.asking("confirmRecords", TypeRef::named(TypeRef::INT), doc, vec![source, records], |ctx| {
        FieldFuture::new(async move {
            let confirmed = confirm(&ctx).await;
            Ok(attempt(&ctx, confirmed.map(|count| Some(FieldValue::value(Value::from(count))))))
        })
    })
}

async fn confirm(ctx: &ResolverContext<'_>) -> Result<usize> {
    let Writer { caller, source, desk, access } = Writer::of(ctx)?;
    let named = ctx.args.get("records").filter(|records| !records.is_null());
    let read = |label: async_graphql::dynamic::ValueAccessor<'_>| Ok(label.string()?.to_owned());
    let labels = named.map(|named| named.list()?.iter().map(read).collect::<Result<Vec<_>>>()).transpose()?;
    off_the_loop(move || {
        let work = || desk.confirm(&source, labels.as_deref());
        access.audited(&caller, "confirm records", source.as_str(), work)
    })
    .await
}

impl From<ConfirmError> for Refused {
    fn from(error: ConfirmError) -> Self {
        match error {
            ConfirmError::Store(error) => error.into(),
            told => Self::Told(told.to_string()),
        }
    }
}

use std::{fmt, path::Path, sync::Arc};

use harvest::{
    Format, Options, Progress, Silent, SourceConfig, Template, UploadReport,
    confirming::{self, ConfirmError},
    joining::{self, JoinError},
    push::{PushError, PushReport, Write},
};
use model::{
    Clock, Conflict, Correction, Issue, Judgement, RecordKey, Report, ReportState, Run, SourceId,
    alignment::{AlignedPage, Alignment, Verdict},
};
use serde_json::Value;
use store::{ConflictFilter, Judged, NewJudgement, NewReport, Once, PageFilter, Store, VerdictFilter};
use uuid::Uuid;

use crate::{
    Bell, ReconcileError,
    alignment::{self, Decide, DecideError, Look},
    changes::{self, Feed, FeedError},
    checking::{self, CheckOptions, Checked},
    correcting::{self, CorrectError, Corrected, NewCorrection},
    judging::{self, About, JudgeError},
    matches::{self, Audience, EntityMatch, Match, MatchError},
    models::InForce,
    reporting::{self, ReportError, Settled},
    review::{self, Question},
    sources::{self, Outcome, Summary},
};

/// Where people look at doubtful matches and decide them: everything that the interfaces offer to stewards. Cheap to
/// clone. Every call reads the store, so call it where blocking is allowed.
#[derive(Clone)]
pub struct Desk {
    store: Store,
    clock: Arc<dyn Clock>,
    bell: Bell,
    models: InForce,
    harvesting: Options,
}

impl Desk {
    /// A desk over a store. Its bell rings whenever something was decided, so that it takes effect at once.
    pub fn new(store: Store, clock: Arc<dyn Clock>, bell: Bell) -> Self {
        Self { store, clock, bell, models: InForce::default(), harvesting: Options::default() }
    }

    /// Reads what is sent by these options: with the directory's categories.
    #[must_use]
    pub fn harvesting(mut self, options: Options) -> Self {
        self.harvesting = options;
        self
    }

    /// See [`matches::explain`].
    pub fn explain(&self, a: &RecordKey, b: &RecordKey, audience: Audience) -> Result<Match, MatchError> {
        matches::explain(&self.store, &self.models, (a, b), audience)
    }

    /// See [`matches::explain_entity`].
    pub fn explain_entity(&self, id: Uuid, audience: Audience) -> Result<EntityMatch, MatchError> {
        matches::explain_entity(&self.store, &self.models, id, audience)
    }

    /// See [`review::questions`].
    pub fn questions(&self, limit: usize) -> store::Result<Vec<Question>> {
        review::questions(&self.store, &self.models, limit)
    }

    /// See [`changes::check`].
    pub fn check_changes(&self, after: i64, epoch: Option<&str>, last: i64) -> Result<(), FeedError> {
        changes::check(&self.store, after, epoch, last)
    }

    /// See [`changes::after`].
    pub fn changes(&self, after: i64, seen: i64, limit: usize) -> Result<Feed, FeedError> {
        changes::after(&self.store, after, seen, limit)
    }

    /// See [`reporting::report`].
    pub fn report(&self, new: &NewReport) -> Result<Report, ReportError> {
        reporting::report(&self.store, &*self.clock, new)
    }

    /// See [`Store::reports`].
    pub fn reports(&self, state: ReportState, after: i64, limit: i64) -> store::Result<Vec<Report>> {
        self.store.reports(state, after, limit)
    }

    /// See [`Store::count_open_reports`].
    pub fn count_open_reports(&self) -> store::Result<u64> {
        self.store.count_open_reports()
    }

    /// See [`reporting::decide`]; `signed` is who decides, and the note.
    pub fn decide_report(
        &self,
        number: i64,
        verdict: reporting::Verdict,
        signed: (&str, &str),
    ) -> Result<Settled, ReportError> {
        reporting::decide(&self.store, &*self.clock, number, verdict, signed)
    }

    /// See [`sources::list`].
    pub fn sources(&self, audience: Audience) -> store::Result<Vec<Summary>> {
        sources::list(&self.store, audience)
    }

    /// See [`sources::find`].
    pub fn source(&self, id: &SourceId, audience: Audience) -> store::Result<Option<Summary>> {
        sources::find(&self.store, id, audience)
    }

    /// See [`sources::runs`].
    pub fn runs(&self, id: &SourceId, audience: Audience, limit: i64) -> store::Result<Option<Vec<Run>>> {
        sources::runs(&self.store, id, audience, limit)
    }

    /// See [`sources::open_issues`].
    pub fn open_issues(&self, id: &SourceId) -> store::Result<Option<Vec<Issue>>> {
        sources::open_issues(&self.store, id)
    }

    /// See [`sources::outcome`].
    pub fn outcome(&self, key: &RecordKey, audience: Audience) -> Result<Outcome, MatchError> {
        sources::outcome(&self.store, &self.models, key, audience)
    }

    /// See [`checking::check`].
    pub fn check(
        &self,
        config: SourceConfig,
        audience: Audience,
        options: &CheckOptions,
    ) -> Result<Checked, ReconcileError> {
        let watched = (&*self.clock, &Silent as &dyn Progress);
        checking::check(Some((&self.store, &self.models)), config, audience, options, watched)
    }

    /// See [`harvest::push::push`]. What was written is published at once.
    pub fn push(&self, source: &SourceId, writes: &[Write], dry_run: bool) -> Result<PushReport, PushError> {
        let report =
            harvest::push::push(&self.store, source, writes, dry_run, (&self.harvesting, &*self.clock))?;
        if !dry_run {
            self.bell.ring();
        }
        Ok(report)
    }

    /// See [`confirming::confirm`]. It is published at once.
    pub fn confirm(&self, source: &SourceId, labels: Option<&[String]>) -> Result<usize, ConfirmError> {
        let confirmed = confirming::confirm(&self.store, source, labels, &*self.clock)?;
        self.bell.ring();
        Ok(confirmed)
    }

    /// See [`joining::join`].
    pub fn join(&self, described: Value) -> Result<SourceConfig, JoinError> {
        joining::join(&self.store, described)
    }

    /// See [`joining::change`]. What is published of the source changes at once.
    pub fn change_source(&self, id: &SourceId, patch: &Value) -> Result<SourceConfig, JoinError> {
        let changed = joining::change(&self.store, id, patch, &*self.clock)?;
        self.bell.ring();
        Ok(changed)
    }

    /// See [`joining::upload`]. What was uploaded is published at once.
    pub fn upload(
        &self,
        id: &SourceId,
        file: (&Path, Option<Format>),
        accept_deletions: bool,
        is_tried: bool,
    ) -> Result<UploadReport, JoinError> {
        let options = Options { accept_deletions, ..self.harvesting.clone() };
        let report = joining::upload(&self.store, id, file, is_tried, (&options, &*self.clock))?;
        if !is_tried {
            self.bell.ring();
        }
        Ok(report)
    }

    /// See [`joining::template`].
    pub fn template(&self, id: &SourceId) -> Result<Template, JoinError> {
        joining::template(&self.store, id)
    }

    /// See [`Store::begin_once`].
    pub fn begin_once(&self, once: Once<'_>) -> store::Result<store::Progress> {
        self.store.begin_once(once, self.clock.now())
    }

    /// See [`Store::end_once`].
    pub fn end_once(&self, once: Once<'_>, answered: Option<&str>) -> store::Result<()> {
        self.store.end_once(once, answered)
    }

    /// See [`judging::judge`].
    pub fn judge(&self, new: &[NewJudgement]) -> Result<Vec<Judged>, JudgeError> {
        let judged = judging::judge(&self.store, &*self.clock, new)?;
        self.bell.ring();
        Ok(judged)
    }

    /// See [`judging::judgements`].
    pub fn judgements(
        &self,
        about: &About,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<Judgement>, MatchError> {
        judging::judgements(&self.store, about, before, limit)
    }

    /// See [`alignment::align`].
    pub fn align(&self) -> Result<Alignment, ReconcileError> {
        alignment::align(&self.store, &self.models, &*self.clock)
    }

    /// What alignments came to, the newest first, at most so many.
    pub fn alignments(&self, limit: i64) -> store::Result<Vec<Alignment>> {
        self.store.alignments(limit)
    }

    /// A page of verdicts, and how many there are in all.
    pub fn verdicts(
        &self,
        filter: &VerdictFilter,
        limit: i64,
        offset: i64,
    ) -> store::Result<(Vec<Verdict>, u64)> {
        Ok((self.store.verdicts(filter, limit, offset)?, self.store.count_verdicts(filter)?))
    }

    /// See [`Store::verdict`].
    pub fn verdict(&self, id: Uuid) -> store::Result<Option<Verdict>> {
        self.store.verdict(id)
    }

    /// See [`alignment::decide`].
    pub fn decide(&self, id: Uuid, decided: &[Decide], who: &str) -> Result<Verdict, DecideError> {
        alignment::decide(&self.store, &*self.clock, id, decided, who)
    }

    /// A page of the pages of websites, and how many there are in all.
    pub fn pages(
        &self,
        filter: &PageFilter,
        limit: i64,
        offset: i64,
    ) -> store::Result<(Vec<AlignedPage>, u64)> {
        Ok((self.store.pages(filter, limit, offset)?, self.store.count_pages(filter)?))
    }

    /// See [`alignment::look_up`].
    pub fn look_up(&self, address: &str) -> store::Result<Option<Look>> {
        alignment::look_up(&self.store, address)
    }

    /// See [`Store::conflicts`].
    pub fn conflicts(
        &self,
        filter: &ConflictFilter,
        limit: i64,
        offset: i64,
    ) -> store::Result<Vec<Conflict>> {
        self.store.conflicts(filter, limit, offset)
    }

    /// See [`correcting::correct`].
    pub fn correct(&self, new: &NewCorrection, dry_run: bool) -> Result<Corrected, CorrectError> {
        let corrected = correcting::correct(&self.store, &*self.clock, new, dry_run)?;
        if !dry_run {
            self.bell.ring();
        }
        Ok(corrected)
    }

    /// See [`correcting::corrections`]: those with lesser numbers than `before`, the newest first, at most so many.
    pub fn corrections(
        &self,
        entity: Option<Uuid>,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<Correction>, CorrectError> {
        let log = correcting::corrections(&self.store, entity)?;
        let newest_first = log.into_iter().rev();
        let lesser = newest_first.filter(|one| before.is_none_or(|before| one.number < before));
        Ok(lesser.take(limit).collect())
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk").field("store", &self.store).finish_non_exhaustive()
    }
}

//! Reading a whole feed to the spool.

use std::{io, path::Path, time::SystemTime};

use chrono::{DateTime, TimeDelta, Utc};
use model::{IssueDraft, Severity};
use outbound::{AddressPolicy, Limits, Outbound, OutboundError, Validators};
use tempfile::TempDir;

use crate::{
    Options, Progress, SourceConfig, Stage,
    categories::Assigner,
    issues::{Issues, shown},
    local::Local,
    spool::{Added, Spool},
    state::State,
};

pub(crate) use crate::known::Known;

/// Why a feed could not be read to its end: the issue that says so. Boxed, as it is rare and large.
#[derive(Debug)]
pub(crate) struct Refused(pub(crate) Box<IssueDraft>);

impl Refused {
    pub(crate) fn new(code: &str, reason: impl Into<String>, action: impl Into<String>) -> Self {
        Self(Box::new(IssueDraft::new(Severity::Fatal, code, reason, action)))
    }

    /// A file or folder of a feed that is not there or cannot be read.
    pub(crate) fn io(what: impl AsRef<Path>, error: &io::Error) -> Self {
        let path = what.as_ref().display();
        if error.kind() == io::ErrorKind::NotFound {
            let action = "put the feed there, or correct the location; a path that is not absolute starts from the \
                          folder of the source";
            return Self::new("unreadable", format!("{path} is not there"), action);
        }
        let reason = format!("{path} cannot be read: {error}");
        Self::new("unreadable", reason, "check the location and its permissions, and harvest again")
    }

    /// JSON that breaks off or is none.
    pub(crate) fn json(place: &str, error: &serde_json::Error) -> Self {
        let reason = format!("{place} cannot be read to its end as JSON: {error}");
        Self::new("unreadable", reason, "publish it whole and harvest again; nothing of this run was taken")
    }
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::FileTooLarge {
            let reason =
                "the items of the feed come to more bytes than a run may spool, 16 times the longest answer";
            return Self::new(
                "too-large",
                reason,
                "publish a smaller feed, or several; nothing of this run was taken",
            );
        }
        let reason = format!("the spool on disk cannot be used: {error}");
        Self::new("spool", reason, "make room for temporary files and harvest again")
    }
}

impl From<OutboundError> for Refused {
    fn from(error: OutboundError) -> Self {
        let code = match &error {
            OutboundError::Private { .. } => "private-address",
            _ => "unreachable",
        };
        Self::new(
            code,
            error.to_string(),
            "mend what is said here and harvest again; nothing of this run was taken",
        )
    }
}

/// One reading of one feed: where it goes, what is known, and what was found wrong.
pub(crate) struct Fetch<'a> {
    pub(crate) config: &'a SourceConfig,
    pub(crate) options: &'a Options,
    pub(crate) known: &'a dyn Known,
    pub(crate) before: &'a State,
    pub(crate) now: DateTime<Utc>,
    pub(crate) progress: &'a dyn Progress,
    /// When the run has to be done, where it has a limit.
    pub(crate) ends: Option<SystemTime>,
    pub(crate) spool: Spool,
    pub(crate) issues: Issues,
    /// What the next run needs to know.
    pub(crate) after: State,
    /// Items that cannot be named: while there are some, no item can be told to be gone.
    pub(crate) nameless: u64,
    /// The file that the feed is, once it was downloaded.
    pub(crate) download: Option<Download>,
}

/// The file that a feed is, in a folder that goes with it.
pub(crate) struct Download {
    folder: TempDir,
    /// By what its server knows it.
    pub(crate) validators: Validators,
}

/// A client that may reach what a source may.
pub(crate) fn guarded(
    config: &SourceConfig,
    options: &Options,
    limits: Limits,
) -> Result<Outbound, OutboundError> {
    let allowed = options.allow_private_networks || config.allow_private_networks;
    let policy = if allowed { AddressPolicy::AllowPrivate } else { AddressPolicy::PublicOnly };
    Outbound::new(policy, limits, options.manners.clone())
}

impl AsMut<Issues> for Fetch<'_> {
    fn as_mut(&mut self) -> &mut Issues {
        &mut self.issues
    }
}

impl<'a> Fetch<'a> {
    /// What gives records their categories.
    pub(crate) fn assigner(&self) -> Option<Assigner<'a>> {
        let categories = self.options.categories.as_deref()?;
        Some(Assigner { categories, map: &self.config.categories })
    }
}

impl Fetch<'_> {
    /// The categories and decisions in force; empty where there are none.
    pub(crate) fn categories_version(&self) -> String {
        self.assigner().map(|assigner| assigner.version()).unwrap_or_default()
    }

    /// Spools an item that the feed itself names. A second one of its id is an issue, and the first stays.
    pub(crate) fn item(&mut self, id: &str, media_type: &'static str, body: &[u8]) -> Result<(), Refused> {
        if self.is_overlong(id) {
            self.nameless += 1;
            return Ok(());
        }
        self.check_time()?;
        let (severity, reason) = match self.spool.add(id, media_type, body)? {
            Added::New => {
                self.step();
                return Ok(());
            }
            Added::Same => (Severity::Warning, "the feed holds it twice, the same each time; once is enough"),
            Added::Differs => (Severity::Error, "the feed holds another of the same id; the first stays"),
        };
        let action = "give each its own id, or leave one out; for rows without ids, name more key columns";
        self.issues.push(
            IssueDraft::new(severity, "duplicate-id", reason, action)
                .in_record(shown(&id.replacen('/', ":", 1))),
        );
        Ok(())
    }

    /// Spools an item that several things of the feed tell of: see [`Spool::offer`].
    pub(crate) fn offer(&mut self, id: &str, media_type: &'static str, body: &[u8]) -> Result<(), Refused> {
        if !self.is_overlong(id) {
            self.spool.offer(id, media_type, body)?;
        }
        Ok(())
    }

    /// The body of a spooled item, from the store where it was kept as it is.
    pub(crate) fn body(&mut self, id: &str) -> Result<Option<Vec<u8>>, Refused> {
        if self.spool.is_kept(id)
            && let Some(body) = self.known.body(id)?
            && let Some(entry) = self.spool.entry(id)
        {
            let media_type = entry.media_type;
            self.spool.put(id, media_type, &body)?;
        }
        Ok(self.spool.body(id)?)
    }

    /// Whether an id is longer than stores can look up; that is an issue.
    pub(crate) fn is_overlong(&mut self, id: &str) -> bool {
        if id.len() <= LONGEST_ID {
            return false;
        }
        let record: String = shown(&id.replacen('/', ":", 1)).chars().take(60).collect();
        let reason = format!("its id is {} bytes long; {LONGEST_ID} are the most", id.len());
        self.issues.kept_out("long-id", &format!("{record}…"), &reason, "give it a shorter id");
        true
    }

    /// Tells how many items there are so far.
    pub(crate) fn step(&self) {
        let done = self.spool.len() as u64;
        if done.is_multiple_of(100) {
            self.progress.step(Stage::Fetch, done, None);
        }
    }

    /// Whether the time has come to read everything again, so that what is gone shows.
    pub(crate) fn is_list_due(&self) -> bool {
        let every = TimeDelta::from_std(self.config.full_every.duration()).unwrap_or(TimeDelta::MAX);
        self.before.listed.is_none_or(|listed| self.now - listed >= every)
    }

    /// Refuses to go on once the run has taken as long as it may.
    pub(crate) fn check_time(&self) -> Result<(), Refused> {
        if self.ends.is_none_or(|ends| self.options.manners.timing.now() < ends) {
            return Ok(());
        }
        let limit = self.config.time_limit;
        let reason = format!("the run takes longer than {limit}, the `time_limit` of the source");
        let action =
            "publish a feed that is quicker to read, or allow more time; nothing of this run was taken";
        Err(Refused::new("time-limit", reason, action))
    }

    /// A client that may reach what this source may, as long as the run may take.
    pub(crate) fn client(&self) -> Result<Outbound, Refused> {
        self.client_within(self.options.limits.clone())
    }

    /// The same client for answers of so many bytes at most.
    pub(crate) fn client_of(&self, max_body: u64) -> Result<Outbound, Refused> {
        let limits = self.options.limits.clone();
        self.client_within(Limits { max_body: limits.max_body.min(max_body), ..limits })
    }

    fn client_within(&self, limits: Limits) -> Result<Outbound, Refused> {
        let deadline = limits.deadline.into_iter().chain(self.ends).min();
        let client = guarded(self.config, self.options, Limits { deadline, ..limits })?;
        let Some(credentials) = &self.config.credentials else { return Ok(client) };
        let folder = self.config.folder.as_deref().unwrap_or(Path::new(""));
        let value = credentials.read(folder).map_err(|reason| {
            let reason = format!("the feed's credentials cannot be read: {reason}");
            Refused::new("credentials", reason, "put them where source.toml says, and harvest again")
        })?;
        Ok(client.with_credentials(self.config.first_address(), &credentials.header, &value)?)
    }

    /// Downloads the file that the feed is. `false` if it is the one that `known` tells of, and so was not sent again.
    pub(crate) fn download(&mut self, known: &Validators) -> Result<bool, Refused> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join(FEED);
        let client = self.client_within(self.options.limits.of_files())?;
        let head = client.get_to_file(&self.config.location, &known.headers(), &path)?;
        if head.status == 304 && !known.is_empty() {
            return Ok(false);
        }
        self.download = Some(Download { folder, validators: head.validators() });
        Ok(true)
    }

    /// The feed as a local file: itself, or what was downloaded.
    pub(crate) fn local(&mut self) -> Result<Local, Refused> {
        if !self.config.is_remote() {
            return Ok(Local::at(self.config.path()));
        }
        if self.download.is_none() {
            self.download(&Validators::default())?;
        }
        let address = self.config.location.split(['?', '#']).next().unwrap_or_default();
        let name = address.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or(FEED).to_owned();
        let folder = self.download.as_ref().map(|download| download.folder.path());
        Ok(Local { path: folder.unwrap_or(Path::new("")).join(FEED), name })
    }
}

/// The longest id of an item in bytes: databases look up no longer ones.
const LONGEST_ID: usize = 2_000;

/// What a downloaded feed is called on disk.
const FEED: &str = "feed";

impl Refused {
    /// Names the field that it is about.
    pub(crate) fn in_field(mut self, field: &str) -> Self {
        self.0.field = Some(field.to_owned());
        self
    }
}

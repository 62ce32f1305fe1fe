//! What a run knows so far: things on disk, and the days of their sessions.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use model::{IssueDraft, Severity};
use serde_json::{Value, value::RawValue};

use super::{
    Object,
    compose::Composed,
    page::Told,
    session::{self, Session},
    values,
};
use crate::{
    fetch::{Fetch, Refused},
    formats::JSON,
    issues::shown,
    spool::Spool,
};

/// What a thing of a feed is to a directory.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A service, or a series of sessions that make one.
    Service,
    /// One day of a service.
    Session,
    /// A time that can be booked.
    Slot,
    /// None that is known.
    Unknown,
}

/// The kinds of things that are services.
const SERVICES: [&str; 9] = [
    "SessionSeries",
    "Event",
    "EventSeries",
    "HeadlineEvent",
    "Course",
    "CourseInstance",
    "FacilityUse",
    "IndividualFacilityUse",
    "OnDemandEvent",
];

impl Role {
    fn of(kind: &str) -> Self {
        match kind.rsplit(['.', '/']).next().unwrap_or(kind) {
            "ScheduledSession" => Self::Session,
            "Slot" => Self::Slot,
            kind if SERVICES.contains(&kind) => Self::Service,
            _ => Self::Unknown,
        }
    }
}

/// What is known of a thing without reading it.
struct Thing {
    modified: Option<i64>,
    /// Whether only its sessions tell of it.
    is_told_by_sessions: bool,
    keys: Vec<String>,
}

/// Everything that the feeds of a source hold, by the latest that they said.
pub(super) struct Work {
    bodies: Spool,
    things: BTreeMap<String, Thing>,
    sessions: BTreeMap<String, Session>,
    today: NaiveDate,
    slots: u64,
    unknown: BTreeMap<String, u64>,
    repeated: u64,
    first_repeated: Option<String>,
    seen: BTreeSet<String>,
}

impl Work {
    pub(super) fn new(fetch: &Fetch<'_>) -> Result<Self, Refused> {
        Ok(Self {
            bodies: fetch.spool.another()?,
            things: BTreeMap::new(),
            sessions: BTreeMap::new(),
            today: fetch.now.date_naive(),
            slots: 0,
            unknown: BTreeMap::new(),
            repeated: 0,
            first_repeated: None,
            seen: BTreeSet::new(),
        })
    }

    /// Takes one item of a page.
    pub(super) fn take(&mut self, told: Told<'_>) -> Result<(), Refused> {
        let id = format!("{}:{}", told.kind, told.id);
        self.note_repeated(&id, &told);
        let Some(data) = told.data else {
            self.sessions.remove(&id);
            self.things.remove(&id);
            return Ok(());
        };
        let object: Option<Object> = serde_json::from_str(data.get()).ok();
        let kind = object.as_ref().and_then(values::kind).unwrap_or_else(|| told.kind.clone());
        match (Role::of(&kind), object) {
            (Role::Slot, _) => self.slots += 1,
            (Role::Unknown, Some(_)) => *self.unknown.entry(kind).or_default() += 1,
            (Role::Session, Some(object)) => self.take_session(id, &told, data, object)?,
            (_, object) => self.put(&id, told.modified, data, object.as_ref())?,
        }
        Ok(())
    }

    /// A session of a series joins it, also one that was called off; one of its own is a service.
    fn take_session(
        &mut self,
        id: String,
        told: &Told<'_>,
        data: &RawValue,
        object: Object,
    ) -> Result<(), Refused> {
        self.sessions.remove(&id);
        if !object.contains_key("superEvent") {
            return self.put(&id, told.modified, data, Some(&object));
        }
        let Some(read) = session::read(id, &object) else { return Ok(()) };
        if !read.session.is_to_come(self.today) {
            return Ok(());
        }
        if let Some(series) = read.series {
            self.put_series(&read.session.of, series)?;
        }
        self.sessions.insert(read.session.id.clone(), read.session);
        Ok(())
    }

    /// A series that is told with its sessions: the fullest telling counts, and none beside its own item.
    fn put_series(&mut self, key: &str, series: Object) -> Result<(), Refused> {
        let kind = values::kind(&series).unwrap_or_else(|| "SessionSeries".to_owned());
        let id = format!("{kind}:{key}");
        if self.things.get(&id).is_some_and(|thing| !thing.is_told_by_sessions) {
            return Ok(());
        }
        let keys = values::keys(&series).chain([key.to_owned()]).collect();
        self.bodies.offer(&id, JSON, Value::Object(series).to_string().as_bytes())?;
        self.things.insert(id, Thing { modified: None, is_told_by_sessions: true, keys });
        Ok(())
    }

    fn put(
        &mut self,
        id: &str,
        modified: Option<i64>,
        data: &RawValue,
        object: Option<&Object>,
    ) -> Result<(), Refused> {
        let own = id.split_once(':').map_or(id, |(_, own)| own).to_owned();
        let keys = object.into_iter().flat_map(values::keys).chain([own]).collect();
        self.bodies.put(id, JSON, data.get().as_bytes())?;
        self.things.insert(id.to_owned(), Thing { modified, is_told_by_sessions: false, keys });
        Ok(())
    }

    /// Each thing comes once in a feed, unless it changed again while the feed was read.
    fn note_repeated(&mut self, id: &str, told: &Told<'_>) {
        if self.seen.insert(id.to_owned()) {
            return;
        }
        let before = self.things.get(id).and_then(|thing| thing.modified);
        if before.is_some() && told.modified <= before {
            self.repeated += 1;
            self.first_repeated.get_or_insert_with(|| id.to_owned());
        }
    }

    /// Takes what an earlier run left of a thing.
    pub(super) fn restore(&mut self, id: &str, composed: Composed) -> Result<(), Refused> {
        let data = composed.data;
        let object: Option<Object> = serde_json::from_str(data.get()).ok();
        self.put(id, composed.modified, &data, object.as_ref())?;
        if let Some(thing) = self.things.get_mut(id) {
            thing.is_told_by_sessions = composed.is_told_by_sessions;
        }
        self.restore_sessions(composed.sessions);
        Ok(())
    }

    /// Takes sessions that an earlier run left.
    pub(super) fn restore_sessions(&mut self, sessions: Vec<Session>) {
        let to_come = sessions.into_iter().filter(|session| session.is_to_come(self.today));
        self.sessions.extend(to_come.map(|session| (session.id.clone(), session)));
    }

    /// Hands over every thing with its sessions, and answers those whose series nothing told of.
    pub(super) fn finish(
        mut self,
        fetch: &mut Fetch<'_>,
        with: &mut dyn FnMut(&mut Fetch<'_>, &str, Composed) -> Result<(), Refused>,
    ) -> Result<Vec<Session>, Refused> {
        self.tell(fetch);
        let (mut sessions, waiting) = self.by_thing();
        for (id, thing) in &self.things {
            let sessions = sessions.remove(id).unwrap_or_default();
            if thing.is_told_by_sessions && sessions.is_empty() {
                continue;
            }
            let body = String::from_utf8(self.bodies.body(id)?.unwrap_or_default()).unwrap_or_default();
            let data = RawValue::from_string(body).unwrap_or_else(|_| RawValue::NULL.to_owned());
            let (modified, is_told_by_sessions) = (thing.modified, thing.is_told_by_sessions);
            let is_over = false;
            with(fetch, id, Composed { data, modified, is_told_by_sessions, sessions, is_over })?;
        }
        Ok(waiting)
    }

    /// Sessions by the thing that they are of, and those of nothing that is known.
    fn by_thing(&mut self) -> (BTreeMap<String, Vec<Session>>, Vec<Session>) {
        let sessions = std::mem::take(&mut self.sessions);
        let ids = self.ids();
        let (mut by_thing, mut waiting) = (BTreeMap::<String, Vec<Session>>::new(), Vec::new());
        for session in sessions.into_values() {
            match ids.get(session.of.as_str()) {
                Some(Some(id)) => by_thing.entry((*id).to_owned()).or_default().push(session),
                _ => waiting.push(session),
            }
        }
        (by_thing, waiting)
    }

    /// The things that names lead to; none where a name leads to several. What a feed tells in its own right comes
    /// before what only sessions tell.
    fn ids(&self) -> BTreeMap<&str, Option<&str>> {
        let mut ids = BTreeMap::new();
        for by_sessions in [true, false] {
            let mut found = BTreeMap::new();
            for (id, thing) in
                self.things.iter().filter(|(_, thing)| thing.is_told_by_sessions == by_sessions)
            {
                for key in &thing.keys {
                    let led = found.entry(key.as_str()).or_insert(Some(id.as_str()));
                    *led = led.filter(|known| *known == id);
                }
            }
            ids.extend(found);
        }
        ids
    }

    fn tell(&self, fetch: &mut Fetch<'_>) {
        if self.slots > 0 {
            let reason =
                format!("{} bookable slots are not taken: a directory tells of the facility", self.slots);
            let action = "nothing needs doing; leave the feed of slots out to save the reading";
            fetch.issues.push(IssueDraft::new(Severity::Notice, "slots", reason, action));
        }
        for (kind, count) in &self.unknown {
            let reason = format!("nothing reads things of this kind (found {count}×)");
            let issue = IssueDraft::new(Severity::Notice, "unread-kind", reason, "leave their feed out");
            fetch.issues.push(issue.in_field("kind").with_value(&shown(kind)));
        }
        if let Some(first) = &self.first_repeated {
            let reason =
                format!("{} things come again without having been modified; the last counts", self.repeated);
            let action = "publish each thing once, at the place of its last modification";
            let issue = IssueDraft::new(Severity::Warning, "duplicate-id", reason, action);
            fetch.issues.push(issue.in_record(shown(&format!("service:{first}"))));
        }
    }
}

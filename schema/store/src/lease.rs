use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
};

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use diesel::prelude::*;
use model::Clock;

use crate::{
    Result, Store, StoreError,
    column::time,
    connection::{Link, on},
    holder,
    schema::lease,
};

/// The right to lead, for a time. Each holder gets a greater fencing number than all before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// What it is the right to, such as `reconcile`.
    pub name: String,
    /// Who holds it: a name that no other process has.
    pub holder: String,
    /// The fencing number.
    pub fence: i64,
}

#[derive(Insertable)]
#[diesel(table_name = lease, treat_none_as_default_value = false)]
struct LeaseRow<'a> {
    name: &'a str,
    holder: Option<&'a str>,
    fence: i64,
    expires: NaiveDateTime,
}

impl Store {
    /// Takes a lease for this process: see [`Store::acquire_lease`]. One that is held by a process of this machine that was
    /// killed is taken over at once.
    pub fn take_lease(&self, name: &str, ttl: TimeDelta, now: DateTime<Utc>) -> Result<Option<Lease>> {
        let own = holder::this_process();
        if let Some(taken) = self.acquire_lease(name, &own, ttl, now)? {
            return Ok(Some(taken));
        }
        let query = lease::table.find(name).select((lease::holder, lease::fence));
        let held: (Option<String>, i64) = self.read(|link| Ok(on!(link, c => query.first(*c))?))?;
        match held {
            (Some(other), fence) if holder::is_gone(&other) => {
                self.release_lease(&Lease { name: name.to_owned(), holder: other, fence }, now)?;
                self.acquire_lease(name, &own, ttl, now)
            }
            _ => Ok(None),
        }
    }

    /// Takes a lease if nobody holds it or its time has run out.
    pub fn acquire_lease(
        &self,
        name: &str,
        holder: &str,
        ttl: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<Option<Lease>> {
        self.write(|link| {
            let free = LeaseRow { name, holder: None, fence: 0, expires: time(now) };
            let insert = diesel::insert_into(lease::table).values(&free).on_conflict_do_nothing();
            on!(link, c => insert.execute(*c))?;

            let free = lease::holder.is_null().or(lease::expires.le(time(now)));
            let row = lease::table.filter(lease::name.eq(name)).filter(free);
            let taken = (
                lease::holder.eq(holder),
                lease::fence.eq(lease::fence + 1),
                lease::expires.eq(time(now + ttl)),
            );
            if on!(link, c => diesel::update(row).set(taken).execute(*c))? == 0 {
                return Ok(None);
            }
            let fence = lease::table.find(name).select(lease::fence);
            let fence = on!(link, c => fence.first(*c))?;
            Ok(Some(Lease { name: name.to_owned(), holder: holder.to_owned(), fence }))
        })
    }

    /// Works while a lease is renewed, and gives it back afterwards. Whoever needs to be sure that nobody took it over
    /// checks it where the outcome is written: that a renewal fails does not end the work.
    pub fn keep_lease<T>(
        &self,
        lease: &Lease,
        (ttl, clock): (TimeDelta, &dyn Clock),
        work: impl FnOnce() -> T,
    ) -> T {
        let (done, stopped) = channel();
        let outcome = thread::scope(|scope| {
            scope.spawn(move || self.renew_until(lease, (ttl, clock), &stopped));
            let outcome = work();
            drop(done);
            outcome
        });
        if let Err(error) = self.release_lease(lease, clock.now()) {
            tracing::warn!(lease = lease.name, %error, "a lease could not be given back; it runs out by itself");
        }
        outcome
    }

    /// Renews a lease four times in its term, until the other end of the channel is dropped.
    fn renew_until(&self, lease: &Lease, (ttl, clock): (TimeDelta, &dyn Clock), stopped: &Receiver<()>) {
        let heartbeat = (ttl / 4).to_std().unwrap_or_default();
        while stopped.recv_timeout(heartbeat) == Err(RecvTimeoutError::Timeout) {
            match self.renew_lease(lease, ttl, clock.now()) {
                Ok(true) => {}
                Ok(false) => tracing::warn!(lease = lease.name, "a lease was lost to another process"),
                Err(error) => tracing::warn!(lease = lease.name, %error, "a lease could not be renewed"),
            }
        }
    }

    /// Holds a lease for longer. False if someone else has taken it over.
    pub fn renew_lease(&self, lease: &Lease, ttl: TimeDelta, now: DateTime<Utc>) -> Result<bool> {
        self.write(|link| set(link, lease, Some(&lease.holder), time(now + ttl)))
    }

    /// Gives a lease back, so that another need not wait for its time to run out.
    pub fn release_lease(&self, lease: &Lease, now: DateTime<Utc>) -> Result<bool> {
        self.write(|link| set(link, lease, None, time(now)))
    }
}

fn set(link: &mut Link<'_>, lease: &Lease, holder: Option<&str>, expires: NaiveDateTime) -> Result<bool> {
    let new = (lease::holder.eq(holder), lease::expires.eq(expires));
    let row = lease::table
        .filter(lease::name.eq(&lease.name).and(lease::fence.eq(lease.fence)))
        .filter(lease::holder.eq(&lease.holder));
    Ok(on!(link, c => diesel::update(row).set(new).execute(*c))? == 1)
}

/// Refuses a lease that is no longer held, and keeps others from taking it until the transaction ends. One whose time
/// has run out still holds as long as nobody has taken it over.
pub(crate) fn check(link: &mut Link<'_>, lease: &Lease) -> Result<()> {
    let row = lease::table
        .filter(lease::name.eq(&lease.name).and(lease::fence.eq(lease.fence)))
        .filter(lease::holder.eq(&lease.holder));
    match on!(link, c => diesel::update(row).set(lease::fence.eq(lease::fence)).execute(*c))? {
        0 => Err(StoreError::StaleLease { name: lease.name.clone(), fence: lease.fence }),
        _ => Ok(()),
    }
}

use std::collections::{BTreeMap, BTreeSet};

use diesel::{prelude::*, upsert::excluded};
use model::{Identity, IdentityState, Kind, RecordKey};
use uuid::Uuid;

use crate::{
    Result, Store, StoreError,
    column::{Row, names},
    connection::{BATCH, Link, columns, on},
    redirect,
    schema::{identity, member},
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = identity, treat_none_as_default_value = false)]
pub(crate) struct IdentityRow {
    id: String,
    kind: String,
    minted_by: String,
    generation: i32,
    serial: i64,
    state: String,
    merged_into: Option<String>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = member, treat_none_as_default_value = false)]
pub(crate) struct MemberRow {
    record: String,
    kind: String,
    entity: String,
}

impl Store {
    /// Every canonical id of a kind that was ever minted, the eldest first.
    pub fn identities(&self, kind: Kind) -> Result<Vec<Identity>> {
        let query = identity::table
            .filter(identity::kind.eq(kind.as_str()))
            .order((identity::serial, identity::id))
            .select(columns::<IdentityRow>());
        let rows: Vec<IdentityRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.iter().map(IdentityRow::identity).collect()
    }

    /// Every canonical id that was ever minted, of any kind.
    pub fn canonical_ids(&self) -> Result<BTreeSet<Uuid>> {
        let query = identity::table.select(identity::id);
        let ids: Vec<String> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        Ok(ids.iter().filter_map(|id| id.parse().ok()).collect())
    }

    /// One canonical id with its history; `None` where it was never minted.
    pub fn identity(&self, id: Uuid) -> Result<Option<Identity>> {
        let query = identity::table.find(id.to_string()).select(columns::<IdentityRow>());
        let row: Option<IdentityRow> = self.read(|link| Ok(on!(link, c => query.first(*c).optional())?))?;
        row.as_ref().map(IdentityRow::identity).transpose()
    }

    /// Which id each record of a kind belongs to, ghosts and erased records with them.
    pub fn members(&self, kind: Kind) -> Result<BTreeMap<RecordKey, Uuid>> {
        let query = member::table.filter(member::kind.eq(kind.as_str())).select(columns::<MemberRow>());
        let rows: Vec<MemberRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.iter().map(MemberRow::member).collect()
    }

    /// The id that each of these records belongs to, or belonged to when it was last present; records that never
    /// belonged to one are left out.
    pub fn ids_of(&self, records: &[RecordKey]) -> Result<BTreeMap<RecordKey, Uuid>> {
        let names = names(records);
        let mut rows: Vec<MemberRow> = Vec::new();
        self.read(|link| {
            for chunk in names.chunks(BATCH) {
                let query = member::table.filter(member::record.eq_any(chunk)).select(columns::<MemberRow>());
                rows.extend(on!(link, c => query.load::<MemberRow>(*c))?);
            }
            Ok(())
        })?;
        rows.iter().map(MemberRow::member).collect()
    }

    /// What an id stands for now: the id that it was merged into in the end, or itself, with the records that belong
    /// there, by key, ghosts and erased records with them. `None` where the id was never minted.
    pub fn cluster(&self, id: Uuid) -> Result<Option<(Uuid, Vec<RecordKey>)>> {
        self.read(|link| {
            let known = identity::table.find(id.to_string()).select(identity::id);
            let known: Option<String> = on!(link, c => known.first(*c).optional())?;
            if known.is_none() {
                return Ok(None);
            }
            let id = redirect::survivor(link, id)?;
            let records = members_of(link, &[id.to_string()])?;
            let parse = |name: &String| Row { table: "member", key: name }.parse(name);
            let records: BTreeSet<RecordKey> = records.iter().map(parse).collect::<Result<_>>()?;
            Ok(Some((id, records.into_iter().collect())))
        })
    }
}

impl IdentityRow {
    fn of(identity: &Identity) -> Self {
        let (state, merged_into) = match identity.state {
            IdentityState::Live => ("live", None),
            IdentityState::Merged(into) => ("merged", Some(into.to_string())),
            IdentityState::Gone => ("gone", None),
        };
        Self {
            id: identity.id.to_string(),
            kind: identity.kind.to_string(),
            minted_by: identity.minted_by.to_string(),
            generation: identity.generation,
            serial: identity.serial,
            state: state.to_owned(),
            merged_into,
        }
    }

    fn identity(&self) -> Result<Identity> {
        let row = Row { table: "identity", key: &self.id };
        let state = match (self.state.as_str(), &self.merged_into) {
            ("live", None) => IdentityState::Live,
            ("gone", None) => IdentityState::Gone,
            ("merged", Some(into)) => IdentityState::Merged(row.parse(into)?),
            (other, _) => return Err(StoreError::stored("identity", &self.id, format!("state `{other}`"))),
        };
        Ok(Identity {
            id: row.parse(&self.id)?,
            kind: row.parse(&self.kind)?,
            minted_by: row.parse(&self.minted_by)?,
            generation: self.generation,
            serial: self.serial,
            state,
        })
    }
}

impl MemberRow {
    fn member(&self) -> Result<(RecordKey, Uuid)> {
        let row = Row { table: "member", key: &self.record };
        Ok((row.parse(&self.record)?, row.parse(&self.entity)?))
    }
}

/// Writes canonical ids, new or changed. Of two with one id the last counts.
pub(crate) fn upsert(link: &mut Link<'_>, identities: &[Identity]) -> Result<()> {
    let latest: BTreeMap<Uuid, &Identity> = identities.iter().map(|i| (i.id, i)).collect();
    let rows: Vec<_> = latest.into_values().map(IdentityRow::of).collect();
    for chunk in rows.chunks(BATCH) {
        let insert =
            diesel::insert_into(identity::table).values(chunk).on_conflict(identity::id).do_update().set((
                identity::state.eq(excluded(identity::state)),
                identity::merged_into.eq(excluded(identity::merged_into)),
            ));
        on!(link, c => insert.execute(*c))?;
    }
    Ok(())
}

/// Writes memberships, new or moved. Of two for one record the last counts.
pub(crate) fn upsert_members(link: &mut Link<'_>, members: &[(RecordKey, Uuid)]) -> Result<()> {
    let latest: BTreeMap<&RecordKey, Uuid> = members.iter().map(|(key, id)| (key, *id)).collect();
    let row = |(key, id): (&RecordKey, Uuid)| MemberRow {
        record: key.to_string(),
        kind: key.kind.to_string(),
        entity: id.to_string(),
    };
    let rows: Vec<_> = latest.into_iter().map(row).collect();
    for chunk in rows.chunks(BATCH) {
        let insert = diesel::insert_into(member::table)
            .values(chunk)
            .on_conflict(member::record)
            .do_update()
            .set(member::entity.eq(excluded(member::entity)));
        on!(link, c => insert.execute(*c))?;
    }
    Ok(())
}

/// The id that a record belongs to, and the names of all records that do.
pub(crate) fn cluster_of(link: &mut Link<'_>, record: &str) -> Result<Option<(String, Vec<String>)>> {
    let entity = member::table.find(record).select(member::entity);
    let entity: Option<String> = on!(link, c => entity.first(*c).optional())?;
    let Some(entity) = entity else { return Ok(None) };
    let records = members_of(link, std::slice::from_ref(&entity))?;
    Ok(Some((entity, records)))
}

/// The names of all records that belong to these ids, ghosts and erased records with them.
pub(crate) fn members_of(link: &mut Link<'_>, ids: &[String]) -> Result<Vec<String>> {
    let mut records = Vec::new();
    for chunk in ids.chunks(BATCH) {
        let query = member::table.filter(member::entity.eq_any(chunk)).select(member::record);
        records.extend(on!(link, c => query.load::<String>(*c))?);
    }
    Ok(records)
}

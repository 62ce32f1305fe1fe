use std::{collections::BTreeSet, process::ExitCode, sync::Arc};

use ::access::{Access, Caller, ClientChange, ClientError, NewClient, WithSecret};
use model::{SourceId, SystemClock};
use serde::Serialize;
use serde_json::{Value, json};
use store::{Client, Store};

use crate::{
    cli::{Audit, ClientsCommand, CreateClient, KeysCommand},
    commands::open,
    output::{Say, Sentence, count, say},
    settings::Settings,
};

/// Makes, lists and changes clients.
pub(super) fn run(settings: &Settings, command: ClientsCommand, json: bool) -> anyhow::Result<ExitCode> {
    let store = open(settings)?;
    let access = access(settings, &store)?;
    match command {
        ClientsCommand::Create(args) => create(&access, &store, args, json),
        ClientsCommand::List => say(&Listed(access.clients()?), json),
        ClientsCommand::Disable(which) => {
            change(&access, "disable client", &which.client, ClientChange::Disable, json)
        }
        ClientsCommand::Enable(which) => {
            change(&access, "enable client", &which.client, ClientChange::Enable, json)
        }
        ClientsCommand::Secret(which) => {
            let id = which.client;
            let renewed = access.audited(&operator(), "renew secret", &id, || access.renew_secret(&id))?;
            say(&Secret { made: renewed, new_sources: Vec::new() }, json)
        }
    }
}

/// Rotates or prints the keys.
pub(super) fn keys(settings: &Settings, command: &KeysCommand, json: bool) -> anyhow::Result<ExitCode> {
    let access = access(settings, &open(settings)?)?;
    match command {
        KeysCommand::List => {
            println!("{:#}", access.public_keys()?);
            Ok(ExitCode::SUCCESS)
        }
        KeysCommand::Rotate => {
            let key = access.audited(&operator(), "rotate keys", "", || access.rotate_keys())?;
            let summary = format!("{} ({}) signs tokens from now on", key.kid, key.algorithm);
            say(&Sentence { summary, figures: json!({ "kid": key.kid, "algorithm": key.algorithm }) }, json)
        }
    }
}

/// Prints the log of writes.
pub(super) fn audit(settings: &Settings, args: &Audit, json: bool) -> anyhow::Result<ExitCode> {
    let access = access(settings, &open(settings)?)?;
    let found = access.audit(None, args.limit.into())?;
    let lines = found.iter().map(|write| {
        let entry = &write.entry;
        let outcome = write.outcome.as_deref().unwrap_or("cut off");
        let client = entry.client.as_ref().map(|client| format!(" ({client})")).unwrap_or_default();
        format!(
            "{} {} {}{client}: {} {}: {outcome}",
            write.number, write.at, entry.who, entry.action, entry.target
        )
    });
    let writes = found.iter().map(|write| {
        let entry = &write.entry;
        json!({
            "number": write.number, "at": write.at, "who": entry.who, "client": entry.client,
            "action": entry.action, "target": entry.target, "outcome": write.outcome,
        })
    });
    say(&Log { lines: lines.collect(), writes: writes.collect() }, json)
}

/// What knows who may do what, for a command.
pub(super) fn access(settings: &Settings, store: &Store) -> anyhow::Result<Access> {
    Ok(Access::new(store.clone(), Arc::new(SystemClock), &settings.access()?)?)
}

/// Whoever sits at the machine.
fn operator() -> Caller {
    Caller::operator("command line")
}

fn create(access: &Access, store: &Store, args: CreateClient, json: bool) -> anyhow::Result<ExitCode> {
    let scopes = args.scope.parse()?;
    let new = NewClient { name: args.name, scopes, sources: args.sources.into_iter().collect() };
    let new_sources = make_sources(store, &new.sources)?;
    let made = access.audited(&operator(), "create client", &new.name, || access.create_client(&new));
    say(&Secret { made: made?, new_sources }, json)
}

/// The sources that are not known yet are made, to be written by push: whoever sits at the machine wants them.
fn make_sources(store: &Store, sources: &BTreeSet<SourceId>) -> anyhow::Result<Vec<SourceId>> {
    let mut made = Vec::new();
    for id in sources {
        if store.source(id)?.is_none() {
            let config = harvest::SourceConfig::pushed(id.clone())?;
            store.put_source(&config.source(), &config.to_json())?;
            made.push(id.clone());
        }
    }
    Ok(made)
}

fn change(
    access: &Access,
    action: &str,
    id: &str,
    change: ClientChange,
    json: bool,
) -> anyhow::Result<ExitCode> {
    let client: Result<Client, ClientError> =
        access.audited(&operator(), action, id, || access.change_client(id, change));
    let client = client?;
    let state =
        if client.disabled.is_some() { "may do nothing from now on" } else { "may do again what it could" };
    let summary = format!("{} {state}; its tokens count no more", client.id);
    say(&Sentence { summary, figures: shown(&client) }, json)
}

/// A client without its secret.
fn shown(client: &Client) -> Value {
    json!({
        "id": client.id,
        "name": client.name,
        "scope": client.scopes,
        "sources": client.sources,
        "created": client.created,
        "disabled": client.disabled,
    })
}

/// A client with its secret.
struct Secret {
    made: WithSecret,
    new_sources: Vec<SourceId>,
}

impl Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut whole = shown(&self.made.client);
        if let Some(members) = whole.as_object_mut() {
            members.insert("secret".to_owned(), self.made.secret.clone().into());
            members.insert("new_sources".to_owned(), json!(self.new_sources));
        }
        whole.serialize(serializer)
    }
}

impl Say for Secret {
    fn lines(&self) -> Vec<String> {
        let client = &self.made.client;
        let mut lines: Vec<String> = self
            .new_sources
            .iter()
            .map(|source| format!("made the source `{source}`, to be written by push"))
            .collect();
        lines.push(format!("client  {}", client.id));
        lines.push(format!("secret  {}", self.made.secret));
        lines.push(format!("may     {}", client.scopes));
        lines.push("keep the secret now: it is not shown again".to_owned());
        lines
    }
}

/// The clients.
struct Listed(Vec<Client>);

impl Serialize for Listed {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let clients: Vec<Value> = self.0.iter().map(shown).collect();
        json!({ "clients": clients }).serialize(serializer)
    }
}

impl Say for Listed {
    fn lines(&self) -> Vec<String> {
        let line = |client: &Client| {
            let sources: Vec<&str> = client.sources.iter().map(SourceId::as_str).collect();
            let disabled = if client.disabled.is_some() { " (disabled)" } else { "" };
            format!("{}  {}  {}  {}{disabled}", client.id, client.name, client.scopes, sources.join(","))
        };
        let lines = self.0.iter().map(line);
        lines.chain([count(self.0.len() as u64, "client")]).collect()
    }
}

/// The log of writes.
#[derive(Serialize)]
struct Log {
    #[serde(skip)]
    lines: Vec<String>,
    writes: Vec<Value>,
}

impl Say for Log {
    fn lines(&self) -> Vec<String> {
        self.lines.iter().cloned().chain([count(self.writes.len() as u64, "write")]).collect()
    }
}

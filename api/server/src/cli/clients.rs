//! What can be said about who may do more than read.

use clap::{Args, Subcommand};
use model::SourceId;

/// What to do about clients.
#[derive(Debug, Args)]
pub struct Clients {
    /// What to do
    #[command(subcommand)]
    pub command: ClientsCommand,
}

/// What can be done about clients.
#[derive(Debug, Subcommand)]
pub enum ClientsCommand {
    /// Make a client and show its secret, once
    Create(CreateClient),
    /// List the clients
    List,
    /// Let a client do nothing from now on
    Disable(WhichClient),
    /// Let a client do again what it could
    Enable(WhichClient),
    /// Give a client a new secret and show it, once
    Secret(WhichClient),
}

/// The client to make.
#[derive(Debug, Args)]
pub struct CreateClient {
    /// Its name for people
    #[arg(long)]
    pub name: String,
    /// A source that it may write; repeat for several. One that is not known yet is made, to be written by push
    #[arg(long = "source", value_name = "SOURCE")]
    pub sources: Vec<SourceId>,
    /// What it may do: some of records:write judgements:write sources:admin clients:admin private:read
    #[arg(long, default_value = "records:write")]
    pub scope: String,
}

/// A client.
#[derive(Debug, Args)]
pub struct WhichClient {
    /// Its id
    pub client: String,
}

/// What to do about the keys that tokens are signed with.
#[derive(Debug, Args)]
pub struct Keys {
    /// What to do
    #[command(subcommand)]
    pub command: KeysCommand,
}

/// What can be done about keys.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Sign with a new key from now on; tokens of the one before count until they expire
    Rotate,
    /// Print the public keys, as a JWK set
    List,
}

/// Which part of the log of writes.
#[derive(Debug, Args)]
pub struct Audit {
    /// How many to show, the newest first
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
}

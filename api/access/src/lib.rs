//! Who may do what over the network.
//!
//! Everything public may be read by anyone. What else there is needs a [`Scope`], and whoever has some shows a token as
//! `Authorization: Bearer …`, which [`Access`] turns into a [`Caller`]:
//!
//! - the **steward token** of the settings, which may do everything;
//! - an **access token of our own**: a client, made by [`Access::create_client`], shows its id and secret
//!   ([`Access::authenticate`]) and gets a signed token for an hour ([`Access::grant`]);
//! - an access token of an **issuer outside** that the settings name ([`IssuerSettings`]).
//!
//! A token's header picks a key and nothing else: which algorithm a key is for is said where the key is kept. Secrets
//! are kept as argon2id hashes, are compared in constant time, and are never printed or logged. What our tokens may do
//! is looked up at each use, so that a client that is disabled, or has a new secret, is shut out at once.
//!
//! [`Limits`] counts how often someone asks; [`Access::audited`] notes who wrote what.
//!
//! This crate knows no HTTP beyond the text of a header; how a refusal answers is for the interfaces to say.

mod access;
mod bearer;
mod caller;
mod clients;
mod error;
mod issuer;
mod issuer_settings;
mod keys;
mod limits;
mod refusal;
mod scope;
mod secret;
mod steward;
mod token;

pub use access::{Access, AccessSettings};
pub use bearer::basic;
pub use caller::Caller;
pub use clients::{ClientChange, Granted, NewClient, WithSecret};
pub use error::{AccessError, ClientError, GrantError};
pub use issuer_settings::IssuerSettings;
pub use keys::SigningAlgorithm;
pub use limits::{Class, LimitSettings, Limits, Standing, address_key};
pub use refusal::{Flaw, Refusal};
pub use scope::{Scope, Scopes, UnknownScope};
pub use steward::{Stewards, WeakToken};

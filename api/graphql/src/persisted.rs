//! Documents that were read before: by their text, so that a document is parsed once however often it is sent, and by
//! the hash of their text, so that a client need not send it again (automatic persisted queries, version 1).

use std::sync::{Arc, OnceLock};

use async_graphql::parser::{parse_query, types::ExecutableDocument};
use quick_cache::{Weighter, sync::Cache};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::{
    Ask,
    engine::Answer,
    errors::{Code, server_error, with_code},
    limits,
    plan::Plan,
    schema::Types,
    text,
};

/// A SHA-256.
type Hash = [u8; 32];

/// A document that was read. Whether it may be run with given variables is not told by that.
pub(crate) struct Document {
    pub(crate) parsed: ExecutableDocument,
    plan: OnceLock<Option<Plan>>,
    length: usize,
}

impl Document {
    /// How it is answered without the engine, if it can be. It must have passed the limits, or this might not end.
    pub(crate) fn plan(&self, types: &Types) -> Option<&Plan> {
        self.plan.get_or_init(|| Plan::of(&self.parsed, types)).as_ref()
    }
}

/// What a document takes in memory for each byte of its text, with its plan, about: 16 KB were measured for 330.
const UNFOLDED: usize = 48;

#[derive(Clone)]
struct Weight;

impl<K> Weighter<K, Arc<Document>> for Weight {
    fn weight(&self, _: &K, document: &Arc<Document>) -> u64 {
        (document.length * UNFOLDED + 512) as u64
    }
}

/// The documents read last, as many as there is room for.
pub(crate) struct Documents {
    by_text: Cache<Box<str>, Arc<Document>, Weight>,
    by_hash: Cache<Hash, Arc<Document>, Weight>,
}

impl Default for Documents {
    fn default() -> Self {
        let room = limits::DOCUMENTS as u64;
        let about = limits::DOCUMENTS / (400 * UNFOLDED);
        Self {
            by_text: Cache::with_weighter(about, room, Weight),
            by_hash: Cache::with_weighter(about, room, Weight),
        }
    }
}

impl Documents {
    /// The document that is asked for, by its text, its hash or both.
    pub(crate) fn find(&self, ask: &Ask) -> Result<Arc<Document>, Answer> {
        let Some(hash) = persisted(ask.extensions.as_ref())? else { return self.read(&ask.query) };
        if ask.query.is_empty() {
            let unknown = || Answer::refusal(Code::PersistedQueryNotFound, "PersistedQueryNotFound");
            return self.by_hash.get(&hash).ok_or_else(unknown);
        }
        if Hash::from(Sha256::digest(&ask.query)) != hash {
            let reason = "`sha256Hash` is not the SHA-256 of `query`; send the hash of exactly this text";
            return Err(Answer::refusal(Code::PersistedQueryMismatch, reason));
        }
        let document = self.read(&ask.query)?;
        self.by_hash.insert(hash, Arc::clone(&document));
        Ok(document)
    }

    fn read(&self, text: &str) -> Result<Arc<Document>, Answer> {
        if let Some(document) = self.by_text.get(text) {
            return Ok(document);
        }
        text::check(text).map_err(|refusal| Answer::refusal(Code::from(&refusal), refusal))?;
        let failed = |error: async_graphql::parser::Error| {
            Answer::failed(vec![with_code(error.into(), Code::ParseFailed)])
        };
        let parsed = parse_query(text).map_err(failed)?;
        let document = Arc::new(Document { parsed, plan: OnceLock::new(), length: text.len() });
        self.by_text.insert(text.into(), Arc::clone(&document));
        Ok(document)
    }
}

/// The hash that a request names, if it names one.
fn persisted(extensions: Option<&Map<String, Value>>) -> Result<Option<Hash>, Answer> {
    let Some(named) = extensions.and_then(|extensions| extensions.get("persistedQuery")) else {
        return Ok(None);
    };
    if named.get("version").and_then(Value::as_u64) != Some(1) {
        let reason = "only version 1 of persisted queries is known: `{\"version\": 1, \"sha256Hash\": …}`";
        return Err(Answer::refusal(Code::PersistedQueryNotSupported, reason));
    }
    let hash = named.get("sha256Hash").and_then(Value::as_str).and_then(hash);
    let malformed = "`persistedQuery.sha256Hash` must be a SHA-256 in 64 hexadecimal digits";
    hash.map(Some).ok_or_else(|| Answer::failed(vec![server_error(Code::BadRequest, malformed)]))
}

fn hash(text: &str) -> Option<Hash> {
    let mut hash = Hash::default();
    if text.len() != hash.len() * 2 || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    for (at, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(hash)
}

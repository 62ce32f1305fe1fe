use uuid::Uuid;

use crate::RecordKey;

/// The UUIDv5 namespace of every id that the directory makes.
pub const NAMESPACE: Uuid = Uuid::from_u128(0x6f1d_7c5e_3a0b_5e0c_9d0e_52b1_c4a7_e8f3);

/// The canonical id that a record mints for its cluster: UUIDv5 of kind, source, record id and generation.
pub fn canonical_id(minted_by: &RecordKey, generation: i32) -> Uuid {
    let name = [minted_by.kind.as_str(), minted_by.source.as_str(), &generation.to_string(), &minted_by.id];
    Uuid::new_v5(&NAMESPACE, name.join("\u{1f}").as_bytes())
}

/// The id of a part of an entity (a phone, an address, a term): UUIDv5 of its owner, its noun and its content or
/// code, so that what did not change keeps its id.
pub fn part_id(owner: Uuid, noun: &str, content: &str) -> Uuid {
    Uuid::new_v5(&owner, format!("{noun}\u{1f}{content}").as_bytes())
}

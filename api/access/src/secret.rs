//! Clients' secrets: made by chance, shown once, kept as argon2id hashes (RFC 9106).

use std::sync::{LazyLock, Mutex, PoisonError};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use crate::AccessError;

/// One hash at a time: each takes 19 MiB, and nobody who guesses secrets shall take more than that and one core.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// What is compared where there is no such client, so that it takes as long as where there is one.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody").unwrap_or_default());

/// A secret of 256 bits.
pub(crate) fn new() -> Result<String, AccessError> {
    random::<32>()
}

/// Random bytes of the machine, in hexadecimal.
pub(crate) fn random<const BYTES: usize>() -> Result<String, AccessError> {
    let mut bytes = [0_u8; BYTES];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| AccessError::Chance)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Its hash with a salt of its own, as a PHC string.
pub(crate) fn hash(secret: &str) -> Result<String, AccessError> {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let hashed: PasswordHash = Argon2::default()
        .hash_password(secret.as_bytes())
        .map_err(|error| AccessError::Hash(error.to_string()))?;
    Ok(hashed.to_string())
}

/// Whether a secret is the one of that hash. Without a hash it takes as long, and is not.
pub(crate) fn is_right(secret: &str, known: Option<&str>) -> bool {
    let nobody = LazyLock::force(&NOBODY);
    let Ok(hash) = PasswordHash::new(known.unwrap_or(nobody)) else { return false };
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let is_right = Argon2::default().verify_password(secret.as_bytes(), &hash).is_ok();
    is_right && known.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_known_by_its_hash_alone() {
        let secret = new().unwrap();
        let kept = hash(&secret).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(!kept.contains(&secret));
        assert!(is_right(&secret, Some(&kept)));
        assert!(!is_right(&new().unwrap(), Some(&kept)));
        assert!(!is_right("nobody", None), "no secret is right for nobody");
        assert!(!is_right(&secret, Some("not a hash")));
    }
}

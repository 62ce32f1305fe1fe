use std::{
    env, fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::ConfigError;

/// What a protected feed wants to be shown: where it is kept, never what it is.
///
/// ```toml
/// [credentials]
/// env = "FOOD_BANKS_TOKEN"        # the environment variable that holds it; or `file`, a path from this folder
/// header = "X-API-Key"            # `Authorization` unless told
/// ```
///
/// It is the whole value of the header, such as `Bearer …`, and shown to the origin of the source's location alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(expecting = "an object", deny_unknown_fields)]
pub struct Credentials {
    /// The header that it is sent in.
    #[serde(default = "authorization")]
    pub header: String,
    /// The environment variable that holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub env: Option<String>,
    /// The file that holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<PathBuf>,
}

fn authorization() -> String {
    "Authorization".to_owned()
}

impl Credentials {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        if self.env.is_some() == self.file.is_some() {
            let allowed = "name one of `env` and `file`, which hold what the feed wants to be shown";
            return Err(ConfigError::value("credentials", "neither or both", allowed));
        }
        Ok(())
    }

    /// Reads it from where it is kept, or says why that cannot be done, without a word of it.
    pub(crate) fn read(&self, folder: &Path) -> Result<String, String> {
        let text = match (&self.env, &self.file) {
            (Some(name), _) => {
                env::var(name).map_err(|_| format!("the environment variable `{name}` is not set"))?
            }
            (None, Some(file)) => {
                let path = folder.join(file);
                fs::read_to_string(&path)
                    .map_err(|error| format!("{} cannot be read: {error}", path.display()))?
            }
            (None, None) => return Err("neither `env` nor `file` is named".to_owned()),
        };
        match text.trim() {
            "" => Err("what is kept there is empty".to_owned()),
            text => Ok(text.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(env: Option<&str>, file: Option<&str>) -> Credentials {
        Credentials { header: authorization(), env: env.map(str::to_owned), file: file.map(PathBuf::from) }
    }

    #[test]
    fn they_are_read_from_the_file_that_is_named_from_the_sources_folder() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("token"), "Bearer s3cret\n").unwrap();
        assert_eq!(kept(None, Some("token")).read(folder.path()).unwrap(), "Bearer s3cret");
        assert!(kept(None, Some("nothing")).read(folder.path()).unwrap_err().contains("nothing"));
        let unset = kept(Some("DIRECTORY_TESTS_SET_NO_SUCH_VARIABLE"), None).read(folder.path());
        assert!(unset.unwrap_err().contains("DIRECTORY_TESTS_SET_NO_SUCH_VARIABLE"));
    }

    #[test]
    fn one_place_is_named_and_no_more() {
        assert!(kept(None, None).check().is_err());
        assert!(kept(Some("A"), Some("b")).check().is_err());
        assert!(kept(Some("A"), None).check().is_ok());
    }
}

//! Who holds a lease: a process, named so that others beside it can tell whether it still lives.

use std::{fs, path::Path, process, sync::LazyLock};

/// What all processes that can see each other share: since when the machine runs, and their view of its processes. Only
/// Linux tells.
static NEIGHBOURHOOD: LazyLock<Option<String>> = LazyLock::new(|| {
    let booted = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let view = fs::read_link("/proc/self/ns/pid").ok()?;
    Some(format!("{} {}", booted.trim(), view.display()))
});

/// The name of this process as a holder of leases.
pub(crate) fn this_process() -> String {
    format!("process {} of {}", process::id(), NEIGHBOURHOOD.as_deref().unwrap_or("somewhere"))
}

/// Whether a holder is a process beside this one that is no more. One of which that cannot be told is taken to live.
pub(crate) fn is_gone(holder: &str) -> bool {
    let Some((process, neighbourhood)) =
        holder.strip_prefix("process ").and_then(|name| name.split_once(" of "))
    else {
        return false;
    };
    let is_neighbour = NEIGHBOURHOOD.as_deref() == Some(neighbourhood);
    is_neighbour && process.parse::<u32>().is_ok_and(|id| !Path::new("/proc").join(id.to_string()).exists())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn a_process_lives_until_it_is_gone() {
        let own = this_process();
        assert!(!is_gone(&own) && !is_gone("another") && !is_gone("process 1 of elsewhere"));
        if NEIGHBOURHOOD.is_some() {
            let mut child = Command::new("true").spawn().unwrap();
            child.wait().unwrap();
            assert!(is_gone(&own.replacen(&process::id().to_string(), &child.id().to_string(), 1)));
        }
    }
}

//! What this process costs, as the system counts it.

/// The most memory that this process took so far, in bytes; `None` where the system does not tell.
pub(crate) fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// How long processors worked for this process so far, in seconds; `None` where the system does not tell.
pub(crate) fn processor_seconds() -> Option<f64> {
    const TICKS_A_SECOND: f64 = 100.0; // proc(5): what the kernel shows to users is always in hundredths
    const USER: usize = 11;
    let status = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name, in brackets, may hold anything; what follows are numbers.
    let (_, numbers) = status.rsplit_once(')')?;
    let mut times = numbers.split_whitespace().skip(USER).map(str::parse::<u32>);
    let (user, system) = (times.next()?.ok()?, times.next()?.ok()?);
    Some((f64::from(user) + f64::from(system)) / TICKS_A_SECOND)
}

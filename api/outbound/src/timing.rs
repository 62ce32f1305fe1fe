use std::{
    fmt::Debug,
    thread,
    time::{Duration, SystemTime},
};

/// Time and chance, so that tests can stand in for both.
pub trait Timing: Debug + Send + Sync {
    /// The time of day.
    fn now(&self) -> SystemTime;
    /// Lets so much time pass.
    fn wait(&self, span: Duration);
    /// A number from 0 up to but not including 1.
    fn chance(&self) -> f64;
}

/// The time and the chance of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemTiming;

impl Timing for SystemTiming {
    #[expect(clippy::disallowed_methods, reason = "this is where the time is injected from")]
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn wait(&self, span: Duration) {
        thread::sleep(span);
    }

    fn chance(&self) -> f64 {
        rand::random()
    }
}

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::Duration,
};

/// Wakes whoever waits for work. Clones are the same bell; ringing it while nobody waits is remembered once.
#[derive(Clone, Debug, Default)]
pub struct Bell(Arc<(Mutex<bool>, Condvar)>);

impl Bell {
    /// Wakes one who waits, now or next time.
    pub fn ring(&self) {
        let (rung, waiting) = &*self.0;
        *rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        waiting.notify_one();
    }

    /// Waits until the bell rings, at most so long; whether it did.
    pub fn wait(&self, at_most: Duration) -> bool {
        let (rung, waiting) = &*self.0;
        let guard = rung.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut guard, _) =
            waiting.wait_timeout_while(guard, at_most, |rung| !*rung).unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *guard)
    }
}

#[cfg(test)]
mod tests {
    use std::{thread, time::Duration};

    use super::Bell;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn a_ring_wakes_now_or_next_time_and_only_once() {
        let bell = Bell::default();
        bell.ring();
        bell.ring();
        assert!(bell.wait(LONG));
        assert!(!bell.wait(Duration::ZERO));
        let ringer = bell.clone();
        let ringing = thread::spawn(move || ringer.ring());
        assert!(bell.wait(LONG));
        ringing.join().unwrap();
    }
}

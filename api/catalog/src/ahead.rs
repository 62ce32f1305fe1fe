//! Work that is begun while more of it is still being read, but not without end.

use std::sync::{
    atomic::{AtomicUsize, Ordering},
    mpsc::{Receiver, Sender, channel},
};

/// How many pieces of work may wait. Beyond that, whoever reads does the next one.
const WAITING: usize = 8;

/// Does something to each piece, on all cores, while pieces are read, and gives the results in the order of the pieces.
/// `read` hands over one piece after the other.
pub(crate) fn each<P: Send, T: Send, R>(
    read: impl FnOnce(&mut dyn FnMut(P)) -> R,
    work: impl Fn(P) -> T + Sync,
) -> (R, Vec<T>) {
    let (done, results): (Sender<(usize, T)>, Receiver<_>) = channel();
    let (waiting, work) = (AtomicUsize::new(0), &work);
    let waiting = &waiting;
    let read = rayon::in_place_scope(|scope| {
        let mut number = 0;
        read(&mut |piece| {
            let (done, this) = (done.clone(), number);
            number += 1;
            // Whoever waits for results is still there: the channel's other end is held below.
            if waiting.load(Ordering::Relaxed) >= WAITING {
                return drop(done.send((this, work(piece))));
            }
            waiting.fetch_add(1, Ordering::Relaxed);
            scope.spawn(move |_| {
                drop(done.send((this, work(piece))));
                waiting.fetch_sub(1, Ordering::Relaxed);
            });
        })
    });
    drop(done);
    let mut results: Vec<(usize, T)> = results.into_iter().collect();
    results.sort_unstable_by_key(|(number, _)| *number);
    (read, results.into_iter().map(|(_, result)| result).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_what_was_read() {
        let (last, doubled) = each(
            |take| {
                (0..1_000).for_each(take);
                "read"
            },
            |number| number * 2,
        );
        assert_eq!(last, "read");
        assert_eq!(doubled, (0..1_000).map(|number| number * 2).collect::<Vec<_>>());
    }
}

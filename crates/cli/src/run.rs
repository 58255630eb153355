//! Work on a stream with several threads, in order and with bounded memory.

use std::io;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Applies `work` to every item on `threads` threads and hands the results to `sink` in the order of the items.
///
/// No more than a few items a thread are held at once, however long the stream is. Ends early when `sink` fails.
pub(crate) fn in_order<I, O>(
    items: impl Iterator<Item = I> + Send,
    threads: usize,
    work: impl Fn(I) -> O + Sync,
    mut sink: impl FnMut(O) -> io::Result<()>,
) -> io::Result<()>
where
    I: Send,
    O: Send,
{
    if threads <= 1 {
        return items.map(work).try_for_each(sink);
    }
    let (give, take) = sync_channel::<(I, SyncSender<O>)>(threads);
    let (queue, results) = sync_channel::<Receiver<O>>(threads * 4);
    let take = Mutex::new(take);
    thread::scope(|scope| {
        scope.spawn(move || {
            for item in items {
                let (done, result) = sync_channel(1);
                // the sink has gone, or every worker has
                if queue.send(result).is_err() || give.send((item, done)).is_err() {
                    break;
                }
            }
        });
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let Ok(Ok((item, done))) = take.lock().map(|take| take.recv()) else { break };
                    // nobody waits for it once the sink has failed
                    let _ = done.send(work(item));
                }
            });
        }
        // `results` is dropped at the end of this closure's body at the latest, which ends the feeder and the workers
        for result in results {
            if let Ok(result) = result.recv() {
                sink(result)?;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    #[test]
    fn keeps_the_order_whatever_the_threads() {
        for threads in [1, 2, 7] {
            let mut seen = Vec::new();
            let slow_first = |n: u64| {
                thread::sleep(Duration::from_micros(if n.is_multiple_of(5) { 300 } else { 0 }));
                n * 2
            };
            in_order(0..200, threads, slow_first, |n| {
                seen.push(n);
                Ok(())
            })
            .unwrap();
            assert_eq!(seen, (0..200).map(|n| n * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn stops_when_the_sink_fails_and_runs_not_far_ahead() {
        let started = AtomicUsize::new(0);
        let count = |n: usize| {
            started.fetch_add(1, Ordering::Relaxed);
            n
        };
        let result = in_order(0..1_000_000, 3, count, |n| if n == 10 { Err(io::Error::other("full")) } else { Ok(()) });
        assert!(result.is_err());
        assert!(started.load(Ordering::Relaxed) < 100);
    }
}

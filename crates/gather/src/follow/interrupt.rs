//! Being told to stop.

use std::future::Future;
use std::io;
use std::pin::{Pin, pin};

use futures_util::future::{Either, select};

/// Resolves when the program is told to stop.
pub(super) struct Interrupt(Pin<Box<dyn Future<Output = ()>>>);

impl Interrupt {
    /// Listens from here on.
    pub(super) fn new() -> io::Result<Self> {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let (mut int, mut term) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
            Ok(Self(Box::pin(async move {
                select(pin!(int.recv()), pin!(term.recv())).await;
            })))
        }
        #[cfg(not(unix))]
        Ok(Self(Box::pin(async {
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        })))
    }
}

/// What `work` gives, or nothing when the program is told to stop before.
pub(super) async fn or_interrupt<T>(work: impl Future<Output = T>, interrupt: &mut Interrupt) -> Option<T> {
    match select(pin!(work), interrupt.0.as_mut()).await {
        Either::Left((done, _)) => Some(done),
        Either::Right(_) => None,
    }
}

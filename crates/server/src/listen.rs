//! Opens the port and serves until it is told to stop.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use notula_store::Store;

use crate::app::{self, App};
use crate::changes;
use crate::paste::Reader;
use crate::settings::Settings;

/// Serves `store` until the process is interrupted or told to end; `ready` is given the address.
///
/// # Errors
/// Where the settings would let strangers in, or the port cannot be opened.
pub fn serve(
    settings: Settings,
    store: Arc<dyn Store>,
    reader: Reader,
    ready: impl FnOnce(SocketAddr),
) -> io::Result<()> {
    settings.check().map_err(|error| io::Error::new(io::ErrorKind::PermissionDenied, error.to_string()))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(settings.listen)
            .await
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", settings.listen)))?;
        let address = listener.local_addr()?;
        let app = App::new(settings, store, reader);
        let service = app::build(&app).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(changes::watch(Arc::clone(&app)));
        ready(address);
        tokio::select! {
            done = async { axum::serve(listener, service).await } => done,
            () = stop() => Ok(()),
        }
    })?;
    // readings that nobody waits for any more must not hold the process
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    Ok(())
}

/// Waits for an interruption (Ctrl-C) or the signal to end.
async fn stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut end) = signal(SignalKind::terminate()) {
            tokio::select! { () = interrupted => {}, _ = end.recv() => {} }
            return;
        }
    }
    interrupted.await;
}

//! `notula serve`.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use notula_gather::{Meta, Report};
use notula_server::{Paste, Reader, Reading, Token};
use notula_store::Store;

use crate::exit::Exit;
use crate::pipeline::{self, Settings};
use crate::place::StoreArg;

/// Arguments of `notula serve`.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    store: StoreArg,

    /// Address and port to listen on; port 0 takes a free one.
    ///
    /// On addresses that other machines can reach, tokens or --behind-proxy are needed.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,

    /// A file with a line for each token: NAME read|write SECRET. Who comes without a token is then sent away.
    #[arg(long, value_name = "FILE")]
    tokens: Option<PathBuf>,

    /// A reverse proxy in front checks who comes; its X-Forwarded-For and X-Forwarded-User are believed.
    #[arg(long)]
    behind_proxy: bool,

    /// A name under which the server may be asked, beside localhost; may be given several times.
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,

    /// Requests a second for each client, with bursts of four times as many; 0 for no limit.
    #[arg(long, value_name = "N", default_value_t = 200)]
    rate: u32,

    /// Read no more than this many megabytes of one pasted report.
    #[arg(long, value_name = "MB", default_value_t = 4, value_parser = clap::value_parser!(u64).range(1..=64))]
    max_size: u64,

    /// The page to name when the server is ready, such as /?sample=en-06-khartoum.
    #[arg(long, value_name = "PATH", default_value = "/", hide = true)]
    page: String,
}

/// Serves until it is interrupted.
///
/// # Errors
/// When the store or the file of tokens cannot be opened, the port is taken, or strangers could come in.
pub(crate) fn serve(args: &ServeArgs) -> io::Result<Exit> {
    let mut settings = notula_server::Settings {
        listen: args.listen,
        behind_proxy: args.behind_proxy,
        hosts: args.hosts.clone(),
        rate: args.rate,
        max_paste: usize::try_from(args.max_size << 20).unwrap_or(usize::MAX),
        ..notula_server::Settings::default()
    };
    if let Some(file) = &args.tokens {
        let wrong = |why: &dyn std::fmt::Display| io::Error::other(format!("{}: {why}", file.display()));
        let lines = std::fs::read_to_string(file).map_err(|error| wrong(&error))?;
        settings.tokens = Token::parse(&lines).map_err(|error| wrong(&error))?;
        if settings.tokens.is_empty() {
            return Err(wrong(&"holds no token"));
        }
    }
    // before the store is opened, so that nothing is made for a server that will not start
    settings.check().map_err(io::Error::other)?;
    let store = args.store.place().and_then(|place| notula_store::open(&place)).map_err(io::Error::other)?;
    let store: Arc<dyn Store> = Arc::from(store);
    let page = args.page.clone();
    notula_server::serve(settings, store, reader(), |address| {
        let mut out = io::stdout().lock();
        let _ = writeln!(out, "http://{address}{page}").and_then(|()| out.flush());
    })?;
    Ok(Exit::Fine)
}

/// Reads what is pasted as `notula read` would.
fn reader() -> Reader {
    Arc::new(|paste: Paste| {
        let decoded = notula_page::decode(&paste.bytes).map_err(|error| error.to_string())?.text;
        let published = match paste.published.as_deref().map(str::parse) {
            None => None,
            Some(Ok(day)) => Some(day),
            Some(Err(_)) => return Err("the day of publication is no day".to_owned()),
        };
        let meta = Meta { title: paste.title, url: paste.url, published, language: paste.language, ..Meta::default() };
        let report = Report { meta, ..Report::from_bytes(paste.source, paste.bytes) };
        let settings = Settings::until(jiff::Zoned::now().date());
        let record = pipeline::read(report, &settings).map_err(|failure| failure.why)?;
        Ok(Reading { record, raw: decoded })
    })
}

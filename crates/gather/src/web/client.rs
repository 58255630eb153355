//! One request and its answer, within limits, and to nobody who must not be asked.

use std::io::Read;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, IF_MODIFIED_SINCE, IF_NONE_MATCH,
};
use reqwest::{StatusCode, Url};

use super::reach;
use super::{Limits, Trouble};
use crate::media;
use crate::unpack::{Bomb, Packing};

/// How the program names itself.
const USER_AGENT: &str = concat!("notula/", env!("CARGO_PKG_VERSION"), " (+", env!("CARGO_PKG_REPOSITORY"), ")");

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    /// Media types that are of use.
    pub(crate) accept: &'static str,
    /// ETag of what is known.
    pub(crate) etag: Option<&'a str>,
    /// Last-Modified of what is known.
    pub(crate) modified: Option<&'a str>,
    /// Most bytes of a body, packed or not.
    pub(crate) most: usize,
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// Who gave it.
    pub(crate) address: Url,
    /// Its status.
    pub(crate) status: StatusCode,
    /// Its head.
    pub(crate) headers: HeaderMap,
    /// Its body, unpacked; empty unless the status is one of success.
    pub(crate) body: Vec<u8>,
    /// Where it came from.
    pub(crate) ip: Option<IpAddr>,
}

impl Answer {
    /// A field of the head, where it is text.
    pub(crate) fn header(&self, name: impl reqwest::header::AsHeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok().map(str::trim)
    }

    /// The media type in small letters, without parameters; empty where it is not told.
    pub(crate) fn media(&self) -> String {
        media::essence(self.header(CONTENT_TYPE).unwrap_or_default())
    }

    /// The name of the body's encoding, where it is told.
    pub(crate) fn charset(&self) -> Option<String> {
        media::charset(self.header(CONTENT_TYPE)?)
    }
}

/// Makes requests.
pub(crate) struct Client {
    http: reqwest::Client,
    limits: Limits,
    /// Whether an address may be asked.
    open: fn(IpAddr) -> bool,
}

impl Client {
    /// A client within `limits`, which asks addresses that are `open` alone.
    ///
    /// # Errors
    /// When there is no way to check certificates.
    pub(crate) fn new(limits: &Limits, open: fn(IpAddr) -> bool) -> Result<Self, Trouble> {
        // a second client finds it in place
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            // a proxy would resolve names in our place
            .no_proxy()
            .connect_timeout(limits.silence)
            .read_timeout(limits.silence)
            .pool_max_idle_per_host(1)
            .dns_resolver(Arc::new(Guard { open }))
            .build()
            .map_err(|error| Trouble::Connection(chain(&error)))?;
        Ok(Self { http, limits: limits.clone(), open })
    }

    /// Asks once, without following redirects.
    pub(crate) async fn once(&self, url: &Url, wanted: &Wanted<'_>) -> Result<Answer, Trouble> {
        tracing::debug!(%url, "asks");
        match tokio::time::timeout(self.limits.whole, self.exchange(url, wanted)).await {
            Ok(answer) => answer,
            Err(_) => Err(Trouble::Slow),
        }
    }

    async fn exchange(&self, url: &Url, wanted: &Wanted<'_>) -> Result<Answer, Trouble> {
        if !reach::may_ask(url, self.open) {
            return Err(Trouble::Private);
        }
        let mut request =
            self.http.get(url.clone()).header(ACCEPT, wanted.accept).header(ACCEPT_ENCODING, "gzip, deflate, br");
        if let Some(etag) = wanted.etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let Some(modified) = wanted.modified {
            request = request.header(IF_MODIFIED_SINCE, modified);
        }
        let mut response = request.send().await.map_err(|error| trouble(&error))?;
        let ip = response.remote_addr().map(|address| address.ip());
        if ip.is_some_and(|ip| !(self.open)(ip)) {
            return Err(Trouble::Private);
        }
        let mut answer = Answer {
            address: url.clone(),
            status: response.status(),
            headers: response.headers().clone(),
            body: Vec::new(),
            ip,
        };
        if !answer.status.is_success() {
            return Ok(answer);
        }
        if response.content_length().is_some_and(|length| length > wanted.most as u64) {
            return Err(Trouble::TooLarge(wanted.most >> 20));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| trouble(&error))? {
            if body.len() + chunk.len() > wanted.most {
                return Err(Trouble::TooLarge(wanted.most >> 20));
            }
            body.extend_from_slice(&chunk);
        }
        answer.body = match answer.header(CONTENT_ENCODING) {
            Some(packing) => unpack(body, packing, wanted.most)?,
            None => body,
        };
        Ok(answer)
    }
}

/// Unpacks a body packed in the ways that `names` tells, the last one first.
fn unpack(body: Vec<u8>, names: &str, most: usize) -> Result<Vec<u8>, Trouble> {
    let mut body = body;
    for name in names.rsplit(',') {
        let packing = Packing::named(name).ok_or_else(|| Trouble::Packing(name.trim().to_owned()))?;
        let Some(packing) = packing else { continue };
        let mut out = Vec::new();
        let read = packing.unpack(body.as_slice()).and_then(|all| all.take(most as u64 + 1).read_to_end(&mut out));
        match read {
            Err(error) if Bomb::is(&error) => return Err(Trouble::TooLarge(most >> 20)),
            Err(error) => return Err(Trouble::Packing(format!("{}: {}", name.trim(), crate::report::explain(&error)))),
            Ok(_) if out.len() > most => return Err(Trouble::TooLarge(most >> 20)),
            Ok(_) => body = out,
        }
    }
    Ok(body)
}

/// Resolves names, and gives no address that must not be asked. The connection is made to what it gives: between the
/// check and the request nothing is resolved again.
struct Guard {
    open: fn(IpAddr) -> bool,
}

/// A name that leads nowhere but into a private network.
#[derive(Debug, thiserror::Error)]
#[error("leads into a private network")]
struct Private;

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let open = self.open;
        Box::pin(async move {
            let all: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let allowed: Vec<SocketAddr> = all.iter().copied().filter(|address| open(address.ip())).collect();
            if allowed.is_empty() && !all.is_empty() {
                return Err(Private.into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

fn trouble(error: &reqwest::Error) -> Trouble {
    let mut source: Option<&dyn std::error::Error> = Some(error);
    while let Some(inner) = source {
        if inner.is::<Private>() {
            return Trouble::Private;
        }
        source = inner.source();
    }
    if error.is_timeout() {
        Trouble::Slow
    } else if error.is_dns() {
        Trouble::NoHost
    } else {
        Trouble::Connection(chain(error))
    }
}

/// The innermost reason of an error.
fn chain(error: &dyn std::error::Error) -> String {
    let mut inner = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    inner.to_string()
}

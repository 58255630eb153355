//! How often a client may ask.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::app::App;
use crate::error::Problem;

/// Counts the requests of each client.
pub(crate) struct Rate {
    limiter: Option<DefaultKeyedRateLimiter<IpAddr>>,
}

impl Rate {
    /// So many a second, four times as many at once; 0 for no limit.
    pub(crate) fn new(per_second: u32) -> Self {
        let limiter = NonZeroU32::new(per_second).map(|rate| {
            let burst = NonZeroU32::new(per_second.saturating_mul(4)).unwrap_or(rate);
            RateLimiter::keyed(Quota::per_second(rate).allow_burst(burst))
        });
        Self { limiter }
    }

    fn allows(&self, client: IpAddr) -> bool {
        self.limiter.as_ref().is_none_or(|limiter| limiter.check_key(&client).is_ok())
    }

    /// Forgets who has not come for a while.
    pub(crate) fn sweep(&self) {
        if let Some(limiter) = &self.limiter {
            limiter.retain_recent();
        }
    }
}

pub(crate) async fn rate(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let client = client(peer, request.headers(), app.settings.behind_proxy);
    if app.rate.allows(client) {
        next.run(request).await
    } else {
        metrics::counter!("notula_refused_total", "why" => "rate").increment(1);
        Problem::new(StatusCode::TOO_MANY_REQUESTS, "too many requests; wait a second").into_response()
    }
}

/// Behind a proxy the last address that the proxy noted; a network of IPv6 counts as one client.
fn client(peer: Option<IpAddr>, headers: &HeaderMap, behind_proxy: bool) -> IpAddr {
    let noted = behind_proxy
        .then(|| headers.get_all("x-forwarded-for").iter().next_back())
        .flatten()
        .and_then(|value| value.to_str().ok())
        .and_then(|list| list.rsplit(',').next())
        .and_then(|address| address.trim().parse().ok());
    match noted.or(peer).unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED)).to_canonical() {
        IpAddr::V6(ip) if !ip.is_loopback() => {
            let [a, b, c, d, ..] = ip.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        ip => ip,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_after_the_burst() {
        let rate = Rate::new(1);
        let ip = "10.0.0.1".parse().unwrap();
        assert_eq!((0..10).filter(|_| rate.allows(ip)).count(), 4);
        assert!(rate.allows("10.0.0.2".parse().unwrap()));
        assert!((0..1000).all(|_| Rate::new(0).allows(ip)));
    }

    #[test]
    fn believes_the_proxy_alone() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "1.1.1.1, 2.2.2.2".parse().unwrap());
        let peer: IpAddr = "10.0.0.1".parse().unwrap();
        assert_eq!(client(Some(peer), &headers, false), peer);
        assert_eq!(client(Some(peer), &headers, true), "2.2.2.2".parse::<IpAddr>().unwrap());
    }
}

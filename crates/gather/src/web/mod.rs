//! Asks the web, politely: one request at a time for each host, robots.txt, retries with growing patience, redirects
//! checked at every hop, and limits of size and time.

mod client;
mod desk;
mod discover;
mod feed;
mod hosts;
mod reach;
mod robots;
#[cfg(test)]
mod tests;
mod xml;

pub(crate) use self::client::{Answer, Wanted};
pub(crate) use self::desk::Desk;
pub use self::feed::{Link, Listing, NoListing, listing};

use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{LOCATION, RETRY_AFTER};
use reqwest::{StatusCode, Url};
use tokio::time::Instant;

use self::client::Client;
use self::hosts::Hosts;
use self::robots::{Robots, Rules};

/// What pages come as.
pub(crate) const PAGES: &str = "text/html,application/xhtml+xml,text/plain;q=0.8,*/*;q=0.1";

/// What lists of pages come as.
pub(crate) const LISTINGS: &str =
    "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.5";

/// Limits of what is asked of the web.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Whether addresses of private networks and of this machine may be asked.
    pub allow_private: bool,
    /// Time between two requests to one host.
    pub delay: Duration,
    /// Longest Crawl-delay that is obeyed; a longer one counts as this.
    pub longest_delay: Duration,
    /// Longest that a host that asks for patience (Retry-After) is waited for; after that it is left for later.
    pub longest_wait: Duration,
    /// Longest time without a byte.
    pub silence: Duration,
    /// Longest time for one answer, from the first byte to the last.
    pub whole: Duration,
    /// Most bytes of one answer, packed or unpacked.
    pub most: usize,
    /// Most redirects one after the other.
    pub redirects: usize,
    /// How often one address is asked before it is left for later.
    pub tries: u32,
    /// Time before the second try; it doubles with every further one.
    pub patience: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            allow_private: false,
            delay: Duration::from_secs(1),
            longest_delay: Duration::from_secs(60),
            longest_wait: Duration::from_secs(120),
            silence: Duration::from_secs(15),
            whole: Duration::from_secs(60),
            most: 16 << 20,
            redirects: 8,
            tries: 3,
            patience: Duration::from_secs(2),
        }
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// No address of the web.
    #[error("is no address of the web")]
    NoAddress,
    /// It leads into a private network or to this machine.
    #[error("leads into a private network (--allow-private lets it)")]
    Private,
    /// The site's robots.txt forbids it.
    #[error("the site's robots.txt forbids it")]
    Forbidden,
    /// The site's robots.txt could not be read, which forbids everything.
    #[error("the site's robots.txt could not be read")]
    NoRules,
    /// The name is not known.
    #[error("there is no such host")]
    NoHost,
    /// The connection failed.
    #[error("the connection failed ({0})")]
    Connection(String),
    /// It took too long.
    #[error("took too long to answer")]
    Slow,
    /// The answer is too large.
    #[error("the answer is larger than {0} MB")]
    TooLarge(usize),
    /// The answer is packed in an unknown way, or badly.
    #[error("the answer cannot be unpacked ({0})")]
    Packing(String),
    /// The answer is none of success.
    #[error("the server answers {0}")]
    Status(u16),
    /// The host asks for patience.
    #[error("the server asks to come again in {} s", .0.as_secs())]
    Later(Duration),
    /// Redirects that lead in a circle or on and on.
    #[error("redirects without end")]
    Redirects,
    /// A redirect that leads to what is there already.
    #[error("redirects to {0}, which is known")]
    Known(String),
}

impl Trouble {
    /// Whether it may be over in a moment.
    fn passes(&self) -> bool {
        match self {
            Self::Connection(_) | Self::Slow => true,
            Self::Status(status) => matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504),
            _ => false,
        }
    }

    /// Whether asking again is of no use, today or tomorrow.
    pub(crate) fn is_final(&self) -> bool {
        match self {
            Self::NoAddress | Self::TooLarge(_) | Self::Packing(_) | Self::Redirects | Self::Known(_) => true,
            Self::Status(status) => (400..500).contains(status) && !self.passes(),
            _ => false,
        }
    }
}

/// Asks for pages and lists.
pub(crate) struct Web {
    client: Client,
    hosts: Hosts,
    robots: Robots,
    limits: Limits,
}

impl Web {
    /// Nothing asked yet.
    ///
    /// # Errors
    /// When there is no way to check certificates.
    pub(crate) fn new(limits: &Limits) -> Result<Self, Trouble> {
        Self::within(limits, if limits.allow_private { |_| true } else { reach::is_public })
    }

    /// Asks addresses that are `open` alone.
    fn within(limits: &Limits, open: fn(IpAddr) -> bool) -> Result<Self, Trouble> {
        let client = Client::new(limits, open)?;
        Ok(Self { client, hosts: Hosts::default(), robots: Robots::default(), limits: limits.clone() })
    }

    /// The answer to `url` after redirects: one of success, or "not modified".
    ///
    /// `known` tells which addresses need not be asked when a redirect leads there. With `obey`, robots.txt is obeyed at
    /// every hop.
    pub(crate) async fn get(
        &self,
        url: &Url,
        wanted: &Wanted<'_>,
        obey: bool,
        known: &(dyn Fn(&Url) -> bool + Sync),
    ) -> Result<Answer, Trouble> {
        let mut url = url.clone();
        let mut seen = vec![url.clone()];
        loop {
            if !matches!(url.scheme(), "http" | "https") {
                return Err(Trouble::NoAddress);
            }
            if obey {
                let rules = self.rules(&url).await;
                match rules.get().map(|(_, rules)| rules) {
                    Some(Rules::Unknown(Trouble::Status(_))) | None => return Err(Trouble::NoRules),
                    Some(Rules::Unknown(trouble)) => return Err(trouble.clone()),
                    Some(rules) if !rules.allow(&url) => return Err(Trouble::Forbidden),
                    Some(_) => {}
                }
            }
            let answer = self.patiently(&url, wanted).await?;
            let Some(next) = redirect(&answer) else {
                let fine = answer.status.is_success() || answer.status == StatusCode::NOT_MODIFIED;
                return if fine { Ok(answer) } else { Err(Trouble::Status(answer.status.as_u16())) };
            };
            if seen.contains(&next) || seen.len() > self.limits.redirects {
                return Err(Trouble::Redirects);
            }
            if known(&next) {
                return Err(Trouble::Known(next.into()));
            }
            seen.push(next.clone());
            url = next;
        }
    }

    /// The rules of the site that `url` is of.
    async fn rules(&self, url: &Url) -> std::sync::Arc<tokio::sync::OnceCell<(Instant, Rules)>> {
        let cell = self.robots.of(url);
        cell.get_or_init(|| async {
            let rules = self.ask_for_rules(url).await;
            if let Some(delay) = rules.delay() {
                self.hosts.lane(host(url)).lock().await.ask_for_delay(delay, &self.limits);
            }
            (Instant::now(), rules)
        })
        .await;
        cell
    }

    async fn ask_for_rules(&self, url: &Url) -> Rules {
        let Ok(file) = url.join("/robots.txt") else { return Rules::Open };
        let wanted = Wanted { accept: "text/plain,*/*;q=0.5", etag: None, modified: None, most: self.limits.most };
        // the rules of a site do not stand in the way of reading them
        match Box::pin(self.get(&file, &wanted, false, &|_| false)).await {
            Ok(answer) => Rules::parse(&answer.body),
            // a file that is too large is no file of rules; one that is not there forbids nothing
            Err(Trouble::Status(status)) if (400..500).contains(&status) && status != 429 => Rules::Open,
            Err(Trouble::TooLarge(_) | Trouble::Packing(_) | Trouble::Redirects) => Rules::Open,
            Err(trouble) => {
                tracing::info!(site = %file, %trouble, "no robots.txt");
                Rules::Unknown(trouble)
            }
        }
    }

    /// Asks once, or again where that helps; one request at a time for each host.
    async fn patiently(&self, url: &Url, wanted: &Wanted<'_>) -> Result<Answer, Trouble> {
        let way = self.hosts.lane(host(url));
        let mut lane = way.lock().await;
        let mut patience = self.limits.patience;
        for last in (0..self.limits.tries.max(1)).rev() {
            hosts::wait(&mut lane, &self.limits).await?;
            let (outcome, asked) = match self.client.once(url, wanted).await {
                Ok(answer) => {
                    let trouble = Trouble::Status(answer.status.as_u16());
                    let asked = answer.header(RETRY_AFTER).and_then(retry_after);
                    (if trouble.passes() { Err(trouble) } else { Ok(answer) }, asked)
                }
                Err(trouble) => (Err(trouble), None),
            };
            match outcome {
                Err(trouble) if trouble.passes() => {
                    // half of it at least: many who failed together do not come again together
                    let share = 0.5 + (RandomState::new().hash_one(url.as_str()) % 512) as f64 / 1024.0;
                    let pause = asked.unwrap_or_default().max(patience.mul_f64(share));
                    tracing::debug!(%url, %trouble, ?pause, "asks again after a pause");
                    lane.rest(&self.limits, Some(pause));
                    patience = patience.saturating_mul(2);
                    if last == 0 {
                        return Err(trouble);
                    }
                }
                other => {
                    lane.rest(&self.limits, None);
                    return other;
                }
            }
        }
        Err(Trouble::Slow)
    }
}

/// The host that a request burdens.
fn host(url: &Url) -> &str {
    url.host_str().unwrap_or_default()
}

/// Where an answer leads to, where it leads elsewhere.
fn redirect(answer: &Answer) -> Option<Url> {
    if !matches!(answer.status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let mut next = answer.address.join(answer.header(LOCATION)?).ok()?;
    next.set_fragment(None);
    Some(next)
}

/// How long a server asks to be left alone: seconds, or a date.
fn retry_after(value: &str) -> Option<Duration> {
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
    Duration::try_from(until.duration_since(Timestamp::now())).ok()
}

//! Who may ask, for what, how often.

mod caller;
mod headers;
mod host;
mod rate;

pub(crate) use caller::{Caller, Sessions, by_token, caller, clear_cookie, cookie, same_site};
pub(crate) use headers::headers;
pub(crate) use host::host;
pub(crate) use rate::{Rate, rate};

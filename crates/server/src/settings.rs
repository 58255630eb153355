//! What the server is told when it starts.

use std::net::{Ipv4Addr, SocketAddr};

use sha2::{Digest, Sha256};

/// How to serve.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address and port; port 0 takes a free one.
    pub listen: SocketAddr,
    /// A reverse proxy in front checks who comes. Its `X-Forwarded-For` and `X-Forwarded-User` are believed; who has no
    /// name there may only read.
    pub behind_proxy: bool,
    /// Names under which the server may be asked, beside `localhost` and addresses of the loopback. With none given,
    /// every name is taken when the server is guarded by tokens or a proxy.
    pub hosts: Vec<String>,
    /// Who may come in. With none given, everybody who reaches the loopback may read and correct.
    pub tokens: Vec<Token>,
    /// Bytes of one pasted report or dropped file.
    pub max_paste: usize,
    /// Requests a second for each client, with bursts of four times as many; 0 for no limit.
    pub rate: u32,
    /// Calls to the store at once.
    pub store_calls: usize,
    /// Reports read at once.
    pub readings: usize,
}

impl Default for Settings {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            behind_proxy: false,
            hosts: Vec::new(),
            tokens: Vec::new(),
            max_paste: 4 << 20,
            rate: 200,
            store_calls: cores * 4,
            readings: cores,
        }
    }
}

/// What a token allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Reading.
    Read,
    /// Reading, adding reports and correcting.
    Write,
}

/// A secret that lets somebody in. Only its hash is kept.
#[derive(Clone)]
pub struct Token {
    /// Who has it; stands in the record of corrections.
    pub name: String,
    /// What it allows.
    pub scope: Scope,
    pub(crate) hash: [u8; 32],
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Token({}, {:?})", self.name, self.scope)
    }
}

/// A line that is no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Something is missing.
    #[error("line {0}: expected NAME read|write SECRET")]
    Shape(usize),
    /// It can be guessed.
    #[error("line {0}: the secret is shorter than {min} characters", min = Token::MIN)]
    Short(usize),
}

impl Token {
    /// The shortest secret that is taken, in characters.
    pub const MIN: usize = 16;

    /// A token for `name`.
    ///
    /// # Errors
    /// [`TokenError::Short`] where the secret has fewer than [`Token::MIN`] characters.
    pub fn new(name: impl Into<String>, scope: Scope, secret: &str) -> Result<Self, TokenError> {
        if secret.chars().count() < Self::MIN {
            return Err(TokenError::Short(1));
        }
        Ok(Self { name: name.into(), scope, hash: Sha256::digest(secret.as_bytes()).into() })
    }

    /// Tokens out of a file with a line for each: name, `read` or `write`, secret. Empty lines and lines that begin with
    /// `#` are skipped.
    ///
    /// ```
    /// use notula_server::{Scope, Token};
    /// let tokens = Token::parse("# the desk\nsari write 7e9c54f2a01b4d3c9f\n").unwrap();
    /// assert_eq!((tokens[0].name.as_str(), tokens[0].scope), ("sari", Scope::Write));
    /// assert!(Token::parse("sari write short").is_err());
    /// ```
    ///
    /// # Errors
    /// [`TokenError`] with the line's number.
    pub fn parse(file: &str) -> Result<Vec<Self>, TokenError> {
        let mut tokens = Vec::new();
        for (number, line) in file.lines().enumerate().map(|(n, line)| (n + 1, line.trim())) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let words: Vec<_> = line.split_whitespace().collect();
            let [name, scope, secret] = words[..] else { return Err(TokenError::Shape(number)) };
            let scope = match scope {
                "read" => Scope::Read,
                "write" => Scope::Write,
                _ => return Err(TokenError::Shape(number)),
            };
            tokens.push(Self::new(name, scope, secret).map_err(|_| TokenError::Short(number))?);
        }
        Ok(tokens)
    }
}

/// Settings that would open the store to strangers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0} can be reached from other machines, and nothing says who may come in; give tokens (--tokens FILE), or say that a \
     reverse proxy checks who comes (--behind-proxy), or listen on 127.0.0.1"
)]
pub struct Unsafe(pub SocketAddr);

impl Settings {
    /// Refuses to open the store to other machines unguarded.
    ///
    /// # Errors
    /// [`Unsafe`].
    pub fn check(&self) -> Result<(), Unsafe> {
        if self.listen.ip().is_loopback() || self.behind_proxy || !self.tokens.is_empty() {
            Ok(())
        } else {
            Err(Unsafe(self.listen))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_other_machines_without_a_guard() {
        let open = Settings { listen: "0.0.0.0:80".parse().unwrap(), ..Settings::default() };
        assert!(open.check().is_err());
        assert!(Settings { behind_proxy: true, ..open.clone() }.check().is_ok());
        let token = Token::new("sari", Scope::Read, "a secret of the house").unwrap();
        assert!(Settings { tokens: vec![token], ..open }.check().is_ok());
        assert!(Settings::default().check().is_ok());
        assert!(Settings { listen: "[::1]:80".parse().unwrap(), ..Settings::default() }.check().is_ok());
    }

    #[test]
    fn token_files_name_the_wrong_line() {
        assert_eq!(Token::parse("\nsari write").unwrap_err(), TokenError::Shape(2));
        assert_eq!(Token::parse("sari admin 0123456789abcdef").unwrap_err(), TokenError::Shape(1));
        assert_eq!(Token::parse("#x\nsari read 0123").unwrap_err(), TokenError::Short(2));
    }

    #[test]
    fn secrets_are_not_printed() {
        let token = Token::new("sari", Scope::Read, "0123456789abcdef").unwrap();
        assert_eq!(format!("{token:?}"), "Token(sari, Read)");
    }
}

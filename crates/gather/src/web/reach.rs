//! Which addresses of the net are open to all: no request goes to the caller's own network unless that is allowed.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::Url;

/// Whether `ip` belongs to the public internet, by IANA's registries of special-purpose addresses.
///
/// An address of version 6 that carries one of version 4 inside (mapped, compatible, NAT64, 6to4, Teredo) is judged by
/// what is inside where that decides who answers, else refused.
pub(crate) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !matches!(
        (a, b, c),
        // this network, private, shared (CGNAT), loopback, link-local, private
        (0 | 10 | 127, ..) | (100, 64..=127, _) | (169, 254, _) | (172, 16..=31, _) | (192, 168, _)
        // protocol assignments, documentation, 6to4 relays, benchmarks
        | (192, 0, 0 | 2) | (192, 88, 99) | (198, 18 | 19, _) | (198, 51, 100) | (203, 0, 113)
        // multicast, reserved, broadcast
        | (224..=255, ..)
    )
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let s = ip.segments();
    let inside = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match s {
        // NAT64 (RFC 6052): who answers is the address inside
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => inside(high, low),
        // global unicast is 2000::/3; of it not Teredo, benchmarks, ORCHID, documentation, 6to4, and the like
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// Whether `url` may be asked where `open` tells of each address whether it may, as far as can be seen without resolving
/// the name in it.
pub(crate) fn may_ask(url: &Url, open: fn(IpAddr) -> bool) -> bool {
    match url.host() {
        // Url has written octal, hexadecimal and short forms out already
        Some(url::Host::Ipv4(ip)) => open(ip.into()),
        Some(url::Host::Ipv6(ip)) => open(ip.into()),
        Some(url::Host::Domain(_)) => true,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_internet_and_nothing_else() {
        for ip in ["1.1.1.1", "8.8.8.8", "100.63.255.255", "172.32.0.1", "192.0.1.1", "223.255.255.255"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["2606:4700::1111", "2a00:1450:4001::200e", "2001:4860:4860::8888", "64:ff9b::808:808"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in [
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::7f00:1",
            "64:ff9b::7f00:1",
            "64:ff9b::a00:1",
            "64:ff9b:1::808:808",
            "100::1",
            "2001::1",
            "2001:2::1",
            "2001:10::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "3fff::1",
            "5f00::1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn other_ways_to_write_an_address_change_nothing() {
        for url in [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http://127.1/",
            "http://[::1]/",
            "http://[::ffff:7f00:1]/",
            "http://192.168.1.1:8080/",
            "http://user:word@10.0.0.1/",
            "http://169.254.169.254/x",
        ] {
            assert!(!may_ask(&Url::parse(url).unwrap(), is_public), "{url}");
        }
        assert!(may_ask(&Url::parse("https://example.org/").unwrap(), is_public));
    }
}

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs},
    sync::Arc,
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::error::Refused;

/// Which addresses may be reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AddressPolicy {
    /// Public addresses of the internet only.
    #[default]
    PublicOnly,
    /// Any address: for feeds in one's own network, and for tests.
    AllowPrivate,
    /// One address, as if it were the only public one.
    #[cfg(test)]
    Only(IpAddr),
}

impl AddressPolicy {
    /// Whether this address may be reached.
    pub fn allows(self, address: IpAddr) -> bool {
        match self {
            Self::AllowPrivate => true,
            Self::PublicOnly => is_public(address),
            #[cfg(test)]
            Self::Only(one) => one == address,
        }
    }
}

/// Whether an address belongs to the public internet: not loopback, private, link-local (where clouds keep their
/// metadata services), shared, reserved, multicast or documentation, nor an IPv6 form that stands for such a one.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match embedded_v4(address) {
            Some(inner) => is_public_v4(inner),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let benchmark = a == 198 && (b == 18 || b == 19);
    let protocol = a == 192 && b == 0 && c == 0;
    !(a == 0
        || a >= 224
        || shared
        || benchmark
        || protocol
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_documentation())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    // 2000::/3 is all that is routed; 2001:db8::/32 is for documents and 2001::/32 tunnels to anywhere.
    match address.segments() {
        [0x2001, 0x0db8 | 0, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// The IPv4 address that an IPv6 address stands for: mapped, compatible, NAT64 or 6to4.
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let joined = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff | 0, high, low] if high != 0 => Some(joined(high, low)),
        [0, 0, 0, 0, 0, 0xffff, high, low] => Some(joined(high, low)),
        [0x0064, 0xff9b, 0, 0, 0, 0, high, low] => Some(joined(high, low)),
        [0x2002, high, low, ..] => Some(joined(high, low)),
        _ => None,
    }
}

/// Resolves names for the client, so that it connects to exactly what was checked.
pub(crate) struct GuardedResolver(pub(crate) AddressPolicy);

impl GuardedResolver {
    pub(crate) fn shared(policy: AddressPolicy) -> Arc<Self> {
        Arc::new(Self(policy))
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let policy = self.0;
        Box::pin(async move {
            let found: Vec<SocketAddr> = (name.as_str(), 0).to_socket_addrs()?.collect();
            // One forbidden address is enough: a name that also points inside is not to be trusted.
            match found.iter().find(|address| !policy.allows(address.ip())) {
                Some(address) => {
                    Err(Refused { host: name.as_str().to_owned(), address: address.ip() }.into())
                }
                None => Ok(Box::new(found.into_iter()) as Addrs),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_public_internet_are_public() {
        for public in ["8.8.8.8", "81.2.69.142", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn inner_addresses_are_refused_in_every_disguise() {
        for inner in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fd00::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "::127.0.0.1",
        ] {
            assert!(!is_public(inner.parse().unwrap()), "{inner}");
        }
    }
}

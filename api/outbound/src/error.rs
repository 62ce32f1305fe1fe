use std::net::IpAddr;

/// Why something could not be fetched. Addresses are shown without credentials and queries.
#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    /// The address is malformed or not http(s).
    #[error("`{url}` is no address that can be fetched: {reason}; use an http:// or https:// address")]
    Address {
        /// What was given.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The name leads to an address that is not public.
    #[error(
        "`{host}` leads to {address}, which is not a public address; \
         allow private networks for this source if that is meant"
    )]
    Private {
        /// The host in the URL.
        host: String,
        /// The address that it leads to.
        address: IpAddr,
    },
    /// The server answered with an error.
    #[error("{url} answered {status}; ask its publisher, or try again later")]
    Status {
        /// What was asked for.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// The server asks to be left alone for longer than is ever waited.
    #[error("{url} answered {status} and asks not to be asked for {seconds} s; try again after that")]
    Later {
        /// What was asked for.
        url: String,
        /// The HTTP status.
        status: u16,
        /// The wait that it asks for.
        seconds: u64,
    },
    /// The `robots.txt` of the host keeps us from the page.
    #[error(
        "the robots.txt of its host does not let {url} be fetched; ask its publisher to allow `directory`"
    )]
    Disallowed {
        /// What was asked for.
        url: String,
    },
    /// A page redirects to another site.
    #[error("{url} redirects to another site, {to}; name that address instead if it is meant")]
    OffSite {
        /// What was asked for.
        url: String,
        /// Where it leads.
        to: String,
    },
    /// The answer did not come in time.
    #[error("{url} did not answer in time; try again later")]
    Timeout {
        /// What was asked for.
        url: String,
    },
    /// The answer is longer than allowed.
    #[error("{url} sent more than {limit} bytes; raise the limit or ask for a smaller feed")]
    TooLarge {
        /// What was asked for.
        url: String,
        /// The most that is allowed.
        limit: u64,
    },
    /// The answer unpacks to so much more than was sent that it can only be meant to fill the disk.
    #[error("{url} unpacks to more than {ratio} times what was sent; ask its publisher to send it unpacked")]
    TooTight {
        /// What was asked for.
        url: String,
        /// How many times is allowed.
        ratio: u64,
    },
    /// One redirect led to the next, too often.
    #[error("{url} redirects more than {limit} times; use the final address")]
    Redirects {
        /// What was asked for.
        url: String,
        /// The most that are followed.
        limit: usize,
    },
    /// A redirect does not say where to.
    #[error("{url} redirects without an address to go to; use the final address")]
    Nowhere {
        /// What was asked for.
        url: String,
    },
    /// The answer is a part of what was asked for, or leaves it out, without being asked to.
    #[error(
        "{url} answered {status} without being asked for a part or a change; ask its publisher to send it whole"
    )]
    Partial {
        /// What was asked for.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// The connection could not be made or was lost.
    #[error("{url} could not be read: {reason}; check the address and try again")]
    Broken {
        /// What was asked for.
        url: String,
        /// What happened.
        reason: String,
    },
    /// The file to write to could not be written.
    #[error("the answer of {url} could not be written to disk: {reason}")]
    Write {
        /// What was asked for.
        url: String,
        /// What happened.
        reason: String,
    },
    /// The client could not be set up.
    #[error("the HTTP client could not be set up: {0}")]
    Setup(String),
}

impl OutboundError {
    /// The HTTP status, where the server answered with one.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Status { status, .. } | Self::Later { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// Whether an answer of this status may be another one later.
    pub(crate) fn may_pass_later(status: u16) -> bool {
        matches!(status, 429 | 500 | 502 | 503 | 504)
    }

    /// Whether another attempt may succeed.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Timeout { .. } | Self::Broken { .. } => true,
            Self::Status { status, .. } => Self::may_pass_later(*status),
            _ => false,
        }
    }
}

/// What the resolver says through the client's own error.
#[derive(Debug, thiserror::Error)]
#[error("{host} leads to {address}")]
pub(crate) struct Refused {
    pub(crate) host: String,
    pub(crate) address: IpAddr,
}

impl Refused {
    /// The refusal inside a client's error, if that is its cause.
    pub(crate) fn within(error: &reqwest::Error) -> Option<&Self> {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
        while let Some(error) = cause {
            if let Some(refused) = error.downcast_ref::<Self>() {
                return Some(refused);
            }
            cause = error.source();
        }
        None
    }
}

//! The laws of the resolver, as examples and as properties of whatever is given.

#[cfg(test)]
mod assembly;
#[cfg(test)]
mod clusters;
#[cfg(test)]
mod common;
#[cfg(test)]
mod completeness;
#[cfg(test)]
mod conflicts;
#[cfg(test)]
mod corrections;
#[cfg(test)]
mod identities;
#[cfg(test)]
mod incumbency;
#[cfg(test)]
mod precedence;
#[cfg(test)]
mod reviews;

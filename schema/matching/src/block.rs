//! Blocks: records that share a key are candidates for being one thing.

use std::collections::{BTreeSet, HashMap};

use model::Kind;

use crate::Features;

/// How many of the telling words of a name make blocks.
const MOST_WORDS: usize = 8;

/// The blocks that a record stands in.
pub(crate) fn keys(features: &Features) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut add = |sort: &str, value: &str| keys.insert(format!("{sort}:{value}"));
    let name = features.names.sorted_text();
    if !name.is_empty() {
        add("name", &name);
    }
    features.uri.iter().for_each(|uri| _ = add("uri", uri));
    features.identifiers.iter().for_each(|id| _ = add("identifier", &format!("{}:{}", id.scheme, id.value)));
    features.phones.iter().for_each(|phone| _ = add("phone", phone));
    features.emails.iter().for_each(|email| _ = add("email", email));
    features.postcodes().for_each(|postcode| _ = add("postcode", postcode));
    for address in &features.addresses {
        if let (Some(number), Some(street)) = (&address.number, &address.street) {
            add("house", &format!("{number} {street}"));
        }
    }
    features.locations.iter().for_each(|id| _ = add("location", &id.to_string()));
    for word in features.names.telling_words().into_iter().take(MOST_WORDS) {
        match features.kind {
            Kind::Location => {
                cells(features).iter().for_each(|cell| _ = add("near", &format!("{cell} {word}")))
            }
            Kind::Service => {
                features.organization.iter().for_each(|id| _ = add("organization", &format!("{id} {word}")))
            }
            Kind::Organization => _ = add("word", word),
            Kind::Taxonomy => {}
        }
    }
    if features.kind == Kind::Organization {
        features.sites.iter().for_each(|site| _ = add("site", site));
    }
    keys
}

/// The cells around a position in four grids of some 500 by 350 metres, each shifted by half, so that what is near but
/// over an edge is met too.
fn cells(features: &Features) -> Vec<String> {
    const CELLS_PER_DEGREE: f64 = 200.0;
    let Some((latitude, longitude)) = features.position else { return Vec::new() };
    #[expect(clippy::cast_possible_truncation, reason = "a degree times two hundred is far within i32")]
    let cell = |degrees: f64, shift: f64| (degrees * CELLS_PER_DEGREE + shift).floor() as i32;
    let corners = [(0.0, 0.0), (0.0, 0.5), (0.5, 0.0), (0.5, 0.5)];
    let name = |(at, (north, east)): (usize, (f64, f64))| {
        format!("{at}/{}/{}", cell(latitude, north), cell(longitude, east))
    };
    corners.into_iter().enumerate().map(name).collect()
}

/// The candidate pairs, as positions in `features`, each once, the lesser first.
///
/// All pairs of a block up to `cap` records; in a larger one each record with its `cap` / 2 neighbours in the order of
/// names, then keys: linear in the number of records, and independent of the order in which they came.
pub(crate) fn candidates(features: &[Features], cap: usize) -> Vec<(usize, usize)> {
    let mut blocks: HashMap<(Kind, &str), Vec<usize>> = HashMap::new();
    for (at, record) in features.iter().enumerate() {
        for key in &record.blocks {
            blocks.entry((record.kind, key)).or_default().push(at);
        }
    }
    let mut pairs = Vec::new();
    for members in blocks.into_values().filter(|members| members.len() > 1) {
        pairs_of(features, members, cap, &mut pairs);
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn pairs_of(features: &[Features], mut members: Vec<usize>, cap: usize, pairs: &mut Vec<(usize, usize)>) {
    let reach = if members.len() <= cap { members.len() } else { cap / 2 };
    if members.len() > cap {
        let order = |at: &usize| features.get(*at).map(|record| (record.names.sorted_text(), &record.key));
        members.sort_by_cached_key(order);
    }
    for (at, &first) in members.iter().enumerate() {
        for &second in members.iter().skip(at + 1).take(reach) {
            pairs.push((first.min(second), first.max(second)));
        }
    }
}

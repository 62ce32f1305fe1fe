//! No labelled set may fall below the baseline that is committed beside the sets.

use std::path::{Path, PathBuf};

use matching::MatchModel;
use reconcile::evaluate::{Baseline, Found, labelled_sets};

fn sets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/linkage")
}

/// Where shared data lies, if it is at hand.
fn shared_data() -> Option<PathBuf> {
    let named = std::env::var_os("SHARED").map(PathBuf::from);
    let sibling = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    [named, Some(sibling)].into_iter().flatten().map(|shared| shared.join("data")).find(|data| data.is_dir())
}

#[test]
fn no_set_falls_below_the_baseline() {
    let baseline = Baseline::read(&sets().join("baseline.toml")).unwrap();
    let (mut evaluated, mut fallen) = (Vec::new(), Vec::new());
    for found in labelled_sets(&sets(), shared_data().as_deref()).unwrap() {
        match found {
            Found::Ready(set) if set.slow && cfg!(debug_assertions) => {
                println!("{} skipped: it takes long where nothing is optimized", set.name);
            }
            Found::Ready(set) => {
                fallen.extend(set.run(MatchModel::shipped(), &baseline).unwrap().fallen);
                evaluated.push(set.name);
            }
            Found::Rows(rows) => println!("{} skipped: fitting a model for it takes long", rows.name),
            Found::Absent { name, reason } => println!("{name} skipped: {reason}"),
        }
    }
    assert!(fallen.is_empty(), "{}", fallen.join("\n"));
    for own in ["own-organizations", "own-places", "own-services"] {
        assert!(
            evaluated.iter().any(|name| name == own) && baseline.f1(own).is_some(),
            "{own} was not evaluated"
        );
    }
}

#[test]
fn enough_pairs_of_our_own_are_labelled() {
    let count = |set: &str| {
        let text = std::fs::read_to_string(sets().join(set).join("pairs.csv")).unwrap();
        let noted = |line: &&str| line.split(',').nth(4).is_some_and(|note| !note.is_empty());
        text.lines().skip(1).filter(noted).count()
    };
    let all: usize = ["own-organizations", "own-places", "own-services"].into_iter().map(count).sum();
    assert!(all >= 150, "{all} labelled pairs with a note");
}

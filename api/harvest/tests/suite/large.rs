//! A long list. What one of any size costs is measured by `cargo bench -p harvest`.

use std::fmt::Write;

use model::Kind;

use crate::support::Bench;

/// More than any batch holds.
const ROWS: usize = 5_000;

#[test]
fn a_list_of_many_batches_is_taken_whole_and_nothing_of_it_is_written_the_second_time() {
    let mut list = "name,description,phone,address,postcode,organisation\n".to_owned();
    for row in 0..ROWS {
        let (district, unit) = (row % 9 + 1, row % 10);
        writeln!(
            list,
            "Service {row},What it does,01752 {:06},{row} High Street,PL{district} {unit}AA,Body {}",
            row,
            row % 500
        )
        .unwrap();
    }
    let bench = Bench::new();
    bench.write("list.csv", list);
    let toml = "format = \"csv\"\nlocation = \"list.csv\"";
    let first = bench.taken(toml);
    assert_eq!((first.counts.new, bench.ids(Kind::Service).len()), (ROWS as u64, ROWS));

    let second = bench.taken(toml);
    assert_eq!((second.counts.unchanged, second.counts.records), (ROWS as u64, 0));
}

//! A feed of the size that the directory promises to take.

use std::{fmt::Write, time::Instant};

use model::Kind;

use crate::support::Bench;

const ROWS: usize = 100_000;

#[test]
#[ignore = "takes minutes without optimisation: cargo test --release -p harvest --test suite -- --ignored --nocapture"]
fn a_list_of_a_hundred_thousand_rows_is_taken_and_costs_little_the_second_time() {
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
    let began = Instant::now();
    let first = bench.taken(toml);
    println!("first: {:?} {:?}", began.elapsed(), first.counts);
    assert_eq!((first.counts.new, bench.ids(Kind::Service).len()), (ROWS as u64, ROWS));

    let began = Instant::now();
    let second = bench.taken(toml);
    println!("second: {:?} {:?}", began.elapsed(), second.counts);
    assert_eq!((second.counts.unchanged, second.counts.records), (ROWS as u64, 0));
}

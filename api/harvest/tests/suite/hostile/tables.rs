use super::{
    Failed, Harmless, Kept, always, case,
    feeds::{CSV, Feed},
    ok, run,
};

#[test]
fn tables_that_no_program_should_write_are_read_as_far_as_they_go_or_refused() {
    let wide: Vec<u8> = CSV.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let columns = format!("id,name{}\n", ",".repeat(20_000));
    let amplified = format!(
        "id,name,{}\n{}",
        "x".repeat(4_000),
        (0..20_000).map(|row| format!("{row},n,1\n")).collect::<String>()
    );
    run(vec![
        case(
            "a quotation mark that is never closed",
            Feed::Csv,
            always(ok("id,name\na,\"Tea\nb,Chat\n")),
            Failed("unreadable", "never closed"),
        ),
        case(
            "one that swallows megabytes",
            Feed::Csv,
            always(ok(format!("id,name\na,\"{}", "Tea,\n".repeat(300_000)))),
            Failed("unreadable", "longer than 1048576 bytes"),
        )
        .up_to(10_000_000),
        case(
            "a header of too many columns",
            Feed::Csv,
            always(ok(columns)),
            Failed("too-large", "more than 16384 cells"),
        ),
        case(
            "a row of a million columns",
            Feed::Csv,
            always(ok(format!("{CSV}{}\n", ",".repeat(1_000_000)))),
            Failed("too-large", "more than 16384 cells"),
        )
        .up_to(10_000_000),
        case(
            "a row of columns without end",
            Feed::Csv,
            always(ok(format!("{CSV}{}", ",".repeat(5_000_000)))),
            Failed("unreadable", "longer than 1048576 bytes"),
        )
        .up_to(10_000_000),
        case(
            "a column with a name of megabytes",
            Feed::Csv,
            always(ok(format!("id,name,{}\na,Tea,\n", "x".repeat(100_000)))),
            Failed("too-large", "column 3"),
        ),
        case(
            "rows that are items of megabytes",
            Feed::Csv,
            always(ok(amplified)),
            Failed("too-large", "16 times the longest answer"),
        )
        .up_to(1_000_000),
        case("NULs", Feed::Csv, always(ok("id,name\na,T\0ea\nb,Chat\n")), Harmless(2)),
        case(
            "nothing but NULs",
            Feed::Csv,
            always(ok(vec![0; 5_000])),
            Failed("wrong-format", "neither text"),
        ),
        case("UTF-16 without a mark", Feed::Csv, always(ok(wide)), Failed("wrong-format", "neither text")),
        case(
            "two marks of a beginning",
            Feed::Csv,
            always(ok(format!("\u{feff}\u{feff}{CSV}"))),
            Harmless(2),
        ),
        case("lines that only return", Feed::Csv, always(ok(CSV.replace('\n', "\r"))), Harmless(2)),
        case(
            "a formula",
            Feed::Csv,
            always(ok("id,name\na,Tea\nb,\"=HYPERLINK(\"\"http://x.example\"\",\"\"Chat\"\")\"\n")),
            Harmless(2),
        ),
        case(
            "a row that does not fit",
            Feed::Csv,
            always(ok("id,name\na,Tea,1,2,3\nb,Chat\n")),
            Kept("too-many-cells", "has 5 cells"),
        ),
        case(
            "the column of the ids is gone",
            Feed::Csv,
            always(ok("ref,name\na,Tea\n")),
            Failed("missing-column", "`id`"),
        ),
        case("only a header", Feed::Csv, always(ok("id,name\n")), super::Braked("the feed is empty")),
    ]);
}

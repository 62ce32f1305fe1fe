use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{
    Failed, Reply, always, answer, case,
    feeds::{self, CSV, Feed, packed},
    ok, run,
};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut packed = brotli::CompressorWriter::new(Vec::new(), 4096, 5, 22);
    packed.write_all(bytes).unwrap();
    packed.into_inner()
}

fn packed_as(name: &str, body: &[u8]) -> Reply {
    answer("200 OK", &format!("content-encoding: {name}\r\n"), body)
}

#[test]
fn an_answer_that_unpacks_to_too_much_or_to_nothing_is_refused() {
    let zeros = vec![0; 5_000_000];
    let tall = vec![b' '; 20_000_000];
    // Blocks that hold nothing may go on for ever.
    let start = [b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n", &gzip(b"")[..10]]
        .concat();
    let limit = || Failed("unreachable", "more than 200000 bytes");
    let broken = || Failed("unreachable", "could not be read");
    run(vec![
        case("a gzip bomb", Feed::Csv, always(packed_as("gzip", &gzip(&zeros))), limit()),
        case("a brotli bomb", Feed::Csv, always(packed_as("br", &brotli(&zeros))), limit()),
        case(
            "a zstd bomb",
            Feed::Csv,
            always(packed_as("zstd", &zstd::encode_all(&zeros[..], 3).unwrap())),
            limit(),
        ),
        case("a bomb in a bomb", Feed::Csv, always(packed_as("gzip, gzip", &gzip(&gzip(&zeros)))), limit()),
        case(
            "a bomb within the limit",
            Feed::Csv,
            always(packed_as("gzip", &gzip(&tall))),
            Failed("unreachable", "more than 200 times what was sent"),
        )
        .up_to(100_000_000),
        case(
            "packed five times over",
            Feed::Csv,
            always(packed_as("gzip, gzip, gzip, gzip, gzip", &gzip(b"x"))),
            Failed("unreachable", "packed 5 times over"),
        ),
        case(
            "empty blocks without end",
            Feed::Csv,
            always(Reply::Endless(start, vec![0, 0, 0, 0xff, 0xff])),
            limit(),
        ),
        case("gzip that breaks off", Feed::Csv, always(packed_as("gzip", &gzip(&zeros)[..30])), broken()),
        case(
            "gzip with a wrong sum",
            Feed::Csv,
            always(packed_as("gzip", &{
                let mut bytes = gzip(CSV.as_bytes());
                let at = bytes.len() - 5;
                bytes[at] ^= 0xff;
                bytes
            })),
            broken(),
        ),
        case("a packing that is none", Feed::Csv, always(packed_as("gzip", CSV.as_bytes())), broken()),
        case(
            "a packing that nobody asked for",
            Feed::Csv,
            always(packed_as("compress", CSV.as_bytes())),
            Failed("unreachable", "`compress`, which was not asked for"),
        ),
        case(
            "a packed file in place of a table",
            Feed::Csv,
            always(ok(gzip(CSV.as_bytes()))),
            Failed("wrong-format", "gzip archive"),
        ),
    ]);
}

/// A package of one table under any name.
fn package(name: &str) -> Vec<u8> {
    packed(&[(name, b"id,name,status\na,Evil,active\nb,Evil,active\n")])
}

#[test]
fn an_archive_that_reaches_out_or_swells_up_is_refused() {
    let zeros = vec![b'\n'; 20_000_000];
    let link = {
        let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        archive.add_symlink("services.csv", "/etc/passwd", SimpleFileOptions::default()).unwrap();
        archive.finish().unwrap().into_inner()
    };
    let mut locked = package("services.csv");
    // The mark of a password in both headers of the only file.
    for (head, at) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let start = locked.windows(4).position(|bytes| bytes == head).unwrap();
        locked[start + at] |= 1;
    }
    let names: Vec<String> = (0..10_001).map(|number| format!("{number}.txt")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let outside = || Failed("unreadable", "stands outside the archive");
    run(vec![
        case(
            "a bomb by ratio",
            Feed::Tabular,
            always(ok(packed(&[("services.csv", &zeros)]))),
            Failed("too-large", "200 times its packed size"),
        ),
        case(
            "a workbook that is a bomb",
            Feed::Xlsx,
            always(ok(packed(&[("xl/workbook.xml", &zeros)]))),
            Failed("too-large", "200 times its packed size"),
        ),
        case(
            "too many files",
            Feed::Tabular,
            always(ok(packed(&many))),
            Failed("too-large", "more than 10000 files"),
        )
        .up_to(5_000_000),
        case("a path upwards", Feed::Tabular, always(ok(package("../../services.csv"))), outside()),
        case("a path from the root", Feed::Tabular, always(ok(package("/tmp/services.csv"))), outside()),
        case(
            "a path of another system",
            Feed::Tabular,
            always(ok(package("C:\\..\\..\\services.csv"))),
            outside(),
        ),
        case("a link", Feed::Tabular, always(ok(link)), Failed("unreadable", "is a link")),
        case(
            "the same table twice",
            Feed::Tabular,
            always(ok(packed(&[
                ("a/services.csv", b"id,name\na,A\n"),
                ("b/Services.csv", b"id,name\na,B\n"),
            ]))),
            Failed("unreadable", "is there twice"),
        ),
        case("a password", Feed::Tabular, always(ok(locked)), Failed("unreadable", "Password")),
        case(
            "an archive that breaks off",
            Feed::Tabular,
            always(ok(&package("services.csv")[..80])),
            Failed("unreadable", "zip archive"),
        ),
        case(
            "an archive of an archive",
            Feed::Tabular,
            always(ok(packed(&[("package.zip", &package("services.csv"))]))),
            Failed("unreadable", "holds none of services.csv"),
        ),
        case(
            "a workbook without a sheet",
            Feed::Xlsx,
            always(ok(feeds::packed(&[("xl/workbook.xml", b"<workbook/>")]))),
            Failed("unreadable", ""),
        ),
    ]);
}

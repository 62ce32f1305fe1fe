//! The demonstration council's website, as whoever reads it sees it.

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, io::Read};

    use flate2::read::GzDecoder;
    use seed::site::{self, Answer, answer};

    const HOST: &str = "127.0.0.1:8081";

    fn text(path: &str) -> String {
        String::from_utf8(answer(HOST, path).body).unwrap()
    }

    fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
        &answer.headers.iter().find(|(known, _)| *known == name).unwrap().1
    }

    /// The paths of all links within the main content, and of the frame.
    fn links(page: &str) -> BTreeSet<String> {
        let after = page.split("href=").skip(1);
        let links = after.filter_map(|rest| rest.trim_start_matches('"').split(['"', '>', ' ']).next());
        let own = links.filter_map(|link| {
            let link =
                link.strip_prefix("http://127.0.0.1:8081").or(link.strip_prefix("http://localhost:8081"));
            link.map(str::to_owned)
        });
        let relative = page.split("href=").skip(1).filter_map(|rest| {
            let link = rest.trim_start_matches('"').split(['"', '>', ' ']).next()?;
            link.starts_with('/').then(|| link.to_owned())
        });
        own.chain(relative).collect()
    }

    #[test]
    fn every_page_answers_at_both_hosts_and_says_when_it_changed() {
        for path in site::paths() {
            let (page, twin) = (answer(HOST, &path), answer("localhost:8081", &path));
            assert_eq!((page.status, &page), (200, &twin), "{path}");
            assert!(header(&page, "last-modified").ends_with("GMT"), "{path}");
            assert!(header(&page, "etag").starts_with('"'), "{path}");
        }
    }

    #[test]
    fn no_link_of_the_site_is_dead_but_those_that_are_planted_or_not_for_readers() {
        let is_alive = |path: &str| {
            let status = answer(HOST, path).status;
            status == 200 || (300..400).contains(&status)
        };
        for path in site::paths().iter().filter(|path| *path != "/libraries/efford-library") {
            for link in links(&text(path)).iter().filter(|link| !link.ends_with("/edit")) {
                assert!(is_alive(if link.is_empty() { "/" } else { link }), "{path} leads to {link}");
            }
        }
    }

    #[test]
    fn the_sitemaps_name_every_page_once_some_at_the_other_host_and_old_paths_too() {
        let index = text("/sitemap.xml");
        assert!(index.contains("<sitemapindex") && index.contains("/sitemap-places.xml.gz"), "{index}");
        let mut all = text("/sitemap-council.xml");
        GzDecoder::new(answer(HOST, "/sitemap-places.xml.gz").body.as_slice())
            .read_to_string(&mut all)
            .unwrap();
        let named: Vec<&str> =
            all.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next()).collect();
        let paths: BTreeSet<&str> =
            named.iter().filter_map(|address| address.splitn(4, '/').nth(3)).collect();
        assert_eq!(named.len(), paths.len());
        for path in site::paths() {
            assert!(paths.contains(path.trim_start_matches('/')), "{path}");
        }
        assert!(named.iter().any(|address| address.starts_with("http://localhost:8081/")));
        assert!(paths.contains("find-library-and-opening-hours"));
        assert_eq!(all.matches("<lastmod>").count(), site::paths().len());
    }

    #[test]
    fn old_paths_lead_to_pages_in_the_end() {
        for (old, new) in [
            ("/find-library-and-opening-hours", "/libraries"),
            ("/community/elm", "/old/community/elm"),
            ("/old/community/elm", "/directory/elm-community-centre"),
        ] {
            let moved = answer(HOST, old);
            assert_eq!(
                (moved.status, header(&moved, "location")),
                (301, format!("http://{HOST}{new}").as_str())
            );
        }
        let page = text("/node/1207");
        assert!(page.contains("rel=\"canonical\""), "a page by its number says where it is: {page}");
    }

    #[test]
    fn pages_are_written_as_councils_write_them() {
        let library = text("/libraries/central-library");
        for part in
            ["<header", "<nav", "breadcrumb", "<main", "<aside", "<footer", "cookie-banner", "ld+json"]
        {
            assert!(library.contains(part), "{part}");
        }
        assert!(!text("/libraries/crownhill-library").contains("ld+json"), "not every page has it");
        let old = answer(HOST, "/libraries/efford-library").body;
        assert!(std::str::from_utf8(&old).is_err(), "in other characters");
        assert!(!text("/roads/flooding").contains("</main>"), "broken markup");
        assert_eq!(answer(HOST, "/efford-youth-centre").status, 404);
        assert!(text("/robots.txt").contains("Sitemap: http://127.0.0.1:8081/sitemap.xml"));
    }

    #[test]
    fn what_is_planted_is_on_pages_that_there_are() {
        let table = site::planted();
        let mut rows = csv::Reader::from_reader(table.as_bytes());
        let paths: BTreeSet<String> = site::paths().into_iter().collect();
        let mut kinds: BTreeSet<String> = BTreeSet::new();
        for row in rows.records() {
            let row = row.unwrap();
            let (kind, page) = (&row[0], &row[1]);
            kinds.insert(kind.to_owned());
            match kind {
                "entry-without-page" => assert_eq!(page, ""),
                "broken-link" => assert!(!paths.contains(page), "{page}"),
                _ => assert!(paths.contains(page), "{page}"),
            }
        }
        let all = model::alignment::VerdictKind::ALL.map(|kind| kind.as_str().to_owned());
        assert_eq!(kinds, all.into_iter().collect(), "something of each kind");
    }

    #[test]
    fn the_sources_are_written_beside_a_site_with_its_address_for_the_councils() {
        let folder = tempfile::tempdir().unwrap();
        seed::unpack_beside(folder.path(), "http://127.0.0.1:8081").unwrap();
        let read = |path: &str| std::fs::read_to_string(folder.path().join(path)).unwrap();
        assert!(read("community-network/groups.csv").contains("http://127.0.0.1:8081/efford-youth-centre"));
        assert!(!read("plymouth-online-directory/services.json").contains("www.plymouth.gov.uk"));
        let config = harvest::read_folder(&folder.path().join(seed::WEBSITE)).unwrap();
        assert_eq!(config.format, harvest::Format::Website);
        assert!(config.source().supplements);
    }
}

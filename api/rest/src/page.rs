//! The envelope that the standard puts around a page of a list.

use std::fmt::Write as _;

use serde::Serialize;
use url::form_urlencoded;

use crate::licences::Licences;

/// A page of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    /// Its number, from 1.
    pub(crate) number: usize,
    /// How many results fit on it.
    pub(crate) size: usize,
}

/// The members of the envelope before the contents.
#[derive(Serialize)]
struct Head {
    total_items: usize,
    total_pages: usize,
    page_number: usize,
    size: usize,
    first_page: bool,
    last_page: bool,
    empty: bool,
}

impl Page {
    /// How many results come before it.
    pub(crate) fn offset(self) -> usize {
        self.number.saturating_sub(1).saturating_mul(self.size)
    }

    fn total_pages(self, total: usize) -> usize {
        total.div_ceil(self.size.max(1))
    }

    /// The page with its contents, which are JSON objects, and the licences of them all.
    pub(crate) fn envelope(
        self,
        total: usize,
        contents: impl Iterator<Item = String>,
        licences: &Licences,
    ) -> String {
        let contents: Vec<String> = contents.collect();
        let head = Head {
            total_items: total,
            total_pages: self.total_pages(total),
            page_number: self.number,
            size: contents.len(),
            first_page: self.number == 1,
            last_page: self.number >= self.total_pages(total),
            empty: contents.is_empty(),
        };
        // Numbers and flags always serialise.
        let mut text = serde_json::to_string(&head).unwrap_or_default();
        text.pop();
        let _ = write!(text, ",\"contents\":[{}],\"licences\":{}}}", contents.join(","), licences.json());
        text
    }

    /// The `Link` header (RFC 8288) with the first, previous, next and last page, relative to the one asked for.
    ///
    /// None where the question is so long that its repetition would not fit into what proxies take for headers.
    pub(crate) fn links(self, total: usize, query: &str) -> Option<String> {
        const LONGEST_QUERY: usize = 2_000;
        if query.len() > LONGEST_QUERY {
            return None;
        }
        let last = self.total_pages(total).max(1);
        let previous = (self.number > 1).then(|| ("prev", (self.number - 1).min(last)));
        let next = (self.number < last).then(|| ("next", self.number + 1));
        let pages = [Some(("first", 1)), previous, next, Some(("last", last))];
        let link = |(relation, number)| format!("<?{}>; rel=\"{relation}\"", with_page(query, number));
        Some(pages.into_iter().flatten().map(link).collect::<Vec<_>>().join(", "))
    }
}

/// The same query for another page.
fn with_page(query: &str, number: usize) -> String {
    let others = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "page");
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(others)
        .append_pair("page", &number.to_string())
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envelope(number: usize, total: usize, here: usize) -> serde_json::Value {
        let page = Page { number, size: 5 };
        let contents = std::iter::repeat_n("{}".to_owned(), here);
        serde_json::from_str(&page.envelope(total, contents, &Licences::default())).unwrap()
    }

    #[test]
    fn the_first_of_three_pages_says_so() {
        let page = envelope(1, 11, 5);
        assert_eq!(page["total_pages"], 3);
        assert_eq!(page["size"], 5);
        assert_eq!(
            (&page["first_page"], &page["last_page"], &page["empty"]),
            (&true.into(), &false.into(), &false.into())
        );
    }

    #[test]
    fn the_last_page_holds_what_is_left() {
        let page = envelope(3, 11, 1);
        assert_eq!(page["size"], 1);
        assert_eq!((&page["first_page"], &page["last_page"]), (&false.into(), &true.into()));
    }

    #[test]
    fn an_empty_list_is_one_empty_page() {
        let page = envelope(1, 0, 0);
        assert_eq!(
            (&page["first_page"], &page["last_page"], &page["empty"]),
            (&true.into(), &true.into(), &true.into())
        );
    }

    #[test]
    fn links_keep_the_other_parameters() {
        let page = Page { number: 2, size: 5 };
        assert_eq!(
            page.links(11, "search=a+b&page=2").unwrap(),
            "<?search=a+b&page=1>; rel=\"first\", <?search=a+b&page=1>; rel=\"prev\", \
             <?search=a+b&page=3>; rel=\"next\", <?search=a+b&page=3>; rel=\"last\"",
        );
    }

    #[test]
    fn a_question_too_long_for_a_header_is_not_repeated_in_one() {
        assert_eq!(Page { number: 1, size: 5 }.links(11, &"x".repeat(3_000)), None);
    }
}

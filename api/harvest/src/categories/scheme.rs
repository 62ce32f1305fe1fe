use normalize::text;

use super::Term;

/// A scheme of others that the directory's categories are aligned with.
#[derive(Debug)]
pub(super) struct Scheme {
    /// Its name in alignments.
    pub(super) name: &'static str,
    /// The keys of the names that taxonomies of it go by.
    called: &'static [&'static str],
    /// What comes before the code in the web identifier of a term.
    uri: Option<&'static str>,
}

pub(super) const SCHEMES: [Scheme; 3] = [
    Scheme {
        name: "open-eligibility",
        called: &["open-eligibility", "open-eligibility-taxonomy", "openeligibility"],
        uri: None,
    },
    Scheme {
        name: "openactive",
        called: &["openactive", "openactive-activity-list"],
        uri: Some("openactive.io/activity-list#"),
    },
    Scheme {
        name: "lgsl",
        called: &["lgsl", "local-government-service-list", "local-government-services-list", "esdservices"],
        uri: Some("id.esd.org.uk/service/"),
    },
];

impl Scheme {
    /// The code of a term in this scheme: by its web identifier, or by the name of its taxonomy.
    fn code<'t>(&self, term: &Term<'t>) -> Option<&'t str> {
        let in_uri =
            self.uri.zip(term.uri).and_then(|(before, uri)| uri.split_once(before)).map(|(_, code)| code);
        in_uri.or_else(|| term.code.filter(|_| self.called.contains(&text::key(term.taxonomy).as_str())))
    }
}

/// The schemes that a term may be of, and its code in each.
pub(super) fn codes<'t>(term: &Term<'t>) -> impl Iterator<Item = (&'static str, &'t str)> {
    let codes = SCHEMES.iter().map(|scheme| (scheme.name, scheme.code(term)));
    codes.filter_map(|(name, code)| Some((name, code?.trim()))).collect::<Vec<_>>().into_iter()
}

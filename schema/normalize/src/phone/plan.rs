//! Numbering plans as automata: which national numbers of ten digits are valid.
//!
//! They are made of the library's own tables on first use and hold what its `is_valid` asks for: the first region of
//! the calling code whose leading digits fit, or that knows the number, decides. The library compiles and runs about
//! ten regular expressions for each region and number; here it is one walk over the digits for each region.

use std::sync::LazyLock;

use phonenumber::metadata::{DATABASE, Descriptor, Metadata};
use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input};

/// How many digits the national numbers have that are decided here.
pub(super) const LENGTH: u16 = 10;

/// The regions of one calling code, in the library's order.
pub(super) struct Plan(Vec<Region>);

/// What one region knows of its numbers.
struct Region {
    /// What its numbers begin with, where it shares a calling code and says so.
    leading: Option<Digits>,
    /// The form of all its numbers.
    general: Option<Digits>,
    /// The numbers of all types.
    known: Option<Digits>,
}

/// An automaton over digits, anchored at the first.
type Digits = dense::DFA<Vec<u32>>;

static BRITISH: LazyLock<Option<Plan>> = LazyLock::new(|| Plan::of(44));
static NORTH_AMERICAN: LazyLock<Option<Plan>> = LazyLock::new(|| Plan::of(1));

/// The plan of the United Kingdom and the islands that share its code.
pub(super) fn british() -> Option<&'static Plan> {
    BRITISH.as_ref()
}

/// The plan of North America.
pub(super) fn north_american() -> Option<&'static Plan> {
    NORTH_AMERICAN.as_ref()
}

impl Plan {
    /// `None` where the tables cannot be made an automaton; then the library itself is asked.
    fn of(code: u16) -> Option<Self> {
        let regions = DATABASE.region(&code)?;
        regions.into_iter().map(|id| Region::of(DATABASE.by_id(id)?)).collect::<Option<_>>().map(Self)
    }

    /// Whether a national number of ten digits is valid.
    pub(super) fn is_valid(&self, national: &[u8]) -> bool {
        let decides = |region: &&Region| match &region.leading {
            Some(leading) => begins(leading, national),
            None => region.knows(national),
        };
        self.0.iter().find(decides).is_some_and(|region| region.knows(national))
    }
}

impl Region {
    fn of(table: &Metadata) -> Option<Self> {
        let types = table.descriptors();
        let known = [
            types.fixed_line(),
            types.mobile(),
            types.toll_free(),
            types.premium_rate(),
            types.shared_cost(),
            types.personal_number(),
            types.voip(),
            types.pager(),
            types.uan(),
            types.voicemail(),
        ];
        let leading = table.leading_digits().map(|digits| automaton(&[digits.as_str()]));
        Some(Self {
            leading: transpose(leading)?,
            general: one_of(&[Some(types.general())])?,
            known: one_of(&known)?,
        })
    }

    fn knows(&self, national: &[u8]) -> bool {
        let fits = |digits: &Option<Digits>| digits.as_ref().is_some_and(|digits| begins(digits, national));
        fits(&self.general) && fits(&self.known)
    }
}

/// The numbers that any of these types holds at this length; `Some(None)` where none has it.
fn one_of(types: &[Option<&Descriptor>]) -> Option<Option<Digits>> {
    let has_length = |of: &&Descriptor| {
        let lengths = of.possible_length();
        lengths.is_empty() || lengths.contains(&LENGTH)
    };
    let of_length = types.iter().copied().flatten().filter(has_length);
    let patterns: Vec<&str> = of_length.map(|of| of.national_number().as_str()).collect();
    transpose((!patterns.is_empty()).then(|| automaton(&patterns)))
}

/// Turns "perhaps a try" round: `None` where the try failed.
fn transpose(tried: Option<Option<Digits>>) -> Option<Option<Digits>> {
    match tried {
        Some(made) => made.map(Some),
        None => Some(None),
    }
}

/// An automaton of patterns as the tables write them: with white space that means nothing.
fn automaton(patterns: &[&str]) -> Option<Digits> {
    let bare = |pattern: &&str| format!("(?:{})", pattern.split_whitespace().collect::<String>());
    let either = patterns.iter().map(bare).collect::<Vec<_>>().join("|");
    dense::Builder::new()
        .configure(dense::Config::new().start_kind(StartKind::Anchored))
        .syntax(syntax::Config::new().unicode(false).utf8(false))
        .build(&either)
        .ok()
}

/// Whether the beginning of a number fits, as the library asks: it never asks for the end, only for the length.
fn begins(digits: &Digits, national: &[u8]) -> bool {
    let input = Input::new(national).anchored(Anchored::Yes).earliest(true);
    matches!(digits.try_search_fwd(&input), Ok(Some(_)))
}

//! Everything wrong with a feed, collected while it is read.

use std::collections::{BTreeMap, BTreeSet};

use model::{IssueDraft, Severity};

/// The issues of a run. Fields that nobody reads are counted and told once each.
#[derive(Debug, Default)]
pub(crate) struct Issues {
    list: Vec<IssueDraft>,
    unread: BTreeMap<String, (u64, String)>,
    is_of_push: bool,
    doubted: BTreeSet<(&'static str, String)>,
    /// How many there are of each code and severity, also of those that are not kept.
    counts: BTreeMap<(String, Severity), u64>,
}

/// How many issues of one code are kept: a feed of nothing but errors may hold any number.
const MOST_OF_A_CODE: u64 = 10_000;

impl AsMut<Issues> for Issues {
    fn as_mut(&mut self) -> &mut Issues {
        self
    }
}

impl Issues {
    /// The issues of records that are written one by one: each of their unread fields is told by itself, where it is.
    pub(crate) fn of_push() -> Self {
        Self { is_of_push: true, ..Self::default() }
    }

    /// Takes an issue, or only counts it where there are very many of its code.
    pub(crate) fn push(&mut self, issue: IssueDraft) {
        let count = self.counts.entry((issue.code.clone(), issue.severity)).or_default();
        *count += 1;
        if *count <= MOST_OF_A_CODE {
            self.list.push(issue);
        }
    }

    /// How many errors there are. Each is about one thing that was kept out.
    pub(crate) fn errors(&self) -> u64 {
        let of_errors = self.counts.iter().filter(|((_, severity), _)| *severity == Severity::Error);
        of_errors.map(|(_, count)| count).sum()
    }

    /// A value that was left out.
    pub(crate) fn bad_value(&mut self, record: &str, field: &str, value: &str, reason: &str) {
        let action = "correct it at the source; the record is used without it";
        self.left_out(record, field, value, (reason, action));
    }

    /// A value that was left out, and what to do about it.
    pub(crate) fn left_out(
        &mut self,
        record: &str,
        field: &str,
        value: &str,
        (reason, action): (&str, &str),
    ) {
        let issue = IssueDraft::new(Severity::Warning, "bad-value", reason, action);
        self.push(issue.in_record(record).in_field(field).with_value(&shown(value)));
    }

    /// Something worth knowing about a value that was used.
    pub(crate) fn notice(&mut self, code: &str, record: &str, field: &str, value: &str, reason: &str) {
        let issue = IssueDraft::new(
            Severity::Notice,
            code,
            reason,
            "nothing needs doing; a clearer value would help",
        );
        self.push(issue.in_record(record).in_field(field).with_value(&shown(value)));
    }

    /// A value that is kept as written although it cannot be right. Each value is told once, where it is found first.
    pub(crate) fn doubtful(&mut self, record: &str, field: &str, value: &str, reason: &'static str) {
        if (self.doubted.len() as u64) < MOST_OF_A_CODE && self.doubted.insert((reason, value.to_owned())) {
            let action = "correct it at the source; until then it is kept as written";
            let issue = IssueDraft::new(Severity::Notice, "doubtful-value", reason, action);
            self.push(issue.in_record(record).in_field(field).with_value(&shown(value)));
        }
    }

    /// An item or record that was kept out.
    pub(crate) fn kept_out(&mut self, code: &str, record: &str, reason: &str, action: &str) {
        self.push(IssueDraft::new(Severity::Error, code, reason, action).in_record(record));
    }

    /// A reference to something that the feed does not hold.
    pub(crate) fn dangling(&mut self, record: &str, field: &str, value: &str, target: &str) {
        let reason = format!("no {target} of this id is in the feed, so no link is made");
        let action = format!("publish the {target}, or correct the id");
        let issue = IssueDraft::new(Severity::Warning, "dangling-key", reason, action);
        self.push(issue.in_record(record).in_field(field).with_value(&shown(value)));
    }

    /// A member or column that is kept with the item but that nothing reads.
    pub(crate) fn unread(&mut self, field: &str, record: &str) {
        if let Some(entry) = self.unread.get_mut(field) {
            entry.0 += 1;
        } else if (self.unread.len() as u64) < MOST_OF_A_CODE {
            self.unread.insert(field.to_owned(), (1, record.to_owned()));
        }
    }

    /// A member of a noun that is kept with the item but that nothing reads: `name` is the same in all records, `path`
    /// leads to it in this one.
    pub(crate) fn unread_member(&mut self, name: &str, path: &str, record: &str) {
        if !self.is_of_push {
            return self.unread(name, record);
        }
        let reason = "the standard has no such field, so nothing reads it; it is kept as it came";
        let action = "leave it out, or use a field of HSDS";
        let issue = IssueDraft::new(Severity::Notice, "unread-field", reason, action);
        self.push(issue.in_record(record).in_field(path));
    }

    /// All issues, with one notice for each unread field, and one for each code of which there are more than are kept.
    pub(crate) fn into_list(mut self) -> Vec<IssueDraft> {
        for (field, (count, first)) in std::mem::take(&mut self.unread) {
            let reason = format!("nothing reads this field (found {count}×); it is kept as it came");
            let action = "map it to a field of HSDS, or list it as ignored";
            let issue = IssueDraft::new(Severity::Notice, "unread-field", reason, action);
            self.push(issue.in_record(first).in_field(field));
        }
        for ((code, severity), count) in std::mem::take(&mut self.counts) {
            if count > MOST_OF_A_CODE {
                let reason = format!(
                    "there are {} more of `{code}`; {MOST_OF_A_CODE} of one kind are told in a run",
                    count - MOST_OF_A_CODE
                );
                let action = "mend what is told of; what remains is told after that";
                self.list.push(IssueDraft::new(severity, &code, reason, action));
            }
        }
        self.list
    }
}

/// Text as a log can hold it: databases refuse NUL in text.
pub(crate) fn shown(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

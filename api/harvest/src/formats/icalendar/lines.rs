//! The content lines of a calendar, unfolded, and the events among them.

use std::io::{BufRead, Read};

use crate::fetch::Refused;
use crate::local::Local;

/// The longest line, and the longest event, that is read.
const LONGEST: usize = 4 * 1024 * 1024;

/// How deep components may nest: an alarm within an event within a calendar is as deep as the standard goes.
const DEEPEST: usize = 16;

/// Content lines: each may be folded over several of the file.
struct Lines<R> {
    file: R,
    place: String,
    /// The line of the file after those that were handed out.
    ahead: Option<Vec<u8>>,
}

impl<R: BufRead> Lines<R> {
    fn next(&mut self) -> Result<Option<String>, Refused> {
        let Some(mut line) = (match self.ahead.take() {
            Some(line) => Some(line),
            None => self.physical()?,
        }) else {
            return Ok(None);
        };
        while let Some(more) = self.physical()? {
            match more.split_first() {
                Some((b' ' | b'\t', rest)) => line.extend_from_slice(rest),
                // An empty line within a calendar is none.
                None => {}
                _ => {
                    self.ahead = Some(more);
                    break;
                }
            }
            self.check(line.len())?;
        }
        // What is no UTF-8 is shown as such, so that one bad letter does not cost a calendar.
        Ok(Some(String::from_utf8_lossy(&line).into_owned()))
    }

    fn physical(&mut self) -> Result<Option<Vec<u8>>, Refused> {
        let mut line = Vec::new();
        let read = self.file.by_ref().take(LONGEST as u64 + 1).read_until(b'\n', &mut line);
        let read = read.map_err(|error| Refused::io(&self.place, &error))?;
        self.check(line.len())?;
        while matches!(line.last(), Some(b'\n' | b'\r')) {
            line.pop();
        }
        Ok((read > 0).then_some(line))
    }

    fn check(&self, length: usize) -> Result<(), Refused> {
        check(&self.place, length)
    }
}

fn check(place: &str, length: usize) -> Result<(), Refused> {
    if length <= LONGEST {
        return Ok(());
    }
    let reason = format!("{place} has a line or event of more than {} MiB", LONGEST / 1024 / 1024);
    Err(Refused::new("too-large", reason, "publish what is attached to events by its address"))
}

/// What a calendar holds, as it is met.
pub(super) enum Met<'l> {
    /// A property of the calendar itself.
    Property(&'l str),
    /// The properties of an event.
    Event(Vec<String>),
}

/// Calls back for each event of a calendar, and each property of the calendar. Fails if the file breaks off. Whether
/// the file is a calendar at all is answered.
pub(super) fn read(
    local: &Local,
    with: &mut dyn FnMut(Met<'_>) -> Result<(), Refused>,
) -> Result<bool, Refused> {
    let mut lines = Lines { file: local.open()?, place: local.name.clone(), ahead: None };
    let mut within: Vec<String> = Vec::new();
    let (mut event, mut length, mut is_calendar) = (Vec::new(), 0, false);
    while let Some(line) = lines.next()? {
        let line = line.trim_start_matches('\u{feff}');
        if line.trim().is_empty() {
            continue;
        }
        if let Some(name) = marked(line, "BEGIN:") {
            is_calendar |= within.is_empty() && name == "VCALENDAR";
            within.push(name);
            if within.len() > DEEPEST {
                return Err(broken(&local.name, &format!("components are nested more than {DEEPEST} deep")));
            }
        } else if let Some(name) = marked(line, "END:") {
            close(&mut within, &name, &local.name)?;
            if name == "VEVENT" {
                length = 0;
                with(Met::Event(std::mem::take(&mut event)))?;
            }
        } else if !is_calendar {
            return Ok(false);
        } else {
            match within.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
                ["VCALENDAR"] => with(Met::Property(line))?,
                [.., "VEVENT"] => {
                    length += line.len();
                    check(&local.name, length)?;
                    event.push(line.to_owned());
                }
                _ => {}
            }
        }
        if !is_calendar {
            return Ok(false);
        }
    }
    match within.last() {
        Some(open) => Err(broken(&local.name, &format!("it ends within {open}"))),
        None => Ok(is_calendar),
    }
}

fn close(within: &mut Vec<String>, name: &str, place: &str) -> Result<(), Refused> {
    match within.pop() {
        Some(open) if open == name => Ok(()),
        Some(open) => Err(broken(place, &format!("{open} is ended by {name}"))),
        None => Err(broken(place, &format!("{name} ends but does not begin"))),
    }
}

fn broken(place: &str, what: &str) -> Refused {
    let reason = format!("{place} cannot be read to its end as iCalendar: {what}");
    let action = "publish it whole and harvest again; nothing of this run was taken";
    Refused::new("unreadable", reason, action)
}

/// The name of the component that a line begins or ends.
fn marked(line: &str, mark: &str) -> Option<String> {
    let start = line.get(..mark.len()).filter(|start| start.eq_ignore_ascii_case(mark))?;
    line.get(start.len()..).map(|name| crate::issues::shown(name.trim()).to_ascii_uppercase())
}

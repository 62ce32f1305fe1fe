//! Events become services.

use model::Visibility;
use normalize::text;
use serde_json::{Value, json};

use super::{Object, compose::Composed, event::Event, place::Place, schedule, told, when::When};
use crate::issues::Issues;

/// The taxonomy of the categories of events.
const CATEGORIES: &str = "Event categories";

/// Properties that are read, or that say nothing of the service.
const READ: [&str; 26] = [
    "UID",
    "SUMMARY",
    "DESCRIPTION",
    "URL",
    "LOCATION",
    "GEO",
    "ORGANIZER",
    "CATEGORIES",
    "STATUS",
    "CLASS",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "LAST-MODIFIED",
    "CREATED",
    "SEQUENCE",
    "TRANSP",
    "PRIORITY",
    "X-ALT-DESC",
    "X-APPLE-TRAVEL-ADVISORY-BEHAVIOR",
    "X-MICROSOFT-CDO-BUSYSTATUS",
    "X-MICROSOFT-CDO-IMPORTANCE",
];

/// Words that name a body, and never a person.
const BODIES: [&str; 34] = [
    "association",
    "café",
    "cafe",
    "centre",
    "center",
    "charity",
    "church",
    "cic",
    "club",
    "college",
    "committee",
    "community",
    "company",
    "council",
    "department",
    "foundation",
    "friends",
    "gallery",
    "group",
    "hospital",
    "hub",
    "library",
    "libraries",
    "limited",
    "ltd",
    "museum",
    "network",
    "nhs",
    "partnership",
    "school",
    "society",
    "theatre",
    "trust",
    "university",
];

/// A service. `None` where its item holds no event.
pub(super) fn read(
    body: &[u8],
    record: &str,
    issues: &mut Issues,
    visibility: &mut Visibility,
) -> Option<Object> {
    let composed: Composed = serde_json::from_slice(body).ok()?;
    let events: Vec<Event> = composed.events.iter().map(|text| Event::read(text.lines())).collect();
    let (master, others) = events.split_first()?;
    let text = |name: &str| master.text(name).map(str::to_owned);
    let mut service = told([
        ("name", text("SUMMARY")),
        ("description", text("DESCRIPTION")),
        ("url", text("URL")),
        ("status", Some(status(master, others, composed.is_over).to_owned())),
        ("alert", is_tentative(master).then(|| "This is provisional.".to_owned())),
        ("last_modified", text("LAST-MODIFIED").and_then(|text| moment(&text))),
        ("organization_id", organizer(master, composed.publisher.as_deref()).map(|name| text::key(&name))),
    ]);
    let is_alone = master.replaces().is_some();
    let mut schedules =
        schedule::of(master, if is_alone { &[] } else { others }, composed.zone.as_deref(), record, issues);
    if is_alone {
        // Days of a recurring event that the calendar does not hold: each is told on its own.
        schedules.extend(
            others
                .iter()
                .flat_map(|other| schedule::of(other, &[], composed.zone.as_deref(), record, issues)),
        );
    }
    put_list(&mut service, "schedules", schedules);
    let categories = categories(master).map(|term| json!({ "link_type": "category", "taxonomy_term": term }));
    put_list(&mut service, "attributes", categories.collect());
    let place = Place::of(master).and_then(|place| place.id());
    put_list(
        &mut service,
        "service_at_locations",
        place.map(|id| json!({ "location_id": id })).into_iter().collect(),
    );
    if !master.is_public() {
        *visibility = Visibility::Private;
        service.retain(|name, _| {
            !["organization_id", "attributes", "service_at_locations"].contains(&name.as_str())
        });
    }
    tell(master, record, issues);
    Some(service)
}

fn put_list(service: &mut Object, name: &str, list: Vec<Value>) {
    if !list.is_empty() {
        service.insert(name.to_owned(), Value::Array(list));
    }
}

/// What was called off or is over is not offered any more.
fn status(master: &Event, others: &[Event], is_over: bool) -> &'static str {
    let is_off = master.is_cancelled() && others.iter().all(Event::is_cancelled);
    if is_off || is_over { "inactive" } else { "active" }
}

fn is_tentative(event: &Event) -> bool {
    event.text("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("TENTATIVE"))
}

/// A moment in UTC as RFC 3339 writes it.
fn moment(text: &str) -> Option<String> {
    let text = text.strip_suffix('Z')?;
    let when = When::read(text)?;
    Some(format!("{}T{}Z", when.day, when.time?.format("%H:%M:%S")))
}

/// The organization behind an event: its organizer, where the name is plainly that of a body, else the publisher that
/// the source names. A person is never named, nor anyone's address.
pub(super) fn organizer(event: &Event, publisher: Option<&str>) -> Option<String> {
    let named =
        event.property("ORGANIZER").and_then(|organizer| organizer.param("CN")).filter(|name| is_body(name));
    let name = named.or(publisher)?.trim();
    (!text::key(name).is_empty()).then(|| name.to_owned())
}

fn is_body(name: &str) -> bool {
    !name.contains('@')
        && name
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| BODIES.contains(&word.to_lowercase().as_str()))
}

/// The categories of an event as terms.
pub(super) fn categories(event: &Event) -> impl Iterator<Item = Object> {
    let names = event.all("CATEGORIES").flat_map(super::property::Property::list);
    names.filter(|name| !text::key(name).is_empty()).map(|name| {
        let taxonomy = text::key(CATEGORIES);
        told([
            ("id", Some(format!("{taxonomy}/{}", text::key(&name)))),
            ("name", Some(name)),
            ("taxonomy", Some(CATEGORIES.to_owned())),
            ("taxonomy_id", Some(taxonomy.clone())),
        ])
    })
}

/// Tells of what is not used.
fn tell(event: &Event, record: &str, issues: &mut Issues) {
    for property in event.properties.iter().filter(|property| !READ.contains(&property.name.as_str())) {
        issues.unread(&format!("VEVENT.{}", crate::issues::shown(&property.name)), record);
    }
    if event.unread > 0 {
        let reason = "lines of this event cannot be read as NAME:VALUE, and are left out";
        issues.notice("unreadable-line", record, "VEVENT", &event.unread.to_string(), reason);
    }
    let organizer = event.property("ORGANIZER");
    if organizer.is_some_and(|organizer| organizer.param("CN").is_none_or(|name| !is_body(name))) {
        let reason =
            "the organizer is not plainly a body, and may be a person, whom a directory does not publish";
        issues.notice("person-left-out", record, "ORGANIZER", "", reason);
    }
    for name in ["DTSTART", "DTEND"] {
        if let Some(told) = event.text(name).filter(|told| When::read(told).is_none()) {
            issues.bad_value(record, name, told, "it is no moment as iCalendar writes them");
        }
    }
}

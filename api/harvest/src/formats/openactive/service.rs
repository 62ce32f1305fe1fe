//! Series, events, courses and facilities become services.

use normalize::text;
use serde_json::{Value, json};

use super::{
    Object,
    compose::{Composed, is_recurring},
    concept::{OF_SERVICES, spaced},
    party, place,
    schedule::{self, Single},
    session::is_cancelled,
    values::{self, number, put, take_list, take_text},
};
use crate::issues::Issues;

/// Members that say nothing of a service, or that say again what others say.
const HOUSEKEEPING: [&str; 8] =
    ["@context", "@type", "type", "@id", "id", "identifier", "duration", "startDate"];

/// Members that are the same by the standard's name.
const PLAIN: [(&str, &str); 6] = [
    ("name", "name"),
    ("description", "description"),
    ("url", "url"),
    ("attendeeInstructions", "application_process"),
    ("telephone", "telephone"),
    ("email", "email"),
];

/// A service. `None` where its item holds no object.
pub(super) fn read(item: Value, record: &str, issues: &mut Issues) -> Option<Object> {
    let composed: Composed = serde_json::from_value(item).ok()?;
    let mut told: Object = serde_json::from_str(composed.data.get()).ok()?;
    let mut service = Object::new();
    put(&mut service, "status", Some(status(&mut told, composed.is_over)));
    schedules(&mut service, &mut told, &composed, record, issues);
    for (from, to) in PLAIN {
        put(&mut service, to, take_text(&mut told, from));
    }
    if let Some(number) = take_text(&mut service, "telephone") {
        put(&mut service, "phones", Some(json!([{ "number": number }])));
    }
    describe_access(&mut service, &mut told);
    who_it_is_for(&mut service, &mut told);
    costs(&mut service, &mut told);
    programme(&mut service, &mut told);
    let attributes: Vec<Value> = OF_SERVICES.iter().flat_map(|list| list.take(&mut told)).collect();
    put(&mut service, "attributes", (!attributes.is_empty()).then_some(attributes));
    organizer(&mut service, &mut told, record, issues);
    location(&mut service, &mut told);
    let kind = values::kind(&told).unwrap_or_else(|| "Event".to_owned());
    tell_unread(&told, &kind, record, issues);
    Some(service)
}

/// Tells of the members that nothing took out of an object.
pub(super) fn tell_unread(told: &Object, kind: &str, record: &str, issues: &mut Issues) {
    let unread = told.iter().filter(|(name, value)| {
        !HOUSEKEEPING.contains(&name.as_str()) && !value.is_null() && **value != json!([])
    });
    for (name, _) in unread {
        issues.unread(&format!("{}.{}", crate::issues::shown(kind), crate::issues::shown(name)), record);
    }
}

fn status(told: &mut Object, is_over: bool) -> &'static str {
    let is_cancelled = is_cancelled(told);
    let written = take_text(told, "eventStatus").unwrap_or_default();
    match values::last(&written) {
        _ if is_cancelled || is_over => "inactive",
        "EventPostponed" => "temporarily closed",
        _ => "active",
    }
}

/// When it is: as it says itself, else the days of its sessions, else its own.
fn schedules(
    service: &mut Object,
    told: &mut Object,
    composed: &Composed,
    record: &str,
    issues: &mut Issues,
) {
    let recurs = is_recurring(told);
    let mut schedules: Vec<Value> = take_list(told, "eventSchedule")
        .into_iter()
        .filter_map(|told| if let Value::Object(told) = told { Some(told) } else { None })
        .map(|told| schedule::recurring(told, record, issues))
        .collect();
    let hours = take_list(told, "hoursAvailable");
    schedules.extend(hours.iter().filter_map(|hours| schedule::hours(hours.as_object()?)));
    let sessions = take_list(told, "subEvent");
    let single = sessions.iter().filter_map(sub_event);
    let mut off = Vec::new();
    for session in single.chain(composed.sessions.iter().filter_map(schedule::of_session)) {
        match session {
            Single::Held(schedule) if !recurs => schedules.push(Value::Object(schedule)),
            Single::Held(_) => {}
            Single::CalledOff(session) => off.push(session),
        }
    }
    schedule::call_off(&mut schedules, off);
    let ends = take_text(told, "endDate");
    if schedules.is_empty()
        && let Some(starts) = told.get("startDate").and_then(Value::as_str)
    {
        schedules.extend(schedule::of_day(starts, ends.as_deref()).map(Value::Object));
    }
    if let Some(note) = take_text(told, "schedulingNote") {
        schedules.push(json!({ "description": note }));
    }
    put(service, "schedules", (!schedules.is_empty()).then_some(schedules));
}

/// A session that is nested in its series.
fn sub_event(told: &Value) -> Option<Single> {
    let told = told.as_object()?;
    let text = |name: &str| told.get(name).and_then(Value::as_str);
    schedule::single(text("startDate")?, text("endDate"), text("url"), is_cancelled(told))
}

/// HSDS has no field for how accessible a service is, so the description says it.
fn describe_access(service: &mut Object, told: &mut Object) {
    let Some(access) = take_text(told, "accessibilityInformation") else { return };
    let description = service.get("description").and_then(Value::as_str).unwrap_or_default();
    let described = format!("{description}\n\nAccessibility: {access}");
    put(service, "description", Some(described.trim().to_owned()));
}

fn who_it_is_for(service: &mut Object, told: &mut Object) {
    if let Some(Value::Object(ages)) = told.remove("ageRange") {
        for (from, to) in [("minValue", "minimum_age"), ("maxValue", "maximum_age")] {
            put(service, to, number(ages.get(from)));
        }
    }
    let gender = take_text(told, "genderRestriction").map(|word| spaced(values::last(&word)));
    let told_gender = gender.filter(|words| !matches!(words.as_str(), "No restriction" | "None"));
    put(service, "eligibility_description", told_gender);
}

/// Offers become options of cost. What costs nothing says so.
fn costs(service: &mut Object, told: &mut Object) {
    let offers = take_list(told, "offers");
    let options: Vec<Value> = offers.iter().filter_map(|offer| cost(offer.as_object()?)).collect();
    let is_free = told.remove("isAccessibleForFree") == Some(Value::Bool(true));
    put(service, "fees_description", (is_free && options.is_empty()).then_some("Free"));
    put(service, "cost_options", (!options.is_empty()).then_some(options));
}

fn cost(offer: &Object) -> Option<Value> {
    let mut option = Object::new();
    let text = |name: &str| offer.get(name).and_then(Value::as_str).map(str::to_owned);
    let words =
        [text("description"), offer.get("ageRange").or_else(|| offer.get("ageRestriction")).and_then(ages)];
    let words: Vec<String> = words.into_iter().flatten().collect();
    put(&mut option, "option", text("name"));
    put(&mut option, "amount", number(offer.get("price")));
    put(&mut option, "currency", text("priceCurrency"));
    put(&mut option, "amount_description", (!words.is_empty()).then(|| words.join("; ")));
    (!option.is_empty()).then(|| json!(option))
}

fn ages(range: &Value) -> Option<String> {
    match (number(range.get("minValue")), number(range.get("maxValue"))) {
        (Some(least), Some(most)) => Some(format!("aged {least} to {most}")),
        (Some(least), None) => Some(format!("aged {least} and over")),
        (None, Some(most)) => Some(format!("aged up to {most}")),
        (None, None) => None,
    }
}

fn programme(service: &mut Object, told: &mut Object) {
    let Some(programme) = told.get("programme").and_then(Value::as_object) else { return };
    let text = |name: &str| programme.get(name).and_then(Value::as_str).map(str::to_owned);
    let Some(name) = text("name") else { return };
    let id = values::key(programme).unwrap_or_else(|| text::key(&name));
    let program = json!({ "id": id, "name": name, "description": text("description").unwrap_or(name) });
    put(service, "program", Some(program));
    told.remove("programme");
}

/// Names the organization behind it. A person is not named.
fn organizer(service: &mut Object, told: &mut Object, record: &str, issues: &mut Issues) {
    for name in party::MEMBERS {
        let Some(Value::Object(party)) = told.get(name) else { continue };
        if party::is_person(party) {
            let reason = "a person is named here, whom a directory does not publish";
            issues.notice("person-left-out", record, name, "", reason);
        } else if let Some(id) = party::id(party) {
            service.entry("organization_id").or_insert_with(|| id.into());
        } else {
            continue;
        }
        told.remove(name);
    }
}

/// Names the place where it is.
fn location(service: &mut Object, told: &mut Object) {
    let Some(id) = told.get("location").and_then(Value::as_object).and_then(place::id) else { return };
    told.remove("location");
    let mut at = Object::from_iter([("location_id".to_owned(), Value::String(id))]);
    put(&mut at, "description", take_text(told, "meetingPoint"));
    put(service, "service_at_locations", Some(json!([at])));
}

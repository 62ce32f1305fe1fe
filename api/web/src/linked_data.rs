//! The same facts in the words of schema.org, as JSON-LD. The `@id` of an entity is its canonical address.

use std::collections::BTreeSet;

use catalog::{Entry, ListKind};
use maud::{Markup, PreEscaped, html};
use model::hsds::{Address, CostOption, Location, Phone, Schedule};
use serde_json::{Map, Value, json};

use crate::{
    Site,
    about::About,
    cards::{LocationCard, OrganizationCard, ServiceCard},
    contact, facts, hours, markup, place,
    words::WEEKDAYS,
};

/// What the words mean.
const CONTEXT: &str = "https://schema.org";

/// An entity as a document. None where its kind has no page, or where the snapshot does not hold what it should.
pub fn linked_data(site: Site<'_>, entry: &Entry) -> Option<Value> {
    let mut node = match entry.kind {
        ListKind::Service => of_service(&ServiceCard::of(site, entry)?),
        ListKind::Organization => of_organization(&OrganizationCard::of(site, entry)?),
        ListKind::Location => {
            let card = LocationCard::of(site, entry)?;
            with_page(of_location(&card.location, card.about.address.as_deref()), &card.about)
        }
        ListKind::ServiceAtLocation | ListKind::Taxonomy | ListKind::TaxonomyTerm => return None,
    };
    node.insert("@context".to_owned(), CONTEXT.into());
    Some(Value::Object(node))
}

/// Several services as one document.
pub(crate) fn of_all(cards: &[ServiceCard<'_>]) -> Value {
    let graph: Vec<_> = cards.iter().map(of_service).collect();
    json!({ "@context": CONTEXT, "@graph": graph })
}

/// A document within a page. Nothing in it can end the element that it stands in.
pub(crate) fn script(document: &Value) -> Markup {
    let text = document.to_string();
    let text = text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    html! { script type="application/ld+json" { (PreEscaped(text)) } }
}

/// An object without what is not known.
fn node(members: Value) -> Map<String, Value> {
    let Value::Object(members) = members else { return Map::new() };
    let is_known = |value: &Value| match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        _ => true,
    };
    members.into_iter().filter(|(_, value)| is_known(value)).collect()
}

/// Adds where it is told, when that changed and on what terms it may be used.
fn with_page(mut entity: Map<String, Value>, about: &About) -> Map<String, Value> {
    let licences: BTreeSet<&str> =
        about.licences.iter().map(|licence| licence.url.as_deref().unwrap_or(&licence.id)).collect();
    let page = node(json!({
        "@type": "WebPage",
        "url": about.address,
        "inLanguage": "en-GB",
        "dateModified": about.modified.to_rfc3339(),
        "license": licences,
        "creditText": about.attributions(),
    }));
    entity.insert("subjectOf".to_owned(), page.into());
    entity
}

fn of_service(card: &ServiceCard<'_>) -> Map<String, Value> {
    let service = &card.service;
    let provider = card.organization().map(
        |(address, name)| json!({ "@type": "Organization", "@id": address, "name": name, "url": address }),
    );
    let areas = service
        .service_areas
        .iter()
        .filter_map(|area| area.name.clone().or_else(|| area.description.clone()));
    let schedules = service.schedules.iter().chain(card.places().flat_map(|(part, ..)| &part.schedules));
    let audience =
        facts::audience(service).first().map(|words| json!({ "@type": "Audience", "audienceType": words }));
    let entity = node(json!({
        "@type": "Service",
        "@id": card.address(),
        "url": card.address(),
        "name": service.name,
        "alternateName": service.alternate_name,
        "description": service.description,
        "sameAs": service.url.as_ref().filter(|url| markup::is_web(url)),
        "provider": provider,
        "serviceType": facts::categories(&service.attributes),
        "areaServed": areas.collect::<Vec<_>>(),
        "audience": audience,
        "hoursAvailable": schedules.filter_map(opening).collect::<Vec<_>>(),
        "offers": service.cost_options.iter().filter_map(offer).collect::<Vec<_>>(),
        "availableChannel": channels(card),
    }));
    with_page(entity, &card.about)
}

/// The ways to a service: each place, and the telephone and e-mail where there is no place.
fn channels(card: &ServiceCard<'_>) -> Vec<Value> {
    let reach = card.reach();
    let languages = facts::languages(&card.service.languages);
    let point = (reach.phone().is_some() || reach.email().is_some()).then(|| {
        node(json!({ "@type": "ContactPoint", "telephone": reach.phone(), "email": reach.email() }))
    });
    let channel = |location: Option<Map<String, Value>>| {
        Value::Object(node(json!({
            "@type": "ServiceChannel",
            "serviceLocation": location,
            "servicePhone": point,
            "availableLanguage": languages,
        })))
    };
    let places: Vec<Value> = card
        .places()
        .map(|(_, location, address)| channel(Some(of_location(location, Some(&address)))))
        .collect();
    let alone = (places.is_empty() && point.is_some()).then(|| channel(None));
    places.into_iter().chain(alone).collect()
}

fn of_organization(card: &OrganizationCard<'_>) -> Map<String, Value> {
    let organization = &card.organization;
    let numbers = organization.organization_identifiers.iter().map(|number| {
        json!({ "@type": "PropertyValue", "propertyID": number.identifier_type, "value": number.identifier })
    });
    let websites = organization
        .website
        .iter()
        .chain(organization.additional_websites.iter().filter_map(|one| one.url.as_ref()));
    let entity = node(json!({
        "@type": "Organization",
        "@id": card.about.address,
        "url": card.about.address,
        "name": organization.name,
        "alternateName": organization.alternate_name,
        "description": organization.description,
        "email": organization.email,
        "telephone": phones(&organization.phones),
        "sameAs": websites.filter(|url| markup::is_web(url)).collect::<Vec<_>>(),
        "logo": organization.logo.as_ref().filter(|logo| markup::is_web(logo)),
        "identifier": numbers.collect::<Vec<_>>(),
    }));
    with_page(entity, &card.about)
}

/// A location by its canonical address.
fn of_location(location: &Location, address: Option<&str>) -> Map<String, Value> {
    let position = location.latitude.zip(location.longitude).map(|(latitude, longitude)| {
        json!({ "@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude })
    });
    let provisions = location.accessibility.iter().filter_map(|provision| {
        let name = provision.description.as_ref().or(provision.details.as_ref())?;
        Some(json!({ "@type": "LocationFeatureSpecification", "name": name, "value": true }))
    });
    node(json!({
        "@type": "Place",
        "@id": address,
        "url": address,
        "name": place::name(location),
        "alternateName": location.alternate_name,
        "description": location.description,
        "telephone": phones(&location.phones),
        "address": place::main_address(location).map(postal),
        "geo": position,
        "amenityFeature": provisions.collect::<Vec<_>>(),
        "openingHoursSpecification": location.schedules.iter().filter_map(opening).collect::<Vec<_>>(),
    }))
}

fn phones(phones: &[Phone]) -> Vec<String> {
    phones.iter().filter_map(|phone| phone.number.as_deref()).map(contact::dialled).collect()
}

fn postal(address: &Address) -> Map<String, Value> {
    let street = [&address.address_1, &address.address_2];
    let street: Vec<&str> = street.into_iter().flatten().map(String::as_str).collect();
    node(json!({
        "@type": "PostalAddress",
        "streetAddress": street.join(", "),
        "addressLocality": address.city,
        "addressRegion": address.state_province,
        "postalCode": address.postal_code,
        "addressCountry": address.country,
    }))
}

/// A schedule of every week; schema.org has no word for the others.
fn opening(schedule: &Schedule) -> Option<Value> {
    let days = hours::every_week_on(schedule)?;
    let names = days.iter().filter_map(|day| WEEKDAYS.get(usize::from(*day)));
    let names: Vec<String> = names.map(|name| format!("{CONTEXT}/{name}")).collect();
    let opening = node(json!({
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": names,
        "opens": schedule.opens_at,
        "closes": schedule.closes_at,
        "validFrom": schedule.valid_from,
        "validThrough": schedule.valid_to.as_ref().or(schedule.until.as_ref()),
    }));
    Some(opening.into())
}

fn offer(option: &CostOption) -> Option<Value> {
    let amount = option.amount?;
    let offer = node(json!({
        "@type": "Offer",
        "price": amount,
        "priceCurrency": option.currency.as_deref().unwrap_or("GBP"),
        "name": option.option,
        "description": option.amount_description,
        "validFrom": option.valid_from,
        "priceValidUntil": option.valid_to,
    }));
    Some(offer.into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn nothing_that_a_source_says_ends_the_element_or_is_lost(text in any::<String>(), end in "</[sS]cript[ >]?|<!--|&amp;|") {
            let said = json!({ "name": format!("{text}{end}{text}") });
            let markup = script(&said).into_string();
            let content = markup.strip_prefix("<script type=\"application/ld+json\">").unwrap();
            let content = content.strip_suffix("</script>").unwrap();
            prop_assert!(!content.contains(['<', '>', '&']));
            prop_assert_eq!(serde_json::from_str::<Value>(content).unwrap(), said);
        }
    }
}

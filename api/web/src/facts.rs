//! What a service costs, who it is for, and how one gets it.

use maud::{Markup, html};
use model::hsds::{Attribute, CostOption, Language, Service};

use crate::{markup, words};

/// What it costs, as lines.
pub(crate) fn costs(service: &Service) -> Vec<String> {
    let mut lines: Vec<String> = service.cost_options.iter().filter_map(price).collect();
    let texts = [&service.fees_description, &service.fees].into_iter().flatten();
    let texts = texts.map(|text| text.trim()).filter(|text| !text.is_empty());
    for text in texts {
        if !lines.iter().any(|line| line == text) {
            lines.push(text.to_owned());
        }
    }
    lines
}

/// `Adults: £3.50 a session`, `Free`.
fn price(option: &CostOption) -> Option<String> {
    let amount = option.amount.map(|amount| match (amount.0, option.currency.as_deref()) {
        (0.0, _) => "free".to_owned(),
        (pounds, None | Some("GBP")) if pounds.fract() == 0.0 => format!("£{pounds}"),
        (pounds, None | Some("GBP")) => format!("£{pounds:.2}"),
        (other, Some(currency)) => format!("{other} {currency}"),
    });
    let what = [amount.as_deref(), option.amount_description.as_deref()];
    let what = what.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let whom = option.option.as_deref().unwrap_or_default();
    match (whom.is_empty(), what.is_empty()) {
        (true, true) => None,
        (false, true) => Some(whom.to_owned()),
        (true, false) => Some(words::capital(&what)),
        (false, false) => Some(format!("{whom}: {what}")),
    }
}

/// Who can use it, as lines.
pub(crate) fn audience(service: &Service) -> Vec<String> {
    let age = |age: Option<model::hsds::Number>| age.map(|age| age.0);
    let ages = match (age(service.minimum_age), age(service.maximum_age)) {
        (Some(least), Some(most)) => Some(format!("Ages {least} to {most}")),
        (Some(least), None) => Some(format!("Ages {least} and over")),
        (None, Some(most)) => Some(format!("Ages up to {most}")),
        (None, None) => None,
    };
    let areas = service
        .service_areas
        .iter()
        .filter_map(|area| area.name.clone().or_else(|| area.description.clone()));
    let areas: Vec<String> = areas.collect();
    let area = (!areas.is_empty()).then(|| format!("People in {}", words::list(&areas)));
    service.eligibility_description.clone().into_iter().chain(ages).chain(area).collect()
}

/// The languages it is given in.
pub(crate) fn languages(languages: &[Language]) -> Vec<String> {
    let name = |language: &Language| {
        let name = language.name.as_ref().or(language.code.as_ref())?;
        Some(language.note.as_ref().map_or(name.clone(), |note| format!("{name} ({note})")))
    };
    languages.iter().filter_map(name).collect()
}

/// How one gets it and what must be brought, as lines.
pub(crate) fn how(service: &Service) -> Vec<Markup> {
    let said = [
        ("", &service.application_process),
        ("How long people wait: ", &service.wait_time),
        ("Help with languages: ", &service.interpretation_services),
        ("Quality marks: ", &service.accreditations),
    ];
    let said =
        said.into_iter().filter_map(|(label, text)| text.as_ref().map(|text| html! { (label) (text) }));
    let papers = service.required_documents.iter().filter_map(|paper| {
        let words = paper.document.as_deref()?;
        Some(html! { "Bring: " (markup::web_link(paper.uri.as_deref().unwrap_or_default(), words)) })
    });
    said.chain(papers).collect()
}

/// The names of its terms, each once.
pub(crate) fn categories(attributes: &[Attribute]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in attributes.iter().filter_map(|attribute| attribute.taxonomy_term.as_ref()?.name.as_ref()) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

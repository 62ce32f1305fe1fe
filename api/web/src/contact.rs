//! How to reach somebody: telephone, e-mail, web.

use maud::{Markup, html};
use model::hsds::{Contact, Phone};
use normalize::{email, phone};

use crate::markup;

/// Ways to reach somebody, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reach {
    pub(crate) phones: Vec<Phone>,
    pub(crate) emails: Vec<String>,
    pub(crate) websites: Vec<(String, String)>,
    pub(crate) people: Vec<Contact>,
}

impl Reach {
    /// Adds telephone numbers that are not there yet.
    pub(crate) fn with_phones(mut self, phones: &[Phone]) -> Self {
        for phone in phones.iter().filter(|phone| phone.number.is_some()) {
            let number = phone.number.as_deref().map(dialled);
            if !self.phones.iter().any(|known| known.number.as_deref().map(dialled) == number) {
                self.phones.push(phone.clone());
            }
        }
        self
    }

    /// Adds an e-mail address.
    pub(crate) fn with_email(mut self, email: Option<&String>) -> Self {
        self.emails.extend(email.filter(|email| !self.emails.contains(email)).cloned());
        self
    }

    /// Adds a web address with what it leads to.
    pub(crate) fn with_website(mut self, address: Option<&String>, label: Option<&String>) -> Self {
        let is_new = |address: &&String| !self.websites.iter().any(|(known, _)| known == *address);
        let words = label.cloned().or_else(|| address.map(|address| plain(address)));
        self.websites.extend(address.filter(is_new).cloned().zip(words));
        self
    }

    /// Adds people or posts to ask.
    pub(crate) fn with_people(mut self, people: &[Contact]) -> Self {
        self.people.extend(people.iter().cloned());
        self
    }

    /// As lines of markup.
    pub(crate) fn lines(&self) -> Vec<Markup> {
        let phones = self.phones.iter().map(|phone| html! { "Telephone: " (of_phone(phone)) });
        let emails = self.emails.iter().map(|email| html! { "E-mail: " (of_email(email)) });
        let websites = self.websites.iter().map(|(address, words)| {
            html! { "Website: " (markup::web_link(address, words)) }
        });
        phones.chain(emails).chain(websites).chain(self.people.iter().map(of_person)).collect()
    }

    /// The first number, as a person reads it.
    pub(crate) fn phone(&self) -> Option<String> {
        let of_people = self.people.iter().flat_map(|person| &person.phones);
        self.phones.iter().chain(of_people).find_map(|phone| phone.number.clone())
    }

    /// The first e-mail address.
    pub(crate) fn email(&self) -> Option<String> {
        self.emails
            .iter()
            .chain(self.people.iter().filter_map(|person| person.email.as_ref()))
            .next()
            .cloned()
    }
}

/// A number as it is dialled, by which two spellings of one are the same.
pub(crate) fn dialled(number: &str) -> String {
    phone::normalize(number, "GB").unwrap_or_else(|| number.to_owned())
}

fn of_phone(phone: &Phone) -> Markup {
    let number = phone.number.as_deref().unwrap_or_default();
    let link = phone::normalize(number, "GB").map(|number| format!("tel:{number}"));
    html! {
        @match link {
            Some(link) => a href=(link) { (number) },
            None => (number),
        }
        @if let Some(extension) = &phone.extension { ", extension " (extension.0) }
        @let remark = phone.description.as_deref().or(phone.r#type.as_deref().filter(|kind| *kind != "voice"));
        @if let Some(remark) = remark { " (" (remark) ")" }
    }
}

fn of_email(address: &str) -> Markup {
    html! {
        @match email::normalize(address) {
            Some(read) => a href={ "mailto:" (read) } { (address) },
            None => (address),
        }
    }
}

fn of_person(person: &Contact) -> Markup {
    let who = [&person.name, &person.title, &person.department].into_iter().flatten();
    let who: Vec<&str> = who.map(String::as_str).collect();
    html! {
        "Ask: " (who.join(", "))
        @if let Some(email) = &person.email { @if !who.is_empty() { ", " } (of_email(email)) }
        @for phone in &person.phones { ", " (of_phone(phone)) }
    }
}

/// An address without what only machines need.
fn plain(address: &str) -> String {
    let short = address.trim_start_matches("https://").trim_start_matches("http://");
    short.trim_start_matches("www.").trim_end_matches('/').to_owned()
}

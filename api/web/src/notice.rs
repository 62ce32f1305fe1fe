//! What must be known before all else: that something is closed, or that something is the matter with it.

use maud::{Markup, html};
use model::hsds::Service;

/// What is said at the top.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notice {
    /// That it does not run, and how.
    pub(crate) closed: Option<&'static str>,
    /// What is the matter with it at present.
    pub(crate) alert: Option<String>,
}

impl Notice {
    pub(crate) fn of(service: &Service) -> Self {
        let closed = match service.status.as_deref().unwrap_or_default() {
            "defunct" => Some("This service has closed for good."),
            "inactive" => Some("This service is not running at present."),
            "temporarily closed" => Some("This service is temporarily closed."),
            _ => None,
        };
        Self { closed, alert: service.alert.clone().filter(|alert| !alert.trim().is_empty()) }
    }

    /// Whether anything is held.
    pub(crate) fn is_running(&self) -> bool {
        self.closed.is_none()
    }

    pub(crate) fn markup(&self) -> Markup {
        html! {
            @if let Some(closed) = self.closed { p class="directory-closed" { strong { (closed) } } }
            @if let Some(alert) = &self.alert { p class="directory-alert" { strong { "Please note: " } (alert) } }
        }
    }

    /// In one line.
    pub(crate) fn line(&self) -> Option<String> {
        let said = self.closed.into_iter().chain(self.alert.as_deref());
        let said: Vec<&str> = said.collect();
        (!said.is_empty()).then(|| said.join(" "))
    }
}

//! What a description of a source must fulfil beyond its form.

use super::{ConfigError, Every};
use crate::{Format, SourceConfig, formats::charset};

/// How calendars are addressed so that a click subscribes to them; they are fetched like anything else.
const WEBCAL: [&str; 2] = ["webcal://", "webcals://"];

impl SourceConfig {
    pub(super) fn checked(mut self) -> Result<Self, ConfigError> {
        if self.format == Format::Icalendar
            && let Some(rest) = WEBCAL.iter().find_map(|scheme| self.location.trim().strip_prefix(scheme))
        {
            self.location = format!("https://{rest}");
        }
        self.take_location();
        if self.id.as_str() == model::Correction::SOURCE {
            return Err(ConfigError::value(
                "id",
                &self.id,
                "use another: provenance names the stewards by it",
            ));
        }
        self.check_precedence()?;
        if !(0.0..=1.0).contains(&self.deletion_share) {
            return Err(ConfigError::value(
                "deletion_share",
                self.deletion_share,
                "use 0 to 1, such as 0.2 for 20 %",
            ));
        }
        if self.time_limit.duration() > Every::DAY.duration() {
            return Err(ConfigError::value("time_limit", self.time_limit, "use up to 1d, such as 2h"));
        }
        for (key, text) in [("name", &self.name), ("licence.id", &self.licence.id)] {
            if text.trim().is_empty() {
                return Err(ConfigError::value(key, "empty", "it must say something"));
            }
        }
        self.check_website()?;
        self.check_location()?;
        self.check_credentials()?;
        self.check_fields()?;
        self.check_confidential()?;
        self.check_map()?;
        self.check_place()?;
        self.check_charset()?;
        self.check_pages()?;
        Ok(self)
    }

    fn check_credentials(&self) -> Result<(), ConfigError> {
        match &self.credentials {
            Some(_) if !self.is_remote() => {
                let allowed = "only a feed at an http(s) address is shown any; leave it out";
                Err(ConfigError::value("credentials", "given", allowed))
            }
            Some(credentials) => credentials.check(),
            None => Ok(()),
        }
    }

    /// What stands in a folder has a feed, unless it is written by push.
    fn check_location(&self) -> Result<(), ConfigError> {
        let is_pushed = self.format == Format::Push;
        match self.has_feed() {
            true if is_pushed => Err(ConfigError::value(
                "location",
                &self.location,
                "what is written by push is not fetched; leave it out",
            )),
            false if !(is_pushed || self.format == Format::Website) && self.folder.is_some() => {
                Err(ConfigError::value("location", "empty", "it must say where the feed is"))
            }
            _ => Ok(()),
        }
    }

    fn check_fields(&self) -> Result<(), ConfigError> {
        for field in self.fields.keys() {
            if !model::Kind::ALL.into_iter().any(|kind| crate::fields::names(field, kind)) {
                let allowed = "use the name of a field of an HSDS service, location, organization or taxonomy, \
                               such as contacts or service.phones";
                return Err(ConfigError::value("fields", field, allowed));
            }
        }
        Ok(())
    }

    fn check_confidential(&self) -> Result<(), ConfigError> {
        let Some(first) = self.confidential.first() else { return Ok(()) };
        if self.format == Format::Push {
            let allowed = "what is written by push is marked by the member `visibility` of the record itself";
            return Err(ConfigError::value("confidential", first, allowed));
        }
        let names_none = |label: &&String| {
            label
                .split_once(':')
                .is_none_or(|(kind, id)| kind.parse::<model::Kind>().is_err() || id.is_empty())
        };
        match self.confidential.iter().find(names_none) {
            Some(label) => Err(ConfigError::value(
                "confidential",
                label,
                "name a record as kind:id, such as service:42 or location:hall",
            )),
            None => Ok(()),
        }
    }

    fn check_map(&self) -> Result<(), ConfigError> {
        match &self.map {
            Some(_) if !self.format.is_rows() => {
                Err(ConfigError::value("map", "given", "only formats of rows have a mapping; leave it out"))
            }
            Some(map) => map.check().map_err(|error| ConfigError::Read(error.to_string())),
            None => Ok(()),
        }
    }

    /// Keys that say which feeds there are, and where in a file the rows are.
    fn check_place(&self) -> Result<(), ConfigError> {
        match self.feeds.first() {
            Some(feed) if self.format != Format::Openactive => {
                Err(ConfigError::value("feeds", feed, "only openactive has several feeds; leave it out"))
            }
            Some(feed) if !self.is_remote() => {
                Err(ConfigError::value("feeds", feed, "only a location on the web has feeds; leave it out"))
            }
            _ => Ok(()),
        }?;
        match &self.sheet {
            Some(sheet) if !self.format.is_sheets() => {
                Err(ConfigError::value("sheet", sheet, "only xlsx and ods have sheets; leave it out"))
            }
            _ => Ok(()),
        }?;
        match &self.rows {
            Some(rows) if self.format != Format::Json => {
                Err(ConfigError::value("rows", rows, "only json has rows to be named; leave it out"))
            }
            _ => Ok(()),
        }
    }

    fn check_pages(&self) -> Result<(), ConfigError> {
        match &self.pages {
            Some(_) if !matches!(self.format, Format::Pages | Format::Website) => {
                Err(ConfigError::value("pages", "given", "only web pages have them; leave it out"))
            }
            Some(pages) if self.format == Format::Website => pages.check_patterns_alone(),
            Some(pages) => pages.check(),
            None => Ok(()),
        }
    }

    fn check_charset(&self) -> Result<(), ConfigError> {
        let Some(charset) = &self.charset else { return Ok(()) };
        if !self.format.is_text_table() {
            return Err(ConfigError::value("charset", charset, "only csv and tsv have one; leave it out"));
        }
        let allowed = "use a name such as windows-1252, utf-8 or utf-16le, or leave it out";
        charset::named(charset).map(drop).ok_or_else(|| ConfigError::value("charset", charset, allowed))
    }
}

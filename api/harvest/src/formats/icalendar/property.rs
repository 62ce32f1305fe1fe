//! One property of an event.

use icalendar::parser;

/// A property: its name in capitals, its value unescaped where it is text, its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Property {
    pub(super) name: String,
    pub(super) value: String,
    params: Vec<(String, String)>,
}

impl Property {
    /// Reads a content line. `None` where it is none.
    pub(super) fn read(line: &str) -> Option<Self> {
        // Names are the same in small letters, but only capitals are known to be text.
        let end = line.find([':', ';'])?;
        let (name, rest) = line.split_at(end);
        let line = format!("{}{rest}", name.trim().to_ascii_uppercase());
        let read = parser::Property::try_from(line.as_str()).ok()?;
        let params = read.params.iter().map(|param| {
            let value = param.val.as_ref().map(|value| value.as_str().to_owned()).unwrap_or_default();
            (param.key.as_str().to_ascii_uppercase(), value)
        });
        let name = read.name.as_str().to_owned();
        let params = params.collect();
        (!name.is_empty()).then(|| Self { value: read.val.as_str().trim().to_owned(), name, params })
    }

    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The texts of a list, which commas part unless they are escaped.
    pub(super) fn list(&self) -> Vec<String> {
        let (mut list, mut text, mut escaped) = (Vec::new(), String::new(), false);
        for character in self.value.chars() {
            match character {
                '\\' if !escaped => escaped = true,
                ',' if !escaped => list.push(std::mem::take(&mut text)),
                other => {
                    text.push(if escaped && matches!(other, 'n' | 'N') { ' ' } else { other });
                    escaped = false;
                }
            }
        }
        list.push(text);
        list.into_iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Property;

    #[test]
    fn properties_are_read_with_their_parameters_and_without_escapes() {
        let read = Property::read("summary;LANGUAGE=en:Tea\\, cake\\nand more").unwrap();
        assert_eq!((read.name.as_str(), read.value.as_str()), ("SUMMARY", "Tea, cake\nand more"));
        assert_eq!((read.param("LANGUAGE"), read.param("TZID")), (Some("en"), None));
        let read = Property::read("CATEGORIES:Health\\, wellbeing,Sport").unwrap();
        assert_eq!(read.list(), ["Health, wellbeing", "Sport"]);
        assert_eq!(
            Property::read("ORGANIZER;CN=\"Hall; Friends: of\":mailto:a@b.example").unwrap().param("CN"),
            Some("Hall; Friends: of")
        );
        assert_eq!(Property::read("no line"), None);
    }
}

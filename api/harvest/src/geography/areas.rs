use std::{collections::HashSet, fs::File, io::BufReader, path::Path};

use model::Area;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

use super::{
    boundary::{Geometry, centroid, round},
    intake::{GeographyError, Intake, Take},
    table::Table,
};

/// Which columns or properties tell the code and the name; guessed where they are not named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AreaColumns {
    /// That of the code, such as `WD24CD`.
    pub code: Option<String>,
    /// That of the name, such as `WD24NM`.
    pub name: Option<String>,
}

const TWICE: (&str, &str) = ("is there twice", "keep one; the first was taken");
const NO_CODE: (&str, &str) = ("has no code or no name", "fill both in");
const NO_POINT: (&str, &str) = (
    "has no point in degrees or on the National Grid",
    "fill in latitude and longitude, or easting and northing",
);
const NO_POLYGON: (&str, &str) =
    ("has no Polygon or MultiPolygon in degrees", "export it in WGS 84 (EPSG:4326), as GeoJSON always is");
const NO_FEATURE: (&str, &str) = ("is no feature with properties and a geometry", "export the file again");
const OTHER_KIND: &str = "areas of another kind";

/// The areas of a kind in a table of CSV that is at hand, such as the one that is shipped.
pub fn areas_of(csv: &[u8], kind: &str) -> Result<Vec<Area>, GeographyError> {
    let (mut areas, mut intake) = (Vec::new(), Intake::default());
    let mut push = |area| {
        areas.push(area);
        Ok(())
    };
    let (codes, columns) = (HashSet::new(), &AreaColumns::default());
    let mut taking = Taking { kind, columns, codes, intake: &mut intake, take: &mut push };
    taking.table(Table::of(Path::new("areas"), Box::new(csv))?)?;
    Ok(areas)
}

pub(super) fn read(
    file: &Path,
    kind: &str,
    columns: &AreaColumns,
    intake: &mut Intake,
    take: Take<'_, Area>,
) -> Result<(), GeographyError> {
    let mut taking = Taking { kind, columns, codes: HashSet::new(), intake, take };
    let extension = file.extension().and_then(|text| text.to_str()).unwrap_or_default();
    if ["geojson", "json"].iter().any(|json| extension.eq_ignore_ascii_case(json)) {
        taking.features(file)?;
    } else {
        taking.table(Table::open(file)?)?;
    }
    if taking.codes.is_empty() { Err(GeographyError::empty(file)) } else { Ok(()) }
}

/// Areas one by one, each code once, from whichever file.
struct Taking<'a, 't> {
    kind: &'a str,
    columns: &'a AreaColumns,
    codes: HashSet<String>,
    intake: &'a mut Intake,
    take: Take<'t, Area>,
}

impl Taking<'_, '_> {
    /// Takes what a line or feature was read as, or notes why it is no area.
    fn one(&mut self, line: u64, read: Result<Area, Refused>) -> Result<(), GeographyError> {
        match read {
            Ok(area) if !self.codes.insert(area.code.clone()) => self.intake.refuse(line, area.code, TWICE),
            Ok(area) => (self.take)(area)?,
            Err((value, why)) => self.intake.refuse(line, value, why),
        }
        Ok(())
    }

    fn table(&mut self, mut table: Table<'_>) -> Result<(), GeographyError> {
        let code = table.named(self.columns.code.as_deref(), &["code"], "--code")?;
        let name = table.named(self.columns.name.as_deref(), &["name"], "--name")?;
        let (kinds, point) = (table.column(&["kind"]), table.point_columns());
        if !point.are_there() {
            table.named(None, &["latitude"], "its header")?;
            table.named(None, &["longitude"], "its header")?;
        }
        while table.next(self.intake)? {
            if table.filled(kinds).is_some_and(|other| !other.eq_ignore_ascii_case(self.kind)) {
                self.intake.leave_out(OTHER_KIND);
                continue;
            }
            let read = row_area((table.cell(code), table.cell(name)), table.point(&point), self.kind);
            self.one(table.line(), read)?;
        }
        Ok(())
    }

    fn features(&mut self, file: &Path) -> Result<(), GeographyError> {
        let opened = File::open(file).map_err(GeographyError::read(file))?;
        let (mut names, mut number, mut ended) = (None, 0, Ok(()));
        let mut one = |feature: Value| {
            number += 1;
            let read = feature_area(feature, (file, self.kind, self.columns), &mut names);
            ended = read.and_then(|read| self.one(number, read));
            ended.is_ok()
        };
        let mut deserializer = serde_json::Deserializer::from_reader(BufReader::new(opened));
        let read = Collection(&mut one).deserialize(&mut deserializer);
        ended?;
        let broken = |error| format!("it is no GeoJSON FeatureCollection: {error}");
        read.map_err(|error| GeographyError::form(file, broken(error)))
    }
}

/// Why something is no area: what it says, what is wrong with that, and what to do.
type Refused = (String, (&'static str, &'static str));

/// The area that a row is.
fn row_area((code, name): (&str, &str), point: Option<(f64, f64)>, kind: &str) -> Result<Area, Refused> {
    let (north, east) = point.ok_or_else(|| (code.to_owned(), NO_POINT))?;
    if code.is_empty() || name.is_empty() {
        return Err((format!("{code},{name}"), NO_CODE));
    }
    let (code, name, kind) = (code.to_owned(), name.to_owned(), kind.to_owned());
    Ok(Area { code, name, kind, latitude: round(north), longitude: round(east), boundary: None })
}

/// The area that a feature is; or why it is none; or why no feature of the file can be.
fn feature_area(
    feature: Value,
    (file, kind, columns): (&Path, &str, &AreaColumns),
    names: &mut Option<(String, String)>,
) -> Result<Result<Area, Refused>, GeographyError> {
    let short = || feature.to_string().chars().take(60).collect::<String>();
    let Ok(Feature { properties, geometry }) = Feature::deserialize(&feature) else {
        return Ok(Err((short(), NO_FEATURE)));
    };
    let (code, name) = match names {
        Some(names) => names,
        None => names.insert(property_names(file, kind, columns, &properties)?),
    };
    let text = |property: &str| match properties.get(property) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let (code, name) = (text(code), text(name));
    if code.is_empty() || name.is_empty() {
        return Ok(Err((format!("{code},{name}"), NO_CODE)));
    }
    let boundary = Geometry::deserialize(geometry).ok().and_then(Geometry::boundary);
    let Some((boundary, (latitude, longitude))) =
        boundary.and_then(|boundary| centroid(&boundary).map(|centre| (boundary, centre)))
    else {
        return Ok(Err((code, NO_POLYGON)));
    };
    Ok(Ok(Area { code, name, kind: kind.to_owned(), latitude, longitude, boundary: Some(boundary) }))
}

#[derive(Deserialize)]
struct Feature {
    properties: Map<String, Value>,
    geometry: Value,
}

/// The properties that tell code and name: those that are named, or the only ones that are called as the Office for
/// National Statistics calls them (`WD24CD`, `WD24NM`), or `code` and `name`.
fn property_names(
    file: &Path,
    kind: &str,
    columns: &AreaColumns,
    properties: &Map<String, Value>,
) -> Result<(String, String), GeographyError> {
    let find = |given: &Option<String>, plain: &'static str, ending: &str, option: &'static str| {
        let candidates: Vec<&String> = match given {
            Some(name) => properties.keys().filter(|key| *key == name).collect(),
            None => properties
                .keys()
                .filter(|key| key.eq_ignore_ascii_case(plain) || is_official(key, kind, ending))
                .collect(),
        };
        match candidates.as_slice() {
            [one] => Ok((*one).clone()),
            _ => Err(GeographyError::Column {
                file: file.to_owned(),
                wanted: given.clone().unwrap_or_else(|| plain.to_owned()),
                found: properties.keys().take(40).cloned().collect(),
                option,
            }),
        }
    };
    Ok((find(&columns.code, "code", "cd", "--code")?, find(&columns.name, "name", "nm", "--name")?))
}

/// Whether a property is called so: letters for the kind of area, two digits for the year, an ending.
fn is_official(property: &str, kind: &str, ending: &str) -> bool {
    let lower = property.to_ascii_lowercase();
    let Some(stem) = lower.strip_suffix(ending) else { return false };
    let letters = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let usual: &[&str] = match kind {
        "ward" => &["wd"],
        "district" | "lad" => &["lad", "ltla"],
        _ => &[],
    };
    stem.len() == letters.len() + 2 && (letters == kind || usual.contains(&letters))
}

/// Reads a FeatureCollection feature by feature, until the function says that it is enough.
struct Collection<'a, F>(&'a mut F);

impl<'de, F: FnMut(Value) -> bool> DeserializeSeed<'de> for Collection<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, F: FnMut(Value) -> bool> Visitor<'de> for Collection<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object with `features`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == "features" {
                seen = true;
                map.next_value_seed(Features(&mut *self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        if seen { Ok(()) } else { Err(serde::de::Error::missing_field("features")) }
    }
}

struct Features<'a, F>(&'a mut F);

impl<'de, F: FnMut(Value) -> bool> DeserializeSeed<'de> for Features<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(Value) -> bool> Visitor<'de> for Features<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut features: A) -> Result<(), A::Error> {
        while let Some(feature) = features.next_element::<Value>()? {
            if !(self.0)(feature) {
                return Err(serde::de::Error::custom("it was not read to its end"));
            }
        }
        Ok(())
    }
}

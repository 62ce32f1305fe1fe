use std::{collections::BTreeMap, path::Path};

use model::Indicator;

use super::{
    intake::{GeographyError, Intake, Take},
    lookup::Lookup,
    table::{Column, Table},
};

/// Which columns tell the area and the figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndicatorColumns {
    /// That of the area's code; `area` where none is named.
    pub area: Option<String>,
    /// That of the figure; `value` where none is named.
    pub value: Option<String>,
    /// That of the weight of a smaller area, such as how many people live in it.
    pub weight: Option<String>,
    /// The time that all figures are of, where no column `period` tells it.
    pub period: Option<String>,
}

const NO_AREA: (&str, &str) = ("has no code of an area", "fill it in");
const NO_VALUE: (&str, &str) = ("is no number", "correct it, or leave the row out");
const NO_WEIGHT: (&str, &str) = ("is no weight", "give a number that is not below nought");
const UNPLACED: (&str, &str) =
    ("is an area that the lookup does not place", "use a lookup for areas of the same year");
const OTHER_INDICATOR: &str = "rows of another indicator";

/// The indicators in a table of CSV with the columns `area`, `indicator`, `value` and `period`, such as the one that is
/// shipped.
pub fn indicators_of(csv: &[u8], code: &str) -> Result<Vec<Indicator>, GeographyError> {
    let mut rows = Vec::new();
    let table = Table::of(Path::new("indicators"), Box::new(csv))?;
    from_table(table, code, &IndicatorColumns::default(), None, &mut Intake::default(), &mut |row| {
        rows.push(row);
        Ok(())
    })?;
    Ok(rows)
}

pub(super) fn read(
    file: &Path,
    code: &str,
    columns: &IndicatorColumns,
    lookup: Option<&Lookup>,
    intake: &mut Intake,
    take: Take<'_, Indicator>,
) -> Result<(), GeographyError> {
    match from_table(Table::open(file)?, code, columns, lookup, intake, take)? {
        0 => Err(GeographyError::empty(file)),
        _ => Ok(()),
    }
}

/// A weighted mean in the making.
#[derive(Default)]
struct Mean {
    sum: f64,
    weight: f64,
    period: Option<String>,
}

impl Mean {
    fn add(&mut self, value: f64, weight: f64, period: Option<&str>) {
        self.sum += value * weight;
        self.weight += weight;
        self.period = self.period.take().or_else(|| period.map(str::to_owned));
    }

    fn mean(&self) -> Option<f64> {
        (self.weight > 0.0).then(|| (self.sum / self.weight * 1e6).round() / 1e6)
    }
}

fn from_table(
    mut table: Table<'_>,
    code: &str,
    columns: &IndicatorColumns,
    lookup: Option<&Lookup>,
    intake: &mut Intake,
    take: Take<'_, Indicator>,
) -> Result<usize, GeographyError> {
    let value = table.named(columns.value.as_deref(), &["value"], "--value")?;
    let area = table.named(columns.area.as_deref(), &["area", "code"], "--area")?;
    let weigh = |name: &String| table.named(Some(name), &[], "--weight");
    let weight = columns.weight.as_ref().map(weigh).transpose()?;
    let (indicators, period) = (table.column(&["indicator"]), table.column(&["period"]));
    let mut means = BTreeMap::<String, Mean>::new();
    while table.next(intake)? {
        if table.filled(indicators).is_some_and(|other| !other.eq_ignore_ascii_case(code)) {
            intake.leave_out(OTHER_INDICATOR);
            continue;
        }
        let Some((figure, weight)) = figure(&table, (area, value, weight), intake) else { continue };
        let period = table.filled(period).or(columns.period.as_deref());
        let code = table.cell(area);
        match lookup.map(|lookup| lookup.of(code)) {
            None => means.entry(code.to_owned()).or_default().add(figure, weight, period),
            Some(None) => intake.refuse(table.line(), code, UNPLACED),
            Some(Some(greater)) => {
                for (area, share) in greater {
                    means.entry(area.clone()).or_default().add(figure, weight * share, period);
                }
            }
        }
    }
    let means = means.into_iter().filter_map(|(area, mean)| Some((mean.mean()?, area, mean.period)));
    let rows = means.map(|(value, area, period)| Indicator { area, code: code.to_owned(), value, period });
    let mut count = 0;
    for row in rows {
        count += 1;
        take(row)?;
    }
    Ok(count)
}

/// The figure of a row and its weight, unless something is wrong with them.
fn figure(
    table: &Table<'_>,
    (area, value, weight): (Column, Column, Option<Column>),
    intake: &mut Intake,
) -> Option<(f64, f64)> {
    let line = table.line();
    if table.cell(area).is_empty() {
        intake.refuse(line, table.cell(value), NO_AREA);
        return None;
    }
    let Some(figure) = table.number(Some(value)) else {
        intake.refuse(line, table.cell(value), NO_VALUE);
        return None;
    };
    let weighed = if weight.is_some() { table.number(weight) } else { Some(1.0) };
    match weighed.filter(|weight| *weight >= 0.0) {
        Some(weight) => Some((figure, weight)),
        None => {
            intake.refuse(line, table.filled(weight).unwrap_or_default(), NO_WEIGHT);
            None
        }
    }
}

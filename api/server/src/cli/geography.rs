//! What can be imported about places.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Which areas there are, or a file of them.
#[derive(Debug, Args)]
pub struct Areas {
    /// What to do
    #[command(subcommand)]
    pub command: AreasCommand,
}

/// What to do with areas.
#[derive(Debug, Subcommand)]
pub enum AreasCommand {
    /// Put the areas of one kind that a file has in the place of those that were there
    ///
    /// GeoJSON in degrees (WGS 84): a FeatureCollection of Polygons and MultiPolygons, with which it is told exactly in
    /// which area a place lies. CSV: the columns code, name, latitude and longitude (or easting and northing), and kind
    /// if it holds several. Properties called as the Office for National Statistics calls them (WD24CD, WD24NM) are
    /// found; others are named with --code and --name. Places are told by areas of the kind `ward`.
    Import {
        /// The file: .geojson, .json or .csv
        file: PathBuf,
        /// What sort of areas they are
        #[arg(long, default_value = "ward")]
        kind: String,
        /// The property or column with the code
        #[arg(long, value_name = "NAME")]
        code: Option<String>,
        /// The property or column with the name
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// Whose the data are
        #[command(flatten)]
        terms: Terms,
    },
}

/// Figures by area.
#[derive(Debug, Args)]
pub struct Indicators {
    /// What to do
    #[command(subcommand)]
    pub command: IndicatorsCommand,
}

/// What to do with indicators.
#[derive(Debug, Subcommand)]
pub enum IndicatorsCommand {
    /// Put the figures that a CSV has in the place of what was there of that indicator
    ///
    /// The columns are area, value and, if it holds several, indicator and period; others are named with options. Where
    /// the figures are of smaller areas, a lookup says in which greater one each lies, and the greater one gets their
    /// mean: every row of the lookup counts the same, so that a list of postcodes weighs by postcodes, unless weights are
    /// named. `population` is what services are counted by.
    Import(ImportIndicator),
}

/// Which indicator to import.
#[derive(Debug, Args)]
pub struct ImportIndicator {
    /// The file of figures
    pub file: PathBuf,
    /// What the figures are of, as a code
    #[arg(long, default_value = "digital-exclusion")]
    pub indicator: String,
    /// The column with the area's code [default: area]
    #[arg(long, value_name = "COLUMN")]
    pub area: Option<String>,
    /// The column with the figure [default: value]
    #[arg(long, value_name = "COLUMN")]
    pub value: Option<String>,
    /// The column with the weight of a smaller area, such as how many people live there
    #[arg(long, value_name = "COLUMN", requires = "lookup")]
    pub weight: Option<String>,
    /// The time that the figures are of, such as 2024
    #[arg(long)]
    pub period: Option<String>,
    /// A lower figure is of a greater need, as with ranks and deciles of deprivation
    #[arg(long)]
    pub lower_is_worse: bool,
    /// A CSV that says in which greater area each smaller one lies
    #[arg(long, value_name = "FILE", requires_all = ["from", "to"])]
    pub lookup: Option<PathBuf>,
    /// The lookup's column with the smaller area's code
    #[arg(long, value_name = "COLUMN", requires = "lookup")]
    pub from: Option<String>,
    /// The lookup's column with the greater area's code
    #[arg(long, value_name = "COLUMN", requires = "lookup")]
    pub to: Option<String>,
    /// The lookup's column with a weight [default: every row counts the same]
    #[arg(long, value_name = "COLUMN", requires = "lookup")]
    pub lookup_weight: Option<String>,
    /// Whose the data are
    #[command(flatten)]
    pub terms: Terms,
}

/// The register of postcodes.
#[derive(Debug, Args)]
pub struct Postcodes {
    /// What to do
    #[command(subcommand)]
    pub command: PostcodesCommand,
}

/// What to do with postcodes.
#[derive(Debug, Subcommand)]
pub enum PostcodesCommand {
    /// Put the postcodes that a file has in the place of the register that was there
    ///
    /// The forms are those of the ONS Postcode Directory (with a header) and of Code-Point Open (without one), as CSV or
    /// in the zip in which they come. Points on the National Grid are turned into WGS 84 by a transformation that is
    /// good to five metres. Postcodes that are no longer in use, or have no position, are left out.
    Import {
        /// The file: .csv or .zip
        file: PathBuf,
        /// Whose the data are
        #[command(flatten)]
        terms: Terms,
    },
}

/// Whose data are.
#[derive(Debug, Args)]
pub struct Terms {
    /// What the data are called, for people
    #[arg(long)]
    pub title: Option<String>,
    /// How they were made, and what they mean
    #[arg(long)]
    pub description: Option<String>,
    /// Their licence; that of the Office for National Statistics and the Ordnance Survey, unless another is named
    #[arg(long, default_value = "OGL-UK-3.0")]
    pub licence: String,
    /// The words that must go with them, such as "Contains OS data © Crown copyright and database right 2025"
    #[arg(long)]
    pub attribution: Option<String>,
}

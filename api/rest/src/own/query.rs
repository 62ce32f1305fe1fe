//! What is wanted, as conditions of the catalog.

use actix_web::HttpRequest;
use catalog::{ListKind, Near, Query};
use chrono::{DateTime, Utc};

use super::Shape;
use crate::{
    accept,
    asked::{Form, Identifier, Named, Origin, PlaceInOrder, Value as _, Wanted},
    problem::{Problem, ProblemType},
    query,
    reader::Reader,
};

impl Wanted {
    /// The conditions on a list. Former ids stand for what they became.
    pub(crate) fn query(&self, kind: ListKind, reader: &Reader) -> Result<Query, Problem> {
        let current = |id: &Identifier| reader.current(id.0);
        let names = |names: &[Named]| names.iter().map(|name| name.0.clone()).collect::<Vec<_>>();
        Ok(Query {
            text: self.q.as_ref().map(|words| words.0.clone()),
            near: self.circle(reader)?,
            bounds: self.bbox.map(|bounds| bounds.0),
            outline: self.polygon.as_ref().map(|outline| outline.0.clone()),
            open_at: self.open_at(reader),
            covers: self.covers.as_ref().map(|postcode| postcode.0.clone()),
            age: self.age.map(|age| age.0),
            free: self.cost.is_some(),
            languages: names(&self.language),
            accessibility: names(&self.accessibility),
            topics: names(&self.topic),
            areas: names(&self.ward),
            need: self.need.as_ref().map(|code| code.0.clone()),
            circumstances: self.circumstance.iter().map(|code| code.0.clone()).collect(),
            taxonomy_ids: self.taxonomy.iter().map(current).collect(),
            organization_id: self.organization.as_ref().map(current),
            source: self.source.as_ref().map(|source| source.0.clone()),
            status: self.status.as_ref().map(|status| status.0.clone()),
            assured_since: self.assured_since.map(|day| day.0),
            modified_after: self.modified_since.map(|moment| moment.0),
            parent_id: self.parent.as_ref().map(current),
            top_only: self.top_only.0,
            sort: self.sort.map(|sort| sort.0),
            facets: self.facets.iter().map(|facet| facet.0).collect(),
            cursor: self.cursor.as_ref().map(PlaceInOrder::cursor).transpose()?,
            ..Query::new(kind)
        })
    }

    /// The moments at which it must be open.
    fn open_at(&self, reader: &Reader) -> Vec<DateTime<Utc>> {
        let at = self.open_at.as_ref().map(|at| at.moment());
        at.into_iter().chain(self.open_now.0.then(|| reader.now())).collect()
    }

    /// Whether the answer moves with the clock or with what is known of holidays, so that no tag of what is published fits it.
    pub(crate) fn goes_by_the_clock(&self) -> bool {
        self.open_now.0 || self.open_at.is_some()
    }

    /// The circle to look in: as wide as the earth where no distance is given.
    fn circle(&self, reader: &Reader) -> Result<Option<Near>, Problem> {
        let Some(origin) = &self.near else {
            let alone = "left out, or sent with `near`";
            return self
                .within
                .map_or(Ok(None), |metres| Err(Problem::parameter("within", &metres.0.to_string(), alone)));
        };
        let (latitude, longitude) = match origin {
            Origin::Point(latitude, longitude) => (*latitude, *longitude),
            Origin::Postcode(postcode) => {
                let known = reader.snapshot.postcode_centroid(postcode);
                known.ok_or_else(|| query::unknown_postcode("near", postcode))?
            }
            Origin::Place(name) => {
                let place = reader.snapshot.locate(name);
                let place = place.ok_or_else(|| Problem::unknown_name("near", name, Origin::ALLOWED))?;
                (place.latitude, place.longitude)
            }
        };
        let metres = self.within.map_or(Near::ANYWHERE, |metres| metres.0.into());
        Ok(Some(Near { latitude, longitude, metres }))
    }

    /// The form that is asked for: by its name, else by what the reader takes.
    pub(crate) fn form(&self, request: &HttpRequest) -> Result<Form, Problem> {
        if let Some(form) = self.format {
            return Ok(form);
        }
        let offers = Form::ALL.map(|(_, _, media_type)| media_type);
        let best = accept::best(request, &offers);
        let form = Form::ALL.into_iter().find(|(_, _, media_type)| Some(*media_type) == best);
        let none = || {
            let detail = format!("`Accept` rules out all that there is: {}", offers.join(", "));
            Problem::new(&ProblemType::NOT_ACCEPTABLE, detail).with("available", offers.to_vec())
        };
        form.map(|(form, ..)| form).ok_or_else(none)
    }

    /// How each result is written.
    pub(crate) fn shape(&self) -> Shape {
        Shape {
            fields: self.fields.iter().map(|name| name.0.clone()).collect(),
            include: self.include.clone(),
            with_kind: false,
        }
    }
}

use model::{RecordKey, SourceId};
use proptest::prelude::*;

use super::*;
use crate::compare_place::compare_positions;
use crate::{AddressLines, Band, MatchModel, Statement, fit_to, read, score, unfitted};

fn degrees() -> impl Strategy<Value = (f64, f64)> {
    prop_oneof![
        (-90.0..90.0, -180.0..180.0),
        (50.0..50.1, -4.1..-4.0),
        (50.0..50.002, -4.002..-4.0),
        (-0.01..0.01, prop_oneof![179.99..180.0, -180.0..-179.99]),
    ]
}

/// Places that have much in common.
fn places(subject: Subject) -> impl Strategy<Value = Vec<Statement>> {
    let name =
        "(Ford|Efford|St Marys|Tregarth|Penrose|) ?(Library|Hall|Church|Ward [34]|Tregarth)( Plymouth)?";
    let address =
        prop::option::of(("[1-3]? ?(Alfred Rd|High St|Alma Rd)", prop::option::of("PL[12] 1A[BD]")));
    let reach = ("0175266800[0-3]|", "(info|a)@(a|b).example|x@gmail.com|", "https://(a|b).example/|");
    let place = (name, address, prop::option::of(degrees()), reach);
    prop::collection::vec(place, 2..25).prop_map(move |places| {
        let read = |(at, (name, address, position, (phone, email, url)))| {
            let source = SourceId::new(&format!("s{}", at % 3)).unwrap();
            let key = RecordKey::new(source, subject.kind(), format!("{at}"));
            let mut place = Statement::new(key, subject);
            let line =
                |(street, postcode): (String, Option<String>)| AddressLines { lines: vec![street], postcode };
            place.addresses.extend(Option::map(address, line));
            (place.name, place.position) = (Some(name), position);
            place.phones.push(phone);
            place.emails.push(email);
            place.urls.push(url);
            place
        };
        places.into_iter().enumerate().map(read).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_position_never_comes_to_more_than_its_ceiling(a in degrees(), b in degrees()) {
        let scale = Scale::of(MatchModel::shipped(), Subject::Place);
        #[expect(clippy::cast_possible_truncation, reason = "as in the code")]
        let brief = |(north, east): (f64, f64)| Brief { position: (north as f32, east as f32), ..Brief::default() };
        let level = compare_positions(Some(a), Some(b)).unwrap();
        prop_assert!(brief(a).position(&brief(b), &scale) >= scale.weight(Property::Position, level));
    }

    #[test]
    fn nothing_is_left_out_that_the_full_comparison_would_keep(
        subject in prop::sample::select(vec![Subject::Organization, Subject::Location, Subject::Service, Subject::Place]),
        statements in places(Subject::Place),
    ) {
        let as_subject = |mut statement: Statement| { statement.subject = subject; statement };
        let statements: Vec<Statement> = statements.into_iter().map(as_subject).collect();
        let model = unfitted(MatchModel::shipped(), subject, Vec::new());
        let mut features = read(&statements, model.weights(subject));
        let model = fit_to(model, subject, &mut features);
        let scale = Scale::of(&model, subject);
        let briefs = Briefs::of(&scale, &features);
        for (a, first) in (0_u32..).zip(&features) {
            for (b, second) in (0_u32..).zip(&features).skip(a as usize + 1) {
                if score(&model, first, second).band > Band::No {
                    prop_assert!(may_matter(&scale, first, second) && briefs.may_matter(a, b));
                }
            }
        }
    }

    #[test]
    fn records_weighed_anew_are_as_if_read_under_the_fitted_model(statements in places(Subject::Place)) {
        let model = unfitted(MatchModel::shipped(), Subject::Place, Vec::new());
        let mut weighed = read(&statements, model.weights(Subject::Place));
        let fitted = fit_to(model, Subject::Place, &mut weighed);
        let read = read(&statements, fitted.weights(Subject::Place));
        prop_assert_eq!(format!("{weighed:?}"), format!("{read:?}"));
    }
}

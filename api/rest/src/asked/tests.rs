use super::*;

fn refusal<T: DeserializeOwned + std::fmt::Debug>(query: &str) -> serde_json::Value {
    serde_json::from_str(&read::<T>(query).unwrap_err().document(None)).unwrap()
}

#[test]
fn a_list_that_is_asked_without_parameters_is_its_first_page() {
    let paging: Paging = read("").unwrap();
    assert_eq!(paging.page.0, 1);
    assert!(paging.per_page.is_none());
    assert_eq!(paging.format, Format::Json);
}

#[test]
fn unknown_parameters_are_left_alone() {
    let filter: Filter = read("utm_source=x&day=MO&page=abc").unwrap();
    assert_eq!(filter.day.len(), 1);
}

#[test]
fn days_may_be_repeated_or_separated_by_commas() {
    for query in ["day=MO&day=TU", "day=MO,TU", "day=mo,%20tu"] {
        let filter: Filter = read(query).unwrap();
        assert_eq!(filter.day.iter().map(|day| day.0).collect::<Vec<_>>(), ["MO", "TU"], "{query}");
    }
}

#[test]
fn a_refusal_names_the_parameter_the_value_and_what_is_allowed() {
    let problem = refusal::<Paging>("per_page=500");
    assert_eq!(problem["parameter"], "per_page");
    assert_eq!(problem["value"], "500");
    assert_eq!(problem["allowed"], "a whole number from 1 to 100");
    assert_eq!(problem["status"], 400);
}

#[test]
fn every_malformed_value_is_refused_by_the_name_of_its_parameter() {
    for query in ["page=abc", "page=0", "page=-1", "page=", "page=99999999999", "format=xml", "page=1&page=2"]
    {
        let name = query.split('=').next().unwrap();
        assert_eq!(refusal::<Paging>(query)["parameter"], name, "{query}");
    }
    let malformed = [
        "taxonomy_term_id=x",
        "taxonomy_id=1,2",
        "organization_id=",
        "modified_after=yesterday",
        "minimum_age=-1",
        "maximum_age=inf",
        "day=Someday",
        "start_time=25:00",
        "end_time=9:00",
        "postcode=PL1",
        "proximity=near",
    ];
    for query in malformed {
        let name = query.split('=').next().unwrap();
        assert_eq!(refusal::<Filter>(query)["parameter"], name, "{query}");
    }
}

#[test]
fn moments_are_read_with_an_offset_in_utc_or_as_a_date() {
    for text in
        ["2026-01-31T00:00:00Z", "2026-01-31T01:00:00%2B01:00", "2026-01-31T01:00:00+01:00", "2026-01-31"]
    {
        let filter: Filter = read(&format!("modified_after={text}")).unwrap();
        assert_eq!(filter.modified_after.unwrap().0.to_rfc3339(), "2026-01-31T00:00:00+00:00", "{text}");
    }
}

//! The small directory with the council's website beside it, held against it twice; and who asks.

use std::{collections::BTreeMap, sync::Arc};

use access::{Access, AccessSettings, NewClient, Stewards};
use actix_web::http::header;
use chrono::TimeDelta;
use harvest::SourceConfig;
use model::{
    FixedClock, Kind, SourceId, Visibility,
    alignment::{AlignedPage, Alignment, Evidence, PageEntity, Relation, Verdict, VerdictKind, VerdictState},
};
use reconcile::{Bell, Desk};
use serde_json::{Value, json};
use store::AlignmentOutcome;
use uuid::Uuid;

use crate::{
    directory::{self, Directory, LENDING, LIBRARY, now, source},
    transport,
};

pub(crate) const SITE: &str = "council-website";
pub(crate) const LIBRARIES: &str = "https://www.plymouth.gov.uk/libraries/central";
pub(crate) const TEA: &str = "https://www.plymouth.gov.uk/news/tea";
const DESCRIBED: &str = r#"
    name = "The council's website"
    format = "website"
    sitemap = "https://www.plymouth.gov.uk/sitemap.xml"
    licence = { id = "OGL-UK-3.0" }
"#;
const STEWARD: &str = "a steward's long enough token";

/// A directory with websites, for as long as it is held.
pub(crate) struct Websites {
    directory: Directory,
    pub(crate) access: Access,
    state: graphql::State,
}

impl Websites {
    /// The websites held against the directory twice: what stands at the end was not there at first.
    pub(crate) fn aligned() -> Self {
        let websites = Self::new();
        let before = Alignment { at: now() - TimeDelta::days(1), pages: 1, ..figures() };
        websites.align(AlignmentOutcome { summary: before, ..AlignmentOutcome::default() });
        websites.align(AlignmentOutcome { pages: pages(), verdicts: verdicts(), summary: figures() });
        websites
    }

    /// Nothing was looked at yet.
    pub(crate) fn new() -> Self {
        let directory = Directory::new();
        let site = SourceConfig::read(DESCRIBED, SITE.as_ref()).unwrap();
        let described = serde_json::to_value(site).unwrap();
        directory.store.put_source(&source(SITE, Visibility::Public), &described).unwrap();
        let clock = Arc::new(FixedClock::at(now()));
        let stewards = Stewards::with_token(STEWARD, Some("Ann of the web team")).unwrap();
        let settings = AccessSettings { stewards, ..AccessSettings::default() };
        let access = Access::new(directory.store.clone(), clock.clone(), &settings).unwrap();
        let desk = Desk::new(directory.store.clone(), clock, Bell::default());
        let state = graphql::State::default();
        state.give(directory.schema.clone().with_desk(desk, access.clone()));
        Self { directory, access, state }
    }

    pub(crate) fn align(&self, outcome: AlignmentOutcome) {
        let basis = self.directory.store.alignment_basis("test", &[]).unwrap();
        self.directory.store.align(&basis, |_| outcome).unwrap();
    }

    /// The whole answer to anyone, or to whoever shows a token.
    pub(crate) async fn answer(&self, query: &str, token: Option<&str>) -> Value {
        let mut request = transport::post(&json!({ "query": query }));
        if let Some(token) = token {
            request = request.insert_header((header::AUTHORIZATION, format!("Bearer {token}")));
        }
        transport::ask(self.state.clone(), request).await.body
    }

    /// What anyone is told.
    pub(crate) async fn told(&self, query: &str) -> Value {
        whole(query, self.answer(query, None).await)
    }

    /// What a steward is told.
    pub(crate) async fn shown(&self, query: &str) -> Value {
        whole(query, self.answer(query, Some(STEWARD)).await)
    }

    /// Why anyone, or whoever shows a token, is not told.
    pub(crate) async fn refused(&self, query: &str, token: Option<&str>) -> String {
        let answer = self.answer(query, token).await;
        answer["errors"][0]["message"].as_str().unwrap_or_else(|| panic!("{query}: {answer}")).to_owned()
    }

    /// Why a steward is not told.
    pub(crate) async fn refused_to_steward(&self, query: &str) -> String {
        self.refused(query, Some(STEWARD)).await
    }

    /// The token of a program that may do this and nothing else.
    pub(crate) fn token(&self, scopes: &str) -> String {
        let new = NewClient {
            name: "A program".to_owned(),
            scopes: scopes.parse().unwrap(),
            sources: Default::default(),
        };
        let made = self.access.create_client(&new).unwrap();
        self.access.grant(&made.client, None).unwrap().token
    }
}

fn whole(query: &str, mut answer: Value) -> Value {
    assert_eq!(answer.get("errors"), None, "{query}");
    answer["data"].take()
}

fn site() -> SourceId {
    SourceId::new(SITE).unwrap()
}

fn figures() -> Alignment {
    Alignment {
        at: now(),
        pages: 2,
        aligned_pages: 1,
        entities: 27,
        aligned_entities: 2,
        facts: 4,
        agreeing: 3,
        duplicates: 0,
        conflicts: 1,
        verdicts: BTreeMap::from([(VerdictKind::Conflict, 1), (VerdictKind::PageWithoutEntry, 1)]),
        consistency: Some(0.75),
    }
}

fn pages() -> Vec<(AlignedPage, Vec<String>)> {
    let told = |entity, kind, name: &str, relation, score| PageEntity {
        entity,
        kind,
        name: name.to_owned(),
        relation,
        score,
        why: vec![format!("it is called {name}")],
        called: name.to_owned(),
        place: "Central Library › Contact".to_owned(),
    };
    let libraries = page(
        LIBRARIES,
        "libraries",
        vec![
            told(LIBRARY, Kind::Location, "Central Library", Relation::About, 0.99),
            told(LENDING, Kind::Service, "Book lending", Relation::Mentions, 0.8),
        ],
    );
    [libraries, page(TEA, "news", Vec::new())].map(|page| (page.clone(), vec![page.key])).into()
}

fn page(address: &str, section: &str, entities: Vec<PageEntity>) -> AlignedPage {
    AlignedPage {
        key: address.replace("https://www.", ""),
        address: address.to_owned(),
        addresses: Vec::new(),
        source: site(),
        title: format!("All about {section}"),
        section: section.to_owned(),
        modified: Some("2026-07-01".to_owned()),
        edit: Some(format!("{address}/edit")),
        noindex: false,
        news: section == "news",
        own: Vec::new(),
        entities,
    }
}

/// The id of the verdict of a kind.
pub(crate) fn id(kind: VerdictKind) -> Uuid {
    Verdict::id_of(kind, &site(), "", "", "")
}

fn verdicts() -> Vec<Verdict> {
    let conflict = Verdict {
        page: Some(LIBRARIES.to_owned()),
        entity: Some(LENDING),
        entity_kind: Some(Kind::Service),
        entity_name: Some("Book lending".to_owned()),
        field: Some("phones".to_owned()),
        page_value: Some("01752 305900".to_owned()),
        entity_value: Some("01752 305901".to_owned()),
        section: Some("libraries".to_owned()),
        topics: vec!["libraries".to_owned()],
        evidence: Evidence {
            why: vec!["the page names it".to_owned()],
            place: Some("Central Library › Contact".to_owned()),
            newer: Some("page".to_owned()),
            page_changed: Some("2026-07-01".to_owned()),
            entity_changed: Some("2026-02-01".to_owned()),
            agree_with_entity: vec![SourceId::new("library-service").unwrap()],
            ..Evidence::default()
        },
        ..verdict(VerdictKind::Conflict, VerdictState::Open)
    };
    let missing = Verdict {
        page: Some(TEA.to_owned()),
        field: Some("Tea at four".to_owned()),
        section: Some("news".to_owned()),
        evidence: Evidence { draft: Some(r#"{"name":"Tea at four"}"#.to_owned()), ..Evidence::default() },
        found: directory::now() + TimeDelta::hours(1),
        ..verdict(VerdictKind::PageWithoutEntry, VerdictState::Accepted)
    };
    vec![missing, conflict, verdict(VerdictKind::BrokenLink, VerdictState::Closed)]
}

fn verdict(kind: VerdictKind, state: VerdictState) -> Verdict {
    Verdict {
        id: id(kind),
        kind,
        source: site(),
        page: None,
        page_title: None,
        entity: None,
        entity_kind: None,
        entity_name: None,
        field: None,
        page_value: None,
        entity_value: None,
        score: 0.9,
        evidence: Evidence::default(),
        action: "find out which is right".to_owned(),
        section: None,
        topics: Vec::new(),
        edit: None,
        state,
        owner: None,
        decision: None,
        found: now(),
        changed: now(),
        closed: (state == VerdictState::Closed).then(now),
    }
}

use access::{Caller, Scope};
use actix_web::{HttpRequest, HttpResponse, get, web};
use model::alignment::VerdictState;
use store::VerdictFilter;

use ::web::{AlignmentFilter, AlignmentPage};

use crate::{
    asked::{Asked, ReportAsked},
    caller::off_the_loop,
    document::pages::AlignmentShown,
    pages,
    problem::Problem,
    signing_in,
    state::State,
};

/// How many verdicts stand on one page.
const SIZE: usize = 50;
/// How many alignments are told of.
const HISTORY: i64 = 8;

/// Shows how websites stand to the directory
///
/// The report as a page, for whoever looks after a website: what is new since last week first, each with what to do and a
/// link to edit the page. Whoever signs in as a steward also sees who looks after what, and decides.
#[utoipa::path(
    operation_id = "showAlignment",
    tag = "alignment",
    params(ReportAsked),
    responses(AlignmentShown),
    security((), ("client" = []), ("steward" = []))
)]
#[get("/alignment")]
async fn show_alignment(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(asked): Asked<ReportAsked>,
) -> Result<HttpResponse, Problem> {
    let Ok(caller) = signing_in::signed_in(&request, &state).await else { return Ok(signing_in::ask()) };
    let steward = caller.filter(may_look);
    if asked.sign_in && steward.is_none() {
        return Ok(signing_in::ask());
    }
    let offset = asked.offset.usize();
    let (form, filter) = filter(&asked, steward.is_some())?;
    let (desk, start) = (state.desk()?, i64::try_from(offset).unwrap_or(i64::MAX));
    let (history, (verdicts, total)) = off_the_loop(move || {
        let history = desk.alignments(HISTORY)?;
        Ok::<_, store::StoreError>((history, desk.verdicts(&filter, SIZE as i64, start)?))
    })
    .await?;
    let (base, path) = (state.base(&request), state.path(pages::REPORT));
    let rest = offset + verdicts.len();
    let next = ((rest as u64) < total).then(|| format!("{path}?{}", asked.from(rest)));
    let page = ::web::alignment(AlignmentPage {
        base: &base,
        now: state.now(),
        history: &history,
        verdicts: &verdicts,
        total,
        filter: &form,
        next: next.as_deref(),
        steward: steward.as_ref().map(|caller| caller.name.as_str()),
        path: &path,
    });
    Ok(pages::fresh(HttpResponse::Ok(), page))
}

fn may_look(caller: &Caller) -> bool {
    caller.may(Scope::PrivateRead) && caller.may(Scope::JudgementsWrite)
}

/// The longest name that the form asks by, in characters.
const LONGEST: usize = 200;

/// What was asked, for the form and for the desk. What a form leaves empty does not matter.
fn filter(asked: &ReportAsked, is_steward: bool) -> Result<(AlignmentFilter, VerdictFilter), Problem> {
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    for (name, text) in [("section", &asked.section), ("topic", &asked.topic), ("owner", &asked.owner)] {
        if text.chars().count() > LONGEST {
            return Err(Problem::parameter(name, text, &format!("at most {LONGEST} characters")));
        }
    }
    let kind = some(&asked.kind)
        .map(|kind| kind.parse().map_err(|error| Problem::parameter("kind", &kind, &format!("{error}"))));
    let state = some(&asked.state)
        .map(|state| state.parse().map_err(|error| Problem::parameter("state", &state, &format!("{error}"))));
    let owner = some(&asked.owner).filter(|_| is_steward);
    let form = AlignmentFilter {
        kind: asked.kind.clone(),
        state: asked.state.clone(),
        section: asked.section.clone(),
        topic: asked.topic.clone(),
        owner: owner.clone().unwrap_or_default(),
    };
    let filter = VerdictFilter {
        kinds: kind.transpose()?.into_iter().collect(),
        states: state
            .transpose()?
            .map_or_else(|| vec![VerdictState::Open, VerdictState::Accepted], |state| vec![state]),
        section: some(&asked.section),
        topic: some(&asked.topic),
        owner,
        newest_first: true,
        ..VerdictFilter::default()
    };
    Ok((form, filter))
}

//! Who asks, and what they may do.

use std::{convert::Infallible, future::Future, marker::PhantomData, pin::Pin};

use access::{Access, Caller, Class, GrantError, Refusal, Scope, Standing};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header, web};
use model::SourceId;
use reconcile::{Desk, matches::Audience};

use crate::{
    limits,
    problem::{Problem, ProblemType},
    reader::state_of,
    state::State,
};

/// Something that not everybody may do.
pub(crate) trait Right {
    /// The scope that it needs.
    const SCOPE: Scope;
}

macro_rules! rights {
    ($($(#[$doc:meta])* $name:ident $scope:ident)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub(crate) struct $name;

            impl Right for $name {
                const SCOPE: Scope = Scope::$scope;
            }
        )+
    };
}

rights! {
    /// Reading what is not published.
    PrivateReading PrivateRead
    /// Deciding matches and correcting facts.
    Judging JudgementsWrite
    /// Writing records of one's own sources.
    RecordWriting RecordsWrite
    /// Letting sources join, change and leave.
    SourceAdmin SourcesAdmin
    /// Making clients and reading the log of writes.
    ClientAdmin ClientsAdmin
}

/// Someone who may do this, and what they sent, which is not read before they are let in.
#[derive(Debug)]
pub(crate) struct Permitted<R, B = ()> {
    /// Who.
    pub(crate) caller: Caller,
    /// Where it is noted what they write, and where clients are kept.
    pub(crate) access: Access,
    /// The desk.
    pub(crate) desk: Desk,
    /// What they sent.
    pub(crate) sent: B,
    right: PhantomData<R>,
}

impl<R, B> FromRequest for Permitted<R, B>
where
    R: Right,
    B: FromRequest,
    Problem: From<B::Error>,
{
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let state = state_of(&request)?;
            let caller = admit(&request, &state).await?.ok_or(Refusal::Missing);
            let caller = caller.map_err(|refusal| challenge(refusal, R::SCOPE))?;
            caller.needs(R::SCOPE)?;
            let sent = B::from_request(&request, &mut payload).await?;
            Ok(Self { caller, access: state.access()?, desk: state.desk()?, sent, right: PhantomData })
        })
    }
}

impl<R, B> Permitted<R, B> {
    /// Who, and what they sent.
    pub(crate) fn split(self) -> (Permitted<R>, B) {
        let Self { caller, access, desk, sent, right } = self;
        (Permitted { caller, access, desk, sent: (), right }, sent)
    }
}

/// Where nothing is read, nothing is wrong with it.
impl From<Infallible> for Problem {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// Whoever asks at the desk.
#[derive(Debug)]
pub(crate) struct Visitor {
    /// Who they are, if they said so.
    pub(crate) caller: Option<Caller>,
    /// How much they may see.
    pub(crate) audience: Audience,
    /// The desk.
    pub(crate) desk: Desk,
}

impl Visitor {
    /// How much they may see of a source: all of it where it is one of their own.
    pub(crate) fn audience_of(&self, source: &SourceId) -> Audience {
        match &self.caller {
            Some(caller) if caller.may(Scope::RecordsWrite) && caller.owns(source) => Audience::Steward,
            _ => self.audience,
        }
    }

    /// Refuses whoever may not look at everything.
    pub(crate) fn needs_all(&self) -> Result<(), Problem> {
        let caller = self.caller.as_ref().ok_or(Refusal::Missing);
        let caller = caller.map_err(|refusal| challenge(refusal, Scope::PrivateRead))?;
        Ok(caller.needs(Scope::PrivateRead)?)
    }

    /// Refuses whoever may look neither at everything nor at this source, which would have to be their own.
    pub(crate) fn needs_insight(&self, source: &SourceId) -> Result<(), Problem> {
        let caller = self.caller.as_ref().ok_or(Refusal::Missing);
        let caller = caller.map_err(|refusal| challenge(refusal, Scope::PrivateRead))?;
        match caller.may(Scope::PrivateRead) {
            true => Ok(()),
            false if caller.may(Scope::RecordsWrite) => Ok(caller.needs_source(source)?),
            false => Ok(caller.needs(Scope::PrivateRead)?),
        }
    }
}

impl FromRequest for Visitor {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let state = state_of(&request)?;
            let caller = admit(&request, &state).await?;
            let sees_all = caller.as_ref().is_some_and(|caller| caller.may(Scope::PrivateRead));
            let audience = if sees_all { Audience::Steward } else { Audience::Anyone };
            Ok(Self { caller, audience, desk: state.desk()? })
        })
    }
}

/// Who sent the request, if they say so; their client's limit counts it.
pub(crate) async fn admit(
    request: &HttpRequest,
    state: &web::Data<State>,
) -> Result<Option<Caller>, Problem> {
    let authorization = request.headers().get(header::AUTHORIZATION);
    let Some(sent) = authorization.and_then(|value| value.to_str().ok()).map(str::to_owned) else {
        return Ok(None);
    };
    let access = state.access()?;
    let caller = off_the_loop(move || access.admit_anyone(Some(&sent))).await?;
    if let Some(caller) = &caller {
        count(request, state, caller)?;
    }
    Ok(caller)
}

/// Counts a request of someone who said who they are, and refuses it beyond their limit.
pub(crate) fn count(request: &HttpRequest, state: &State, caller: &Caller) -> Result<(), Problem> {
    if let Some(standing) = state.limits().count(Class::Client, caller.key()) {
        request.extensions_mut().insert::<Standing>(standing);
        limits::refuse_beyond(standing)?;
    }
    Ok(())
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let told = refusal.to_string();
        match refusal {
            Refusal::Missing => Self::new(&ProblemType::TOKEN_REQUIRED, told)
                .header(header::WWW_AUTHENTICATE, "Bearer realm=\"directory\""),
            Refusal::Invalid(_) => Self::new(&ProblemType::TOKEN_REQUIRED, told)
                .header(header::WWW_AUTHENTICATE, "Bearer realm=\"directory\", error=\"invalid_token\""),
            Refusal::Scope(scope) => Self::new(&ProblemType::INSUFFICIENT_SCOPE, told).header(
                header::WWW_AUTHENTICATE,
                format!("Bearer realm=\"directory\", error=\"insufficient_scope\", scope=\"{scope}\""),
            ),
            Refusal::Source(source) => {
                Self::new(&ProblemType::FOREIGN_SOURCE, told).with("source", source.as_str())
            }
            Refusal::Unavailable(_) => {
                Self::new(&ProblemType::NOT_READY, told).header(header::RETRY_AFTER, "5")
            }
        }
    }
}

/// Which of the two it is is not told, so that nobody learns which clients there are.
impl From<GrantError> for Problem {
    fn from(error: GrantError) -> Self {
        match error {
            GrantError::InvalidClient => {
                Self::new(&ProblemType::WRONG_SECRET, "The client is not known, or its secret is another")
            }
            GrantError::InvalidScope(_) => Self::new(&ProblemType::INSUFFICIENT_SCOPE, error.to_string()),
            GrantError::Access(error) => error.into(),
        }
    }
}

/// The problem of who showed no token, with the scope that one would need.
fn challenge(refusal: Refusal, scope: Scope) -> Problem {
    Problem::from(refusal)
        .header(header::WWW_AUTHENTICATE, format!("Bearer realm=\"directory\", scope=\"{scope}\""))
}

/// Does what blocks where blocking is allowed.
pub(crate) async fn off_the_loop<T, E>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, Problem>
where
    T: Send + 'static,
    E: Send + 'static,
    Problem: From<E>,
{
    let cut_off = |_| Problem::new(&ProblemType::INTERNAL, "The work was cut off");
    Ok(web::block(work).await.map_err(cut_off)??)
}

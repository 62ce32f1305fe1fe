//! The demonstration council's website, beside the directory at a port of its own.

use std::{
    net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener},
    path::Path,
    thread,
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    http::{StatusCode, header},
    web,
};
use anyhow::Context;

/// Answers the site's pages for as long as the process lives: at the port that it had when sources were written to a folder
/// before, at the one after the directory's, or at any, whichever is free. Returns the site's address.
///
/// # Errors
///
/// Fails where there is no port, or no thread.
pub fn start(listen: &str, folder: &Path) -> anyhow::Result<String> {
    let after = listen.parse::<SocketAddr>().ok().and_then(|address| address.port().checked_add(1));
    let wanted = earlier(folder).into_iter().chain(after.filter(|port| *port > 1)).chain([0]);
    let main = wanted.into_iter().find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok());
    let main = main.context("the demonstration's website finds no port")?;
    let port = main.local_addr().context("the demonstration's website has no address")?.port();
    // A machine without IPv6 reaches `localhost` by the other.
    let also = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).ok();
    let run = move || {
        if let Err(error) = serve([Some(main), also]) {
            tracing::error!(%error, "the demonstration's website stopped");
        }
    };
    thread::Builder::new().name("site".to_owned()).spawn(run).context("no thread for the website")?;
    Ok(format!("http://{}:{port}", seed::site::HOSTS[0]))
}

/// What was bound answers already: whoever asks before the server is up waits.
fn serve(bound: [Option<TcpListener>; 2]) -> std::io::Result<()> {
    actix_web::rt::System::new().block_on(async {
        let server = HttpServer::new(|| App::new().default_service(web::to(answer)));
        let server = server.workers(1).disable_signals();
        bound.into_iter().flatten().try_fold(server, HttpServer::listen)?.run().await
    })
}

/// The port of the site when its source was written.
fn earlier(folder: &Path) -> Option<u16> {
    let config = ::harvest::read_folder(&folder.join(seed::WEBSITE)).ok()?;
    config.first_address().split(['/', ':']).find_map(|part| part.parse().ok())
}

/// What the site says, or that it is as the client has it.
async fn answer(request: HttpRequest) -> HttpResponse {
    let host = request.connection_info().host().to_owned();
    let answer = seed::site::answer(&host, request.path());
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|tag| tag.to_str().ok());
    let is_known = answer.headers.iter().any(|(name, tag)| *name == "etag" && known == Some(tag));
    let mut response = HttpResponse::build(if is_known { StatusCode::NOT_MODIFIED } else { status });
    for header in answer.headers {
        response.insert_header(header);
    }
    if is_known { response.finish() } else { response.body(answer.body) }
}

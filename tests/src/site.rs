//! A website of the council, as a test wants it.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use crate::directory::Directory;

/// A page as the server has it: its status and its HTML, or where it leads.
#[derive(Clone, Debug)]
struct Held {
    status: u16,
    location: Option<String>,
    body: String,
}

type Pages = Arc<Mutex<BTreeMap<String, Held>>>;

/// A site on a port of its own, with the directory's source for it.
pub(crate) struct Site<'a> {
    directory: &'a Directory,
    port: u16,
    pages: Pages,
}

impl<'a> Site<'a> {
    /// A site without any page.
    pub(crate) fn of(directory: &'a Directory) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let pages = Pages::default();
        let held = Arc::clone(&pages);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let held = Arc::clone(&held);
                thread::spawn(move || answer(stream, &held, port));
            }
        });
        let site = Self { directory, port, pages };
        site.describe("");
        site
    }

    /// Describes the source, with more lines.
    pub(crate) fn describe(&self, more: &str) {
        let toml = format!(
            "name = \"Council website\"\nformat = \"website\"\nsitemap = \"{}\"\nhosts = [\"127.0.0.1\", \
             \"localhost\"]\nallow_private_networks = true\nfull_every = \"1s\"\n{more}\n[licence]\nid = \"OGL-UK-3.0\"\n",
            self.address("/sitemap.xml"),
        );
        self.directory.write("council-website", "source.toml", &toml);
    }

    /// The address of a path.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Publishes a page with this main content below its title.
    pub(crate) fn has(&self, path: &str, title: &str, main: &str) -> &Self {
        let body = format!(
            "<!doctype html><html lang=\"en-GB\"><head><title>{title} | Council</title></head><body>\
             <header><a href=\"/\">Council</a><nav><a href=\"/news\">News</a></nav></header>\
             <main><h1>{title}</h1>{main}</main><footer>Council, 01752 668000</footer></body></html>"
        );
        self.put(path, Held { status: 200, location: None, body })
    }

    /// Takes a page down.
    pub(crate) fn lost(&self, path: &str) -> &Self {
        self.pages.lock().unwrap().remove(path);
        self
    }

    /// Leads from one path to another.
    pub(crate) fn moved(&self, from: &str, to: &str) -> &Self {
        self.put(from, Held { status: 301, location: Some(self.address(to)), body: String::new() })
    }

    fn put(&self, path: &str, held: Held) -> &Self {
        self.pages.lock().unwrap().insert(path.to_owned(), held);
        self
    }

    /// Reads the site, and holds it against the directory.
    pub(crate) fn is_read(&self) -> harvest::RunReport {
        self.directory.clock.advance(chrono::TimeDelta::hours(1));
        let report = self.directory.harvest("council-website", &harvest::Options::default());
        self.directory.aligns();
        report
    }
}

impl Directory {
    /// Holds websites against what is published.
    pub(crate) fn aligns(&self) -> model::alignment::Alignment {
        let desk = reconcile::Desk::new(self.store.clone(), self.clock.clone(), reconcile::Bell::default());
        desk.align().unwrap()
    }
}

fn answer(stream: TcpStream, pages: &Pages, port: u16) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let path = line.split(' ').nth(1).unwrap_or("/").to_owned();
        let mut header = String::new();
        while reader.read_line(&mut header).unwrap_or(0) > 0 && header != "\r\n" {
            header.clear();
        }
        if reply(&stream, pages, &path, port).is_err() {
            return;
        }
    }
}

fn reply(mut stream: &TcpStream, pages: &Pages, path: &str, port: u16) -> std::io::Result<()> {
    let pages = pages.lock().unwrap();
    let (status, media, location, body) = match (path, pages.get(path)) {
        ("/sitemap.xml", _) => (200, "application/xml", None, sitemap(&pages, port)),
        (_, Some(held)) => {
            (held.status, "text/html; charset=utf-8", held.location.clone(), held.body.clone())
        }
        (_, None) => (404, "text/html", None, "<h1>Not here</h1>".to_owned()),
    };
    let location = location.map(|location| format!("Location: {location}\r\n")).unwrap_or_default();
    write!(
        stream,
        "HTTP/1.1 {status} X\r\nContent-Type: {media}\r\n{location}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn sitemap(pages: &BTreeMap<String, Held>, port: u16) -> String {
    let listed = pages.iter().filter(|(_, held)| held.status == 200);
    let urls: String =
        listed.map(|(path, _)| format!("<url><loc>http://127.0.0.1:{port}{path}</loc></url>")).collect();
    format!("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{urls}</urlset>")
}

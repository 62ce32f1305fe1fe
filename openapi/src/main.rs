//! Prints, writes or checks the generated documents.

use anyhow::Context;
use clap::Parser;

/// Prints, writes or checks the documents that describe the directory's interfaces.
#[derive(Parser)]
#[command(name = "openapi", arg_required_else_help = true)]
struct Arguments {
    /// Write every document into its file.
    #[arg(long, conflicts_with_all = ["check", "document"])]
    write: bool,
    /// Fail where a file is out of date.
    #[arg(long, conflicts_with = "document")]
    check: bool,
    /// Print this document, such as v1.json or schema.graphql.
    document: Option<String>,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    if arguments.write {
        openapi::write(openapi::folder())?;
    }
    if arguments.check {
        openapi::check(openapi::folder())?;
    }
    if let Some(name) = arguments.document {
        print!("{}", named(&name)?);
    }
    Ok(())
}

/// The text of the document with that file name.
fn named(name: &str) -> anyhow::Result<String> {
    let documents = openapi::documents()?;
    let names: Vec<_> = documents.iter().map(|document| document.file).collect();
    let unknown = format!("there is no document `{name}`; there are {}", names.join(", "));
    documents
        .into_iter()
        .find(|document| document.file == name)
        .map(|document| document.text)
        .context(unknown)
}

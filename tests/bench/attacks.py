"""Requests that are sent to do harm, each with how it may be answered."""
import gzip
import json
import zlib

from sending import Attack

JSON = ["Content-Type: application/json"]
FORM = ["Content-Type: application/x-www-form-urlencoded"]
NIL = "00000000-0000-0000-0000-000000000000"
TYPED = "abcdefghijklmnopqrstuvwxyz"


def get(name, status, path, *headers):
    return Attack(name, status, "GET", path, headers)


def own(name, status, query):
    return get(name, status, "/v1/services?" + query)


def graph(name, status, query, variables=None):
    body = json.dumps({"query": query, "variables": variables})
    return Attack("graph: " + name, status, "POST", "/graphql", JSON + ["Accept: application/graphql-response+json"], body)


def many(count, one, between=","):
    return between.join(one % number if "%" in one else one for number in range(count))


def word(number, length=9):
    """A word that no directory has."""
    letters = ""
    for _ in range(length):
        number = (number * 1_103_515_245 + 12_345) % 2**31
        letters += TYPED[(number >> 16) % 26]
    return letters


def zigzag(count):
    """A line with so many points that crosses itself at every turn."""
    return [(50 + number * 37 % 90 / 10, -5 + number * 53 % 70 / 10) for number in range(count)]


def addresses():
    points = "+".join(f"{east:g},{north:g}" for north, east in zigzag(1_000))
    return [
        get("a path of 60 KB", 414, "/" + "x" * 60_000),
        get("a path of 1 MB", (400, 414, 431), "/" + "x" * 1_000_000),
        get("10,000 parameters", (400, 414), "/v1/services?" + many(10_000, "p%d=1", "&")),
        get("a search of 10,000 terms", (400, 414), "/v1/services?q=" + many(10_000, "w%d", "+")),
        own("100,000 points", (400, 414, 431), "polygon=" + many(100_000, "-4,50", "+")),
        own("1,000 points, crossing", 200, "polygon=" + points),
        own("points that are no numbers", 400, "polygon=NaN,NaN+inf,0+-inf,0"),
        own("points off the earth", 400, "polygon=1e300,0+0,1e300+0,0"),
        own("a box of no numbers", 400, "bbox=NaN,NaN,NaN,NaN"),
        own("a box around the earth", 200, "bbox=-180,-90,180,90&limit=100"),
        own("near nowhere", 404, "near=1e999,-1e999&within=1"),
        own("near anything", 200, "near=50,-4&within=1000000&sort=distance&limit=100"),
        own("a huge page", 400, "limit=2147483647"),
        own("a number of 7,000 digits", 400, "limit=" + "9" * 7_000),
        own("facets 1,000 times", 400, "facets=" + many(1_000, "status")),
        own("every facet", 200, "facets=topic,organization,status,cost,language,accessibility,ward,source"),
        own("include 100 times", 200, "limit=20&include=" + many(100, "services")),
        own("1,000 fields", 400, "fields=" + many(1_000, "f%d")),
        own("1,000 topics", 400, "topic=" + many(1_000, "t%d")),
        own("1,000 languages", 400, "language=" + many(1_000, "l%d")),
        own("100 taxonomies", 200, "taxonomy=" + many(100, "00000000-0000-4000-8000-%012d")),
        own("a forged cursor", 404, "cursor=" + "A" * 64),
        own("a cursor of 20 KB", 400, "cursor=" + "A" * 20_000),
        own("20 misspelt words", 200, "q=" + "+".join(word(number) for number in range(20))),
        own("misspelt words of 66 letters", 200, "q=" + "+".join(word(number, 66) for number in range(3))),
        own("66 words of two letters", 200, "q=" + "+".join(word(number, 2) for number in range(66))),
        own("a text like a pattern", 200, "q=(a%2B)%2B%24.*.*.*%5B%5Ea-z%5D%7B99%7D"),
        own("quotation marks", 200, "q=" + "%22a" * 60),
        own("NUL and half a surrogate", (200, 400), "q=%00%ED%A0%80"),
        own("the same parameter 6,000 times", (200, 400), many(6_000, "q=a", "&")),
        get("a page far behind", 200, "/oruk/v3/services?page=2147483647&per_page=100"),
        get("a huge page of the standard", 400, "/oruk/v3/services?per_page=1000000"),
        get("an id of 7,000 characters", 400, "/oruk/v3/services/" + "a" * 7_000),
        get("a page for people of no id", 400, "/services/" + "a" * 7_000),
        get("a way out of the folder", (400, 404), "/docs/..%2f..%2f..%2fetc%2fpasswd"),
        get("changes of a year", 400, "/v1/changes?wait=31536000"),
        get("changes after the last", 410, "/v1/changes?after=2147483647"),
        get("sessions of 10,000 years", 400, "/v1/occurrences?from=0001-01-01&to=9999-12-31"),
        get("suggestions for NUL", (200, 400), "/v1/suggest?q=%00"),
        get("a need of 40 words", 200, "/v1/needs?q=" + "+".join(word(number, 4) for number in range(40))),
        Attack("a method of 8 KB", (400, 405), "A" * 8_000, "/v1/services"),
    ]


def headers():
    export = "/oruk/v3/services?format=ndjson&search=" + word(1)
    ranges = "Range: bytes=" + many(2_000, "%d-")
    return [
        get("2,000 ranges", 200, export, ranges),
        get("a range of 10,000 digits", 200, export, "Range: bytes=" + "9" * 10_000 + "-"),
        get("5,000 encodings", 200, "/healthz", "Accept-Encoding: " + many(5_000, "x%d;q=0.1")),
        get("10,000 encodings without end", (200, 400, 431), "/healthz", "Accept-Encoding: " + "gzip," * 10_000),
        get("5,000 media types", 406, "/oruk/v3/services", "Accept: " + many(5_000, "a/b%d;q=0.1")),
        get("5,000 tags", 200, "/oruk/v3/services", "If-None-Match: " + many(5_000, '"%d"')),
        get("5,000 cookies", 200, "/healthz", "Cookie: " + many(5_000, "a%d=b", "; ")),
        get("10,000 headers", (400, 431), "/healthz", *[f"X-{number}: 1" for number in range(10_000)]),
        get("a header of 1 MB", (400, 431), "/healthz", "X-Long: " + "x" * 1_000_000),
        get("a token of 60 KB", 401, "/v1/audit", "Authorization: Bearer " + "a" * 60_000),
        get("an event of 60 KB", 200, "/v1/changes?limit=1", "Last-Event-ID: " + "9" * 60_000),
        get("no HTTP at all", (0, 400), "/ \x00\x01\x02"),
        Attack("two lengths", (200, 400), "GET", "/healthz", ["Content-Length: 5", "Content-Length: 6"]),
        Attack("a length beyond any", (400, 413), "POST", "/graphql", JSON + ["Content-Length: " + "9" * 30]),
        Attack("a chunk beyond any", (400, 408), "POST", "/graphql", JSON + ["Transfer-Encoding: chunked"], "F" * 40 + "\r\n"),
    ]


def bodies():
    check = "/v1/check"
    bomb = zlib.compress(b" " * 50_000_000, 9)
    csv = gzip.compress(b"name,postcode\n" + b"a,b\n" * 1_000_000)
    return [
        Attack("100,000 brackets to query", 400, "POST", "/hsds/v3/services", JSON, "[" * 60_000),
        Attack("20,000 parameters in a form", 200, "POST", "/hsds/v3/services?" + many(1_500, "b%d", "&"), FORM, many(12_000, "%d", "&")),
        Attack("a form of 1 MB", 413, "POST", "/hsds/v3/services", FORM, "a" * 1_000_000),
        Attack("brackets to be checked", 400, "POST", check, JSON, "[" * 100_000),
        Attack("a packed bomb", 415, "POST", check, JSON + ["Content-Encoding: deflate"], bomb),
        Attack("a packed bomb of lines", 415, "POST", check, ["Content-Type: text/csv", "Content-Encoding: gzip"], csv),
        Attack("a zip that is none", (200, 400), "POST", check, ["Content-Type: application/zip"], bomb),
        Attack("a file of this machine", 400, "POST", check, JSON, '{"location":"file:///etc/passwd"}'),
        Attack("a member of 500 KB", 400, "POST", check, JSON, json.dumps({"n" * 500_000: 1})),
        Attack("no UTF-8", 400, "POST", check, JSON, b'{"location":"\xff\xfe"}'),
        Attack("a lone surrogate", 400, "POST", check, JSON, '{"location":"\\ud800"}'),
        Attack("a report of 2 MB", 413, "POST", f"/v1/entities/{NIL}/reports", JSON, "x" * 2_000_000),
        Attack("a token for 100 KB", 400, "POST", "/oauth/token", FORM, "a" * 100_000),
        Attack("3 MB without a token", 401, "POST", "/v1/sources/a/records", JSON, "[" * 3_000_000),
        Attack("a form of 2,000 parts", (400, 401, 404), "POST", "/v1/sources/a/upload",
               ["Content-Type: multipart/form-data; boundary=x"], "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n" * 2_000),
    ]


def graphs():
    services = "query ($f: ServiceFilter) { services(filter: $f) { totalCount } }"
    outline = [{"latitude": north, "longitude": east} for north, east in zigzag(1_000)]
    bomb = " ".join(f"fragment f{n} on Service {{ ...f{n + 1} ...f{n + 1} }}" for n in range(30))
    facets = "facets(by: [TOPIC, WARD, SOURCE]) { facet }"
    entities = "query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }"
    hashed = {"query": "", "extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}}
    return [
        graph("50,000 levels", 400, "{a" * 50_000 + "}" * 50_000),
        graph("15 levels", 400, "{ services { nodes " + "{ organization " * 15 + "{ id }" + " }" * 15 + " } }"),
        graph("10,000 fields", 400, "{ services { nodes { " + "id name " * 4_900 + "} } }"),
        graph("1,000 aliases", 400, "{ " + many(1_000, "a%d: services { totalCount }", " ") + " }"),
        graph("facets 190 times", 400, "{ services { " + many(190, f"a%d: {facets}", " ") + " } }"),
        graph("fragments that double", 400, f"{{ services {{ nodes {{ ...f0 }} }} }} {bomb} fragment f30 on Service {{ id }}"),
        graph("fragments in a circle", 400, "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }"),
        graph("1 MB of directives", 413, "{ __typename " + "@include(if: true) " * 55_000 + "}"),
        graph("10,000 directives", 400, "{ __typename " + "@a" * 10_000 + "}"),
        graph("10,000 variables", 400, "query (" + many(10_000, "$v%d: Int", " ") + ") { __typename }"),
        graph("10,000 values", 400, "{ __typename }", {f"v{number}": number for number in range(10_000)}),
        graph("a huge first", 200, "{ services(first: 2147483647) { totalCount } }"),
        graph("an outline of 1,000 points", 200, services, {"f": {"outline": outline}}),
        graph("an outline of 4,000 points", 200, services, {"f": {"outline": outline * 4}}),
        graph("10,000 terms", 200, "query ($w: String) { services(search: $w) { totalCount } }", {"w": many(10_000, "w%d", " ")}),
        graph("20 searches with slips", 200, "{ " + " ".join(
            f'a{n}: services(search: "{word(n)} {word(n + 40)}") {{ totalCount }}' for n in range(20)) + " }"),
        graph("5,000 ids", 200, services, {"f": {"ids": [NIL] * 5_000}}),
        graph("20,000 languages", 200, services, {"f": {"languages": ["xx"] * 20_000}}),
        graph("1,000 references", 400, entities, {"r": [{"__typename": "Service", "id": NIL}] * 1_000}),
        graph("NUL", 400, "{ services\0 { totalCount } }"),
        graph("half a surrogate", 400, '{ services(search: "\\uD800") { totalCount } }'),
        graph("introspection in circles", 400, "{ __schema { types { " + "fields { type { " * 12 + "name" + " } }" * 12 + " } } }"),
        Attack("graph: 100,000 brackets", 400, "POST", "/graphql", JSON, "[" * 100_000),
        Attack("graph: an unknown hash", (200, 400), "POST", "/graphql", JSON, json.dumps(hashed)),
        Attack("graph: packed", 415, "POST", "/graphql", JSON + ["Content-Encoding: gzip"], gzip.compress(b" " * 10_000_000)),
        get("graph: a mutation by GET", 405, "/graphql?query=mutation%7B__typename%7D"),
        get("graph: 2,000 levels by GET", (200, 400), "/graphql?query=" + "%7Ba" * 2_000),
    ]


def writers(token):
    shown = [f"Authorization: Bearer {token}"]
    batch, one = "/v1/sources/a/records", "/v1/sources/a/records/service/1"
    lines = shown + ["Content-Type: application/x-ndjson"]
    return [
        Attack("steward: two million numbers", 422, "POST", batch, shown + JSON, "[" + "0," * 2_000_000 + "0]"),
        Attack("steward: a million lines", 422, "POST", batch, lines, "0\n" * 1_000_000),
        Attack("steward: brackets", (400, 422), "POST", batch, shown + JSON, "[" * 1_000_000),
        Attack("steward: a record of 2 MB", 413, "PUT", one, shown + JSON, " " * 2_000_000),
        Attack("steward: a member of 900 KB", 400, "POST", "/v1/sources", shown + JSON, json.dumps({"n" * 900_000: 1})),
        Attack("steward: 100,000 judgements", 400, "POST", "/v1/judgements", shown + JSON, "[" + "0," * 100_000 + "0]"),
    ]


def every(token):
    """All of them, in the order in which they are printed."""
    return addresses() + headers() + bodies() + graphs() + writers(token)

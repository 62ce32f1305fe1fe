-- The parts of the geography that were imported: what each is, whose, and how it was made.
CREATE TABLE dataset (
    part TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    body TEXT NOT NULL
);
-- Areas, such as wards. Boundaries are the coordinates of a GeoJSON MultiPolygon.
CREATE TABLE area (
    kind TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    latitude DOUBLE PRECISION NOT NULL,
    longitude DOUBLE PRECISION NOT NULL,
    boundary TEXT,
    PRIMARY KEY (kind, code)
);
-- Counts the imports, so that whoever follows reads the geography again.
INSERT INTO counter (name, value) VALUES ('geography', 0);

-- The register of postcodes in use.
CREATE TABLE postcode (
    code TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    latitude DOUBLE PRECISION NOT NULL,
    longitude DOUBLE PRECISION NOT NULL,
    ward TEXT
);

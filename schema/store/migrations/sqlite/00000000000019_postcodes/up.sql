-- The register of postcodes in use.
CREATE TABLE postcode (
    code TEXT NOT NULL PRIMARY KEY,
    latitude DOUBLE NOT NULL,
    longitude DOUBLE NOT NULL,
    ward TEXT
);

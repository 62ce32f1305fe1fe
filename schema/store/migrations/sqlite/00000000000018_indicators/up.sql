-- Figures that are known of areas.
CREATE TABLE indicator (
    code TEXT NOT NULL,
    area TEXT NOT NULL,
    value DOUBLE NOT NULL,
    period TEXT,
    PRIMARY KEY (code, area)
);

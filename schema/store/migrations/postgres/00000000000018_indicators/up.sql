-- Figures that are known of areas.
CREATE TABLE indicator (
    code TEXT COLLATE "C" NOT NULL,
    area TEXT COLLATE "C" NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    period TEXT,
    PRIMARY KEY (code, area)
);

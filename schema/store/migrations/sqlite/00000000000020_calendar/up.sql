-- Bank holidays and parts of school terms. The counter moves whenever they change.
CREATE TABLE calendar_period (
    kind TEXT NOT NULL CHECK (kind IN ('bank-holiday', 'term')),
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (kind, first_day, name),
    CHECK (first_day <= last_day)
);
INSERT INTO counter (name, value) VALUES ('calendar', 0);

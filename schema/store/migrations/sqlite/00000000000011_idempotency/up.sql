-- What requests that are to be carried out once were answered.
CREATE TABLE idempotent_answer (
    client TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    begun TIMESTAMP NOT NULL,
    answer TEXT,
    PRIMARY KEY (client, key)
);
CREATE INDEX idempotent_answer_begun ON idempotent_answer (begun);

-- The audit trail is asked for by record, and a pair's last judgement before each new one.
CREATE INDEX judgement_a ON judgement (a, b);
CREATE INDEX judgement_b ON judgement (b);

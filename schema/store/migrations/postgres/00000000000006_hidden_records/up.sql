-- The records that an entity stood for when it was hidden: whatever they belong to later is hidden too.
CREATE TABLE hidden_record (
    record TEXT COLLATE "C" NOT NULL PRIMARY KEY
);
INSERT INTO hidden_record (record) SELECT member.record FROM member JOIN hidden ON hidden.entity = member.entity;

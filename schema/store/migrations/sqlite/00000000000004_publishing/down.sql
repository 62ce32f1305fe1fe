DROP TABLE lease;
DROP TABLE hidden;
DROP TABLE change;
DROP TABLE entity;

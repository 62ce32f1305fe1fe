DROP TABLE tombstone;
DROP TABLE dirty;
DROP TABLE record;
DROP TABLE item_version;
DROP TABLE item;

DELETE FROM counter WHERE name = 'alignment';
DROP TABLE alignment;
DROP TABLE verdict_topic;
DROP TABLE verdict;
DROP TABLE page_entity;
DROP TABLE page_name;
DROP TABLE page;

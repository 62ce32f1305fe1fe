DROP TABLE issue;
DROP TABLE run;
DROP TABLE source;
DROP TABLE counter;

DROP TABLE suggestion;
DROP TABLE member;
DROP TABLE identity;
DROP TABLE judgement;

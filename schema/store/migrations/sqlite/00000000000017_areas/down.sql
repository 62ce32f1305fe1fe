DELETE FROM counter WHERE name = 'geography';
DROP TABLE area;
DROP TABLE dataset;

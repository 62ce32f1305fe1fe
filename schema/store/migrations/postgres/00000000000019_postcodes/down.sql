DROP TABLE postcode;

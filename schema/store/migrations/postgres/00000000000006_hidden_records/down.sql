DROP TABLE hidden_record;

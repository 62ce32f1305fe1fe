DROP INDEX judgement_a;
DROP INDEX judgement_b;

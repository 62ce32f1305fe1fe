DELETE FROM counter WHERE name = 'audit';
DROP TABLE audit;
DROP TABLE revoked_token;
DROP TABLE signing_key;
DROP TABLE client;

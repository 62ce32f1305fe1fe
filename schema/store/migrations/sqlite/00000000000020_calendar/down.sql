DELETE FROM counter WHERE name = 'calendar';
DROP TABLE calendar_period;

-- Version 1, what only PostgreSQL has.

-- For questions. The id has kind, day and number of a row, so that rows come in the order of their days; marks are
-- made of its actors, countries, issues and so on.
CREATE TABLE marks (id BIGINT PRIMARY KEY, marks TSVECTOR NOT NULL);
CREATE INDEX marks_marks ON marks USING gin (marks);
-- Stems of the words of reports (headlines with weight A), statements and names, with those marks that never change
-- (they begin with =). The words themselves stand in the records alone.
CREATE TABLE words (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);
CREATE INDEX words_words ON words USING gin (words);

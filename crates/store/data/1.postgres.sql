-- Version 1 for PostgreSQL. Bodies are rows of the story crate, packed by it.

-- Numbers and tables of the store itself.
CREATE TABLE meta (name TEXT PRIMARY KEY, number BIGINT, bytes BYTEA);

-- key: the first eight bytes of the hash. added: seconds since 1970.
CREATE TABLE report (id BIGINT PRIMARY KEY, key BIGINT NOT NULL, added BIGINT, body BYTEA NOT NULL);
CREATE INDEX report_key ON report (key);

-- The record, compressed, without what stands in the report's row.
CREATE TABLE record (id BIGINT PRIMARY KEY, body BYTEA NOT NULL);
-- What became of the parts of a record: identities of its actors, relations, the merged facts that it tells.
CREATE TABLE filed (id BIGINT PRIMARY KEY, body BYTEA NOT NULL);

-- Merged facts. tellings: the first ones, packed; the rest stands in the table telling. also: marks from their reports.
CREATE TABLE event (id BIGINT PRIMARY KEY, also TEXT NOT NULL, tellings BYTEA NOT NULL, body BYTEA NOT NULL);
CREATE TABLE statement (id BIGINT PRIMARY KEY, also TEXT NOT NULL, tellings BYTEA NOT NULL, body BYTEA NOT NULL);
CREATE TABLE position (id BIGINT PRIMARY KEY, also TEXT NOT NULL, tellings BYTEA NOT NULL, body BYTEA NOT NULL);
CREATE TABLE proposal (id BIGINT PRIMARY KEY, also TEXT NOT NULL, tellings BYTEA NOT NULL, body BYTEA NOT NULL);
CREATE TABLE telling (kind BIGINT NOT NULL, fact BIGINT NOT NULL, report BIGINT NOT NULL, local TEXT NOT NULL,
  body BYTEA NOT NULL, PRIMARY KEY (kind, fact, report, local));

-- reports: of how many; null for one that was merged into another.
CREATE TABLE actor (id BIGINT PRIMARY KEY, reports BIGINT, country TEXT, body BYTEA NOT NULL);
CREATE INDEX actor_reports ON actor (reports, id);
CREATE INDEX actor_country ON actor (country, reports, id);

CREATE TABLE conflict (id BIGINT PRIMARY KEY, body BYTEA NOT NULL);
CREATE TABLE story (id BIGINT PRIMARY KEY, body BYTEA NOT NULL);
CREATE TABLE process (id BIGINT PRIMARY KEY, body BYTEA NOT NULL);

-- How identities belong together.
CREATE TABLE relation (a BIGINT NOT NULL, b BIGINT NOT NULL, kind BIGINT NOT NULL, report BIGINT NOT NULL, local BIGINT NOT NULL,
  body BYTEA NOT NULL, PRIMARY KEY (a, b, kind, report, local));
CREATE INDEX relation_b ON relation (b, a, kind);

-- The index of the decisions: under this key, on this day, look at this row.
CREATE TABLE entry (list BIGINT NOT NULL, key BIGINT NOT NULL, day BIGINT NOT NULL, id BIGINT NOT NULL,
  PRIMARY KEY (list, key, day, id));

-- For questions. The id has kind, day and number of a row, so that rows come in the order of their days; marks are
-- made of its actors, countries, issues and so on.
CREATE TABLE marks (id BIGINT PRIMARY KEY, marks TSVECTOR NOT NULL);
CREATE INDEX marks_marks ON marks USING gin (marks);
-- Stems of the words of reports (headlines with weight A), statements and names, with those marks that never change
-- (they begin with =). The words themselves stand in the records alone.
CREATE TABLE words (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);
CREATE INDEX words_words ON words USING gin (words);

-- What users corrected. says: reject or confirm, of a fact.
CREATE TABLE correction (id BIGINT PRIMARY KEY, at BIGINT, undone_by BIGINT, says TEXT, fact TEXT, body TEXT NOT NULL);
CREATE INDEX correction_says ON correction (says, fact);

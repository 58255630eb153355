-- Version 1, what both kinds of store have, in the words of SQLite (see src/schema.rs for those of PostgreSQL).
-- Bodies are rows of the story crate, packed by it.

-- Numbers and tables of the store itself.
CREATE TABLE meta (name TEXT PRIMARY KEY, number INTEGER, bytes BLOB) WITHOUT ROWID;

-- key: the first eight bytes of the hash. added: seconds since 1970.
CREATE TABLE report (id INTEGER PRIMARY KEY, key INTEGER NOT NULL, added INTEGER, body BLOB NOT NULL);
CREATE INDEX report_key ON report (key);

-- The record, compressed, without what stands in the report's row.
CREATE TABLE record (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
-- What became of the parts of a record: identities of its actors, relations, the merged facts that it tells.
CREATE TABLE filed (id INTEGER PRIMARY KEY, body BLOB NOT NULL);

-- Merged facts. tellings: the first ones, packed; the rest stands in the table telling. also: marks from their reports.
CREATE TABLE event (id INTEGER PRIMARY KEY, also TEXT NOT NULL, tellings BLOB NOT NULL, body BLOB NOT NULL);
CREATE TABLE statement (id INTEGER PRIMARY KEY, also TEXT NOT NULL, tellings BLOB NOT NULL, body BLOB NOT NULL);
CREATE TABLE position (id INTEGER PRIMARY KEY, also TEXT NOT NULL, tellings BLOB NOT NULL, body BLOB NOT NULL);
CREATE TABLE proposal (id INTEGER PRIMARY KEY, also TEXT NOT NULL, tellings BLOB NOT NULL, body BLOB NOT NULL);
CREATE TABLE telling (kind INTEGER NOT NULL, fact INTEGER NOT NULL, report INTEGER NOT NULL, local TEXT NOT NULL,
  body BLOB NOT NULL, PRIMARY KEY (kind, fact, report, local)) WITHOUT ROWID;

-- reports: of how many; null for one that was merged into another.
CREATE TABLE actor (id INTEGER PRIMARY KEY, reports INTEGER, country TEXT, body BLOB NOT NULL);
CREATE INDEX actor_reports ON actor (reports, id);
CREATE INDEX actor_country ON actor (country, reports, id);

CREATE TABLE conflict (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE story (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE process (id INTEGER PRIMARY KEY, body BLOB NOT NULL);

-- How identities belong together.
CREATE TABLE relation (a INTEGER NOT NULL, b INTEGER NOT NULL, kind INTEGER NOT NULL, report INTEGER NOT NULL, local INTEGER NOT NULL,
  body BLOB NOT NULL, PRIMARY KEY (a, b, kind, report, local)) WITHOUT ROWID;
CREATE INDEX relation_b ON relation (b, a, kind);

-- The index of the decisions: under this key, on this day, look at this row.
CREATE TABLE entry (list INTEGER NOT NULL, key INTEGER NOT NULL, day INTEGER NOT NULL, id INTEGER NOT NULL,
  PRIMARY KEY (list, key, day, id)) WITHOUT ROWID;

-- What users corrected. says: reject or confirm, of a fact.
CREATE TABLE correction (id INTEGER PRIMARY KEY, at INTEGER, undone_by INTEGER, says TEXT, fact TEXT, body TEXT NOT NULL);
CREATE INDEX correction_says ON correction (says, fact);

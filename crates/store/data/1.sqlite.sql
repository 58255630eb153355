-- Version 1, what only SQLite has.

-- For questions. The rowid has kind, day and number of a row, so that rows come in the order of their days; marks are
-- made of its actors, countries, issues and so on.
CREATE VIRTUAL TABLE marks USING fts5 (list, content = '', contentless_delete = 1, detail = none,
  tokenize = 'ascii');
-- Stems of the words of reports, statements and names, with those marks that never change. The words themselves stand
-- in the records alone.
CREATE VIRTUAL TABLE words USING fts5 (title, text, marks, content = '', contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 0');

"""SQLite FTS5: bm25() over one column without stored content, in memory; marks are kept apart."""

import sqlite3

import measure


class FTS5:
    name = "SQLite FTS5"

    def __init__(self, texts):
        self.database = sqlite3.connect(":memory:")
        self.database.execute(
            "CREATE VIRTUAL TABLE firms USING fts5(text, content='', "
            "tokenize=\"unicode61 remove_diacritics 0\")"
        )
        with self.database:
            self.database.executemany(
                "INSERT INTO firms(rowid, text) VALUES (?, ?)", enumerate(texts)
            )
        with self.database:
            self.database.execute("INSERT INTO firms(firms) VALUES ('optimize')")

    def prepare(self, text, every):
        return (" AND " if every else " OR ").join(f'"{word}"' for word in measure.words(text))

    def rank(self, prepared, limit):
        found = self.database.execute(
            "SELECT rowid FROM firms WHERE firms MATCH ? ORDER BY rank LIMIT ?", (prepared, limit)
        )
        return [number for number, in found]

    def change(self, number, old, new):
        with self.database:
            self.database.execute(
                "INSERT INTO firms(firms, rowid, text) VALUES ('delete', ?, ?)", (number, old)
            )
            self.database.execute("INSERT INTO firms(rowid, text) VALUES (?, ?)", (number, new))


if __name__ == "__main__":
    measure.main(FTS5)

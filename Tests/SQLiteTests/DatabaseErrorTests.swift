import SQLite
import Testing

@Suite struct DatabaseErrorTests {
  let file = TemporaryFile()

  static let schema = """
    CREATE TABLE parent (id TEXT PRIMARY KEY, a, b, c CONSTRAINT ck_c CHECK (c > 0),
      n TEXT NOT NULL DEFAULT '', UNIQUE (a, b)) STRICT;
    CREATE TABLE child (id INTEGER PRIMARY KEY, parent TEXT REFERENCES parent (id)) STRICT;
    CREATE TABLE tag (k TEXT, v TEXT, PRIMARY KEY (k, v)) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX ux_live ON child (parent) WHERE parent <> 'free';
    CREATE TRIGGER tr BEFORE DELETE ON parent BEGIN SELECT RAISE(ABORT, 'append-only'); END;
    PRAGMA foreign_keys = ON;
    INSERT INTO parent (id, a, b) VALUES ('x', 1, 2);
    INSERT INTO child VALUES (1, 'x');
    INSERT INTO tag VALUES ('k', 'v');
    """

  static let violations: [(String, DatabaseError.Kind)] = [
    ("INSERT INTO parent (id) VALUES ('x')", .unique(columns: ["parent.id"])),
    (
      "INSERT INTO parent (id, a, b) VALUES ('y', 1, 2)",
      .unique(columns: ["parent.a", "parent.b"])
    ),
    ("INSERT INTO child VALUES (1, NULL)", .unique(columns: ["child.id"])),
    ("INSERT INTO child VALUES (2, 'x')", .unique(columns: ["child.parent"])),
    ("INSERT INTO tag VALUES ('k', 'v')", .unique(columns: ["tag.k", "tag.v"])),
    ("INSERT INTO child VALUES (2, 'none')", .foreignKey),
    ("INSERT INTO parent (id, c) VALUES ('z', 0)", .constraint("CHECK constraint failed: ck_c")),
    (
      "INSERT INTO parent (id, n) VALUES ('z', NULL)",
      .constraint("NOT NULL constraint failed: parent.n")
    ),
    ("DELETE FROM parent", .constraint("append-only")),
  ]

  /// Pins the form of SQLite's messages, from which the columns are read.
  @Test(arguments: violations.indices) func constraintsAreToldApart(_ index: Int) throws {
    let (sql, kind) = Self.violations[index]
    var db = try Connection(path: file.path, mode: .create)
    try db.script(Self.schema.replacing("a, b, c", with: "a ANY, b ANY, c ANY"))
    let error = #expect(throws: DatabaseError.self) { try db.execute(sql) }
    #expect(error?.kind == kind, "\(error?.message ?? "")")
  }

  @Test(
    arguments: [
      (5, .busy), (6, .busy), (517, .busy), (9, .interrupted), (13, .full), (14, .cannotOpen),
      (11, .notADatabase), (26, .notADatabase), (8, .readOnly), (1032, .readOnly), (1, .other),
      (787, .foreignKey), (275, .constraint("m")), (1811, .constraint("m")),
    ] as [(Int32, DatabaseError.Kind)]) func codesAreClassified(_ row: (Int32, DatabaseError.Kind))
  {
    let error = DatabaseError(code: row.0, message: "m")
    #expect(error.kind == row.1)
    #expect(error.description == "SQLite \(row.0): m")
  }
}

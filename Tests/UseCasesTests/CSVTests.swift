import Testing
import UseCases

@Suite struct CSVTests {
  static let table: [(String, [[String]], [Int])] = [
    ("", [], []), ("\n\n", [], []), ("a,b\n1,2\n", [["a", "b"], ["1", "2"]], [1, 2]),
    ("a,b\r\n1,2", [["a", "b"], ["1", "2"]], [1, 2]), ("a\r1\r", [["a"], ["1"]], [1, 2]),
    ("\u{FEFF}a,b\n", [["a", "b"]], [1]), ("a;b\n1,5;2\n", [["a", "b"], ["1,5", "2"]], [1, 2]),
    ("a\tb\n1,2\t3;4\n", [["a", "b"], ["1,2", "3;4"]], [1, 2]),
    ("a,b\n\n\n1,2\n", [["a", "b"], ["1", "2"]], [1, 4]),
    ("a,b\n,\n", [["a", "b"], ["", ""]], [1, 2]), ("a,b\n1\n", [["a", "b"], ["1"]], [1, 2]),
    ("a\n\"\"\n", [["a"], [""]], [1, 2]),
    ("a,b\n\"x,y\",\"z\"\"w\"\n", [["a", "b"], ["x,y", "z\"w"]], [1, 2]),
    ("a,b\n\"1\n2\",3\n4,5\n", [["a", "b"], ["1\n2", "3"], ["4", "5"]], [1, 2, 4]),
    ("a,b\n\"1\r\n2\",3", [["a", "b"], ["1\r\n2", "3"]], [1, 2]),
    ("a,b\n5\" ống,2\n", [["a", "b"], ["5\" ống", "2"]], [1, 2]),
    ("tên,mô tả\nCà phê,Đắk Lắk\n", [["tên", "mô tả"], ["Cà phê", "Đắk Lắk"]], [1, 2]),
    (" a , b \n", [[" a ", " b "]], [1]),
  ]

  @Test(arguments: table.indices) func splitsRowsAndCells(_ index: Int) throws {
    let (text, cells, lines) = Self.table[index]
    let rows = try CSV.rows(text)
    #expect(rows.map(\.cells) == cells)
    #expect(rows.map(\.line) == lines)
  }

  @Test(arguments: [
    ("a,b\n\"1,2\n3", 2, "open_quote"), ("\"", 1, "open_quote"),
    ("a\n\"x\"y\n", 2, "text_after_quote"), ("a\n\"x\" ,\n", 2, "text_after_quote"),
    ("a\n\"x\"\"\n", 2, "open_quote"),
  ]) func saysWhereAQuoteIsWrong(_ row: (String, Int, String)) {
    let error = #expect(throws: CSV.SyntaxError.self) { _ = try CSV.rows(row.0) }
    #expect(error?.line == row.1)
    #expect(error?.reason == row.2)
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+84 262", "'+84 262"), ("@SUM(A1)", "'@SUM(A1)"), ("-a", "'-a"),
    ("-5", "-5"), ("+1.5", "+1.5"), ("", ""), ("a=b", "a=b"), ("x", "x"),
    ("a,b", "\"a,b\""), ("a;b", "\"a;b\""), ("a\nb", "\"a\nb\""), ("a\"b", "\"a\"\"b\""),
    ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""), ("\tx", "\"'\tx\""),
    ("\rx", "\"'\rx\""), ("=\u{301}1", "'=\u{301}1"),
  ]) func formulasAreDisarmed(_ row: (String, String)) {
    #expect(CSV.line([row.0]) == row.1 + "\r\n")
  }

  @Test func whatItWritesItReadsBack() throws {
    let cells = ["Cà phê", "a,b", "x\"y", "1\n2", "", ";\t", "5"]
    #expect(try CSV.rows(CSV.line(cells)).map(\.cells) == [cells])
  }
}

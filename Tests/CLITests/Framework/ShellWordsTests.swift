import CLI
import Testing

@Suite struct ShellWordsTests {
  @Test(
    arguments: [
      ("a b  c", ["a", "b", "c"]),
      ("a 'b c' \"d e\"", ["a", "b c", "d e"]),
      (#"a b\ c "x\"y""#, ["a", "b c", "x\"y"]),
      ("a ''", ["a", ""]),
      ("a | b", ["a"]), ("a <b", ["a"]), ("a 'x|y'", ["a", "x|y"]),
      ("a --x='1 2'", ["a", "--x=1 2"]),
      ("a 'b", nil), ("", []),
    ] as [(String, [String]?)])
  func splits(line: String, expected: [String]?) {
    #expect(ShellWords.split(line) == expected)
  }

  /// The reference is a real shell.
  @Test(arguments: [
    "a b  c", "a 'b c' \"d e\"", #"a b\ c "x\"y""#, "a '' b", #"'a'"b"c\d 'e\f'"#,
  ])
  func splitsLikeTheShell(line: String) throws {
    let result = try ShellRun.run(
      "sh", script: "for word in \(line); do printf '<%s>' \"$word\"; done")
    let words = try #require(ShellWords.split(line))
    #expect(result.output == words.map { "<\($0)>" }.joined())
  }
}

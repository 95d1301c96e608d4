import CLI
import Testing

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("", "abc", 3), ("serve", "serve", 0), ("serv", "serve", 1),
    ("sevre", "serve", 1), ("kitten", "sitting", 3), ("ca", "abc", 3), ("tìm", "tim", 1),
  ])
  func distances(first: String, second: String, expected: Int) {
    #expect(Suggestion.distance(first, second) == expected)
    #expect(Suggestion.distance(second, first) == expected)
  }

  @Test(
    arguments: [
      ("serv", "serve"), ("SERVE", "serve"), ("imprt", "import"), ("exprot", "export"),
      ("comp", "completions"), ("xyz", nil), ("", nil), ("q", nil), ("restroe", "restore"),
    ] as [(String, String?)])
  func nearest(typed: String, expected: String?) {
    let commands = ["serve", "import", "export", "completions", "restore"]
    #expect(Suggestion.nearest(to: typed, among: commands) == expected)
  }

  /// Whoever mistypes one letter of a long word is understood.
  @Test func everySingleDeletionIsForgiven() {
    let commands = ["proposal", "organisation", "completions"]
    for command in commands {
      for index in command.indices {
        var typed = command
        typed.remove(at: index)
        #expect(Suggestion.nearest(to: typed, among: commands) == command)
      }
    }
  }
}

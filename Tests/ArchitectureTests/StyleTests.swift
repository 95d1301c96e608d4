import Testing

/// What the compiler and the formatter do not hold us to.
@Suite struct StyleTests {
  static let forbidden = [
    "try!", "as!", "fatalError(", "preconditionFailure(", "@unchecked", "nonisolated(unsafe)",
    "import Foundation\n", "@testable", "TODO", "FIXME",
  ]

  @Test(arguments: SourceTree.files) func usesNoWayOut(_ file: SourceTree.File) {
    let code = file.code.joined(separator: "\n") + "\n"
    for word in Self.forbidden { #expect(!code.contains(word), "\(file): \(word)") }
    #expect(!file.imports.contains("Foundation"), "\(file)")
  }

  @Test(arguments: SourceTree.files) func holdsOneIdea(_ file: SourceTree.File) {
    let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
    #expect(lines <= 400, "\(file): \(lines) lines")
    for word in ["Utils", "Helpers", "Manager", "Common", "Extensions"] {
      #expect(!file.path.contains(word), "\(file)")
    }
  }

  @Test func theGuardsSeeWhatTheyGuardAgainst() {
    let file = SourceTree.File(
      path: "X/Y.swift", text: "let a = try! f() // as!\nlet u = \"http://x\"\n")
    #expect(file.code == ["let a = try! f() ", "let u = \"http://x\"", ""])
  }
}

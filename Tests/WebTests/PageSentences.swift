import FoundationEssentials

/// The keys of sentences that the sources of the pages name, as they stand in quotes there.
struct PageSentences {
  /// Keys that `say` is called with as they are.
  let asked: Set<String>
  private let whole: Set<String>
  /// Keys with a part that is filled in at run time: what stands before and after it.
  private let composed: [(start: Substring, end: Substring)]

  init() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Web")
    var (asked, whole): (Set<String>, Set<String>) = ([], [])
    var composed: [(start: Substring, end: Substring)] = []
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path())
    for path in paths where path.hasSuffix(".swift") {
      let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
      for literal in text.matches(of: /"([a-z0-9_.]+)"/) { whole.insert(String(literal.1)) }
      for call in text.matches(of: /\bsay\(\s*"([a-z0-9_.]*[a-z0-9_])"/) {
        asked.insert(String(call.1))
      }
      for literal in text.matches(of: /"([a-z0-9_]+\.[a-z0-9_.]*)\\\([^"]*\)([a-z0-9_.]*)"/) {
        composed.append((literal.1, literal.2))
      }
      for sum in text.matches(of: /"([a-z0-9_]+\.)" \+\s/) { composed.append((sum.1, "")) }
    }
    (self.asked, self.whole, self.composed) = (asked, whole, composed)
  }

  /// Whether some page can ask for that sentence.
  func mayAsk(for key: String) -> Bool {
    whole.contains(key)
      || composed.contains { key.hasPrefix($0.start) && key.hasSuffix($0.end) }
  }
}

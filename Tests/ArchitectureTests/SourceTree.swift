import FoundationEssentials

/// The files of the repository as the architecture tests read them.
enum SourceTree {
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  struct File: Sendable, CustomStringConvertible {
    /// Path below `Sources`, such as `Domain/JSON.swift`.
    let path: String
    let text: String

    /// The target that it belongs to.
    var module: String { String(path.prefix { $0 != "/" }) }
    var description: String { path }

    /// The lines without comments that stand alone or end them.
    var code: [String] {
      text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        guard let comment = line.firstRange(of: "//") else { return String(line) }
        let before = line[..<comment.lowerBound]
        // Two slashes inside a text, as in an address, begin no comment.
        return before.count { $0 == "\"" } % 2 == 0 ? String(before) : String(line)
      }
    }

    /// The modules that it imports.
    var imports: [String] {
      code.compactMap { line in
        var words = line.split(separator: " ").map(String.init)
        while let first = words.first, first.hasPrefix("@") || Self.access.contains(first) {
          words.removeFirst()
        }
        // Prose in a text of several lines may begin with the word, too.
        guard words.first == "import", (2...3).contains(words.count),
          words.count == 2 || Self.kinds.contains(words[1])
        else { return nil }
        let name = words[words.count - 1].prefix { $0 != "." }
        return name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } ? String(name) : nil
      }
    }

    private static let kinds: Set<String> = [
      "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
    ]
    private static let access: Set<String> = [
      "package", "private", "internal", "fileprivate", "public",
    ]
  }

  /// Every Swift file below `Sources`.
  static let files: [File] = {
    let sources = root.appending(path: "Sources").path()
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: sources)) ?? []
    return paths.filter { $0.hasSuffix(".swift") }.sorted().map {
      File(path: $0, text: read("Sources/" + $0))
    }
  }()

  /// A file of the repository as text; empty where it cannot be read.
  static func read(_ path: String) -> String {
    (try? Data(contentsOf: root.appending(path: path))).map { String(decoding: $0, as: UTF8.self) }
      ?? ""
  }
}

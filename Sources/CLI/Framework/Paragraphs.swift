/// Sets running text in lines.
package enum Paragraphs {
  /// The lines of a text, none wider than so many columns unless a single word is.
  ///
  /// Paragraphs are separated by empty lines; within one, lines are joined and broken anew. An
  /// indented line is kept as it is.
  package static func lines(_ text: String, width: Int) -> [String] {
    guard !text.isEmpty else { return [] }
    var lines: [String] = []
    var words: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty || line.first == " " {
        lines += filled(words, width: width)
        words = []
        lines.append(String(line))
      } else {
        words += line.split(separator: " ")
      }
    }
    return lines + filled(words, width: width)
  }

  private static func filled(_ words: [Substring], width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var columns = 0
    for word in words {
      let wordColumns = DisplayWidth.of(word)
      if !line.isEmpty, columns + 1 + wordColumns > width {
        lines.append(line)
        line = ""
        columns = 0
      }
      if !line.isEmpty {
        line += " "
        columns += 1
      }
      line += word
      columns += wordColumns
    }
    return line.isEmpty ? lines : lines + [line]
  }
}

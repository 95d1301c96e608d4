/// Reads comma-separated values (RFC 4180), also with the semicolons or tabs that spreadsheets
/// in Vietnam write.
package enum CSV {
  /// Where a text is not CSV.
  package struct SyntaxError: Error, Sendable, Equatable {
    /// The line of the fault, from 1.
    package let line: Int
    /// `open_quote` or `text_after_quote`.
    package let reason: String
  }

  /// Splits a text into rows of cells, each with the line it starts on; empty lines are left out.
  /// - Throws: `SyntaxError` on an unclosed quote or on text after a closing one.
  package static func rows(_ text: String) throws(SyntaxError) -> [(line: Int, cells: [String])] {
    let scalars = Array(text.unicodeScalars.drop { $0 == "\u{FEFF}" })
    let separator = separator(of: scalars)
    var rows: [(line: Int, cells: [String])] = []
    var cells: [String] = []
    var cell = String.UnicodeScalarView()
    var (line, start, position) = (1, 1, 0)
    var wasQuoted = false

    func isBlank() -> Bool { cells.isEmpty && cell.isEmpty && !wasQuoted }
    while position < scalars.count {
      let scalar = scalars[position]
      position += 1
      switch scalar {
      case "\"" where cell.isEmpty && !wasQuoted:
        let opened = line
        wasQuoted = true
        while true {
          guard position < scalars.count else {
            throw SyntaxError(line: opened, reason: "open_quote")
          }
          let inner = scalars[position]
          position += 1
          if inner == "\"" {
            guard position < scalars.count, scalars[position] == "\"" else { break }
            position += 1
          }
          if inner == "\n" { line += 1 }
          cell.append(inner)
        }
      case separator:
        cells.append(String(cell))
        cell = String.UnicodeScalarView()
        wasQuoted = false
      case "\n", "\r":
        if scalar == "\r", position < scalars.count, scalars[position] == "\n" { position += 1 }
        line += 1
        if !isBlank() { rows.append((start, cells + [String(cell)])) }
        cells = []
        cell = String.UnicodeScalarView()
        wasQuoted = false
        start = line
      default:
        if wasQuoted { throw SyntaxError(line: line, reason: "text_after_quote") }
        cell.append(scalar)
      }
    }
    if !isBlank() { rows.append((start, cells + [String(cell)])) }
    return rows
  }

  /// The most frequent of the three in the first line decides.
  private static func separator(of scalars: [Unicode.Scalar]) -> Unicode.Scalar {
    let header = scalars.prefix { $0 != "\n" && $0 != "\r" }
    let candidates: [Unicode.Scalar] = [",", ";", "\t"]
    return candidates.max { left, right in
      header.count { $0 == left } < header.count { $0 == right }
    } ?? ","
  }

  /// A row as one line, quoted where needed.
  ///
  /// A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV
  /// Injection"), since texts come from strangers and are opened by officials.
  package static func line(_ cells: [String]) -> String {
    cells.map { cell in
      var text = cell
      if isFormula(text) { text = "'" + text }
      let needsQuotes = text.unicodeScalars.contains { ",\"\n\r;\t".unicodeScalars.contains($0) }
      guard needsQuotes else { return text }
      var quoted = "\""
      for character in text.unicodeScalars {
        if character == "\"" { quoted += "\"" }
        quoted.unicodeScalars.append(character)
      }
      return quoted + "\""
    }.joined(separator: ",") + "\r\n"
  }

  /// The text of a cell without the apostrophe that `line` put before it.
  static func unguarded(_ cell: String) -> String {
    let rest = cell.dropFirst()
    return cell.first == "'" && isFormula(String(rest)) ? String(rest) : cell
  }

  /// Apostrophes before a formula count as part of it, so that taking one away never takes one
  /// that was meant.
  private static func isFormula(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first(where: { $0 != "'" }) else { return false }
    return "=+-@\t\r".unicodeScalars.contains(first) && Double(text) == nil
  }
}

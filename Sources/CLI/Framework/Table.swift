/// A table for people, in columns of equal display width.
package struct Table: Sendable {
  /// To which side the cells of a column are pushed.
  package enum Alignment: Sendable, Equatable {
    /// For text.
    case left
    /// For numbers; such a column is never cut, since a number that lost digits is wrong.
    case right
  }

  /// A column's title and alignment.
  package struct Column: Sendable, Equatable {
    /// What stands over it.
    package let title: String
    /// To which side its cells are pushed.
    package let alignment: Alignment

    /// A column; of text unless said otherwise.
    package init(_ title: String, _ alignment: Alignment = .left) {
      self.title = title
      self.alignment = alignment
    }
  }

  /// The columns from left to right.
  package let columns: [Column]
  /// The cells of each row; missing ones are empty, surplus ones are left out.
  package private(set) var rows: [[String]] = []

  /// A table without rows.
  package init(_ columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row; line breaks and control characters in it are made harmless.
  package mutating func add(_ cells: String...) {
    add(cells)
  }

  /// Adds a row given as a list.
  package mutating func add(_ cells: [String]) {
    rows.append(cells.prefix(columns.count).map(Printable.text))
  }

  /// The table as text, each line with a line break and without trailing blanks.
  ///
  /// - Parameters:
  ///   - width: the columns to fit into by cutting text cells with `…`; nil for no limit
  ///   - style: underlines the header when on; else a line of dashes stands under it
  /// - Returns: the lines of the table
  package func text(width: Int?, style: Style) -> String {
    let widths = fittedWidths(width)
    var text = line(columns.map(\.title), widths, header: style) + "\n"
    if !style.isOn {
      text += widths.map { String(repeating: "-", count: $0) }.joined(separator: Self.gap) + "\n"
    }
    for row in rows { text += line(row, widths, header: nil) + "\n" }
    return text
  }

  private static let gap = "  "
  /// No text column is cut below this: less would not be recognised.
  private static let least = 6

  private func fittedWidths(_ limit: Int?) -> [Int] {
    var widths = columns.indices.map { index in
      let cells = rows.map { index < $0.count ? DisplayWidth.of($0[index]) : 0 }
      return max(DisplayWidth.of(columns[index].title), cells.max() ?? 0)
    }
    guard let limit else { return widths }
    let room = limit - Self.gap.count * max(0, columns.count - 1)
    var excess = widths.reduce(0, +) - room
    let flexible = columns.indices.filter { columns[$0].alignment == .left }
    while excess > 0 {
      // The widest column gives way first, so that short ones stay whole.
      guard let widest = flexible.max(by: { widths[$0] < widths[$1] }),
        widths[widest] > Self.least
      else { break }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }

  private func line(_ cells: [String], _ widths: [Int], header: Style?) -> String {
    var parts: [String] = []
    for (index, width) in widths.enumerated() {
      let whole = index < cells.count ? cells[index] : ""
      let cell = columns[index].alignment == .left ? DisplayWidth.cut(whole, to: width) : whole
      let blank = String(repeating: " ", count: max(0, width - DisplayWidth.of(cell)))
      let marked = header.map { $0.underlined(cell) } ?? cell
      parts.append(columns[index].alignment == .left ? marked + blank : blank + marked)
    }
    var line = parts.joined(separator: Self.gap)
    while line.last == " " { line.removeLast() }
    return line
  }
}

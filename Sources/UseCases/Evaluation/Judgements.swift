import Domain

/// What assessors, or the register's outcomes, say of pairs: grades 0 to 3 by query and item.
package struct Judgements: Sendable, Equatable {
  /// Grades by item, by query.
  package let grades: [String: [String: Int]]

  /// Takes grades over as they are.
  package init(grades: [String: [String: Int]]) { self.grades = grades }

  /// The queries that measures are taken over: those with an item of grade 1 or more, in order.
  package var queries: [String] {
    grades.filter { $0.value.values.contains { $0 > 0 } }.keys.sorted()
  }

  /// Reads `query<TAB>item<TAB>grade[<TAB>note]`, a line each, a heading allowed.
  /// - Throws: `Evaluation.Failure` naming the first line that cannot be read.
  package init(tabSeparated bytes: [UInt8], file: String) throws(Evaluation.Failure) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Evaluation.Failure(
        place: file, error: .invalid([Fault("", .badFormat, found: "?", accepted: "UTF-8")]))
    }
    var grades: [String: [String: Int]] = [:]
    var isFirst = true
    for (index, line) in text.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).enumerated() where !line.allSatisfy(\.isWhitespace) {
      func failure(_ fault: Fault) -> Evaluation.Failure {
        Evaluation.Failure(place: "\(file), line \(index + 1)", error: .invalid([fault]))
      }
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
        .map { String($0).trimmed }
      guard (3...4).contains(cells.count), !cells[0].isEmpty, !cells[1].isEmpty else {
        throw failure(
          Fault("", .badFormat, found: String(line), accepted: "id<TAB>id<TAB>0…3[<TAB>…]"))
      }
      defer { isFirst = false }
      if isFirst, cells[2].lowercased() == "grade" { continue }
      guard let grade = Int(cells[2]), cells[2].utf8.count == 1, (0...3).contains(grade) else {
        throw failure(Fault("/grade", .notAccepted, found: cells[2], accepted: "0, 1, 2, 3"))
      }
      guard grades[cells[0], default: [:]].updateValue(grade, forKey: cells[1]) == nil else {
        throw failure(Fault("", .repeated, found: "\(cells[0]) \(cells[1])"))
      }
    }
    guard !grades.isEmpty else {
      throw Evaluation.Failure(place: file, error: .invalid([Fault("", .missing)]))
    }
    self.grades = grades
  }
}

import Domain
import FoundationEssentials
import UseCases

/// The texts of one benchmark: the first so many of an endless row of firms, and problems and
/// search-box queries that are the same for every size.
struct BenchmarkTexts {
  /// The firms, in the order of their numbers.
  let organisations: [OrganisationProfile]
  /// What solvers are looked for.
  let problems: [ProblemStatement]
  /// What is typed into the search box.
  let queries: [String]

  /// Makes up the texts of a register of that size.
  init(reference: ReferenceData, size: Int) throws {
    var firms = try Corpus(reference: reference, seed: 42)
    organisations = (0..<size).map { firms.organisation($0) }
    var asked = try Corpus(reference: reference, seed: 7)
    problems = (0..<60).map { _ in asked.problem() }
    queries = (0..<400).map { _ in asked.query() }
  }

  /// Everything that a firm says, a member a line; the text that other engines index.
  static func text(_ profile: OrganisationProfile) -> String {
    let parts =
      [profile.name, profile.description ?? ""] + profile.products
      + profile.pastProjects.map(\.text)
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// Everything that a problem says, a member a line.
  static func text(_ statement: ProblemStatement) -> String {
    [statement.title, statement.description, statement.expectedResult].compactMap { $0 }
      .joined(separator: "\n")
  }

  /// Bytes of UTF-8 in the texts of all firms.
  var bytes: Int { organisations.reduce(0) { $0 + Self.text($1).utf8.count } }

  /// Writes `firms.jsonl`, `problems.jsonl` and `queries.jsonl`, each line with an `id` and a
  /// `text`, into a folder that exists.
  func write(to folder: String) throws {
    try write(organisations.map(Self.text), "\(folder)/firms.jsonl")
    try write(problems.map(Self.text), "\(folder)/problems.jsonl")
    try write(queries, "\(folder)/queries.jsonl")
  }

  private func write(_ texts: [String], _ path: String) throws {
    var lines = ""
    for (number, text) in texts.enumerated() {
      let line: JSON = ["id": JSON(number), "text": .string(text)]
      lines += line.compact + "\n"
    }
    try Data(lines.utf8).write(to: URL(filePath: path))
  }
}

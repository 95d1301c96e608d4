import Assets
import Domain
import Matching

/// The register of the demonstration with the concepts that ship: texts as firms and authorities
/// write them.
enum DemoRegister {
  static let lexicon = orFail {
    try Lexicon(jsonLines: Asset.all(in: "fixtures/lexicon").map { ($0.name, $0.text) })
  }

  private static let places = orFail {
    try Gazetteer(
      json: JSONParser.parse(Asset.named("fixtures/codes/provinces.json").bytes),
      communes: JSONParser.parse(Asset.named("fixtures/codes/communes.json").bytes))
  }

  static let firms: [Organisation] = orFail {
    try records("organisations").map { id, json in
      let profile = try OrganisationProfile.read(json, places: places, ignoring: ["id"]).profile
      return Samples.organisation(id, profile)
    }.filter { OrganisationKind.solvers.contains($0.profile.kind) }
  }

  /// All problems by identifier; their hard requirements are left out, so that every firm has a
  /// rank.
  static let statements: [String: ProblemStatement] = Dictionary(
    uniqueKeysWithValues: inOrder.map { ($0.id, $0.statement) })

  /// Problems that say what they need at some length.
  static let problems = inOrder.map(\.statement)
    .filter { text(of: $0).split(separator: " ").count >= 90 }

  private static let inOrder: [(id: String, statement: ProblemStatement)] = orFail {
    try records("problems").map { id, json in
      var statement = try ProblemStatement.read(json, places: places, ignoring: ["id"]).statement
      statement.required = []
      return (id, statement)
    }
  }

  static let snapshot = Snapshot(lexicon: lexicon, weights: .standard)
    .applying(firms.map { .organisation($0) })

  /// What a problem says of its matter.
  static func text(of statement: ProblemStatement) -> String {
    [statement.title, statement.description ?? "", statement.expectedResult ?? ""]
      .joined(separator: ". ")
  }

  /// Everybody who is found for a problem, best first.
  static func ranking(_ statement: ProblemStatement, in snapshot: Snapshot = snapshot) -> [String] {
    snapshot.scores(for: statement, limit: firms.count + 10).map(\.subject.text)
  }

  private static func records(_ file: String) throws -> [(id: String, json: JSON)] {
    let json = try JSONParser.parse(Asset.named("fixtures/demo/\(file).json").bytes)
    return (json.elements ?? []).map { ($0["id"]?.text ?? "", $0) }
  }

  private static func orFail<Value>(_ make: () throws -> Value) -> Value {
    do { return try make() } catch { preconditionFailure("\(error)") }
  }
}

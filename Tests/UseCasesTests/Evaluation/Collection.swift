import Domain
import FoundationEssentials
import UseCases

/// The judged collection in `fixtures/evaluation`.
enum Collection {
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let folder = root.appending(path: "fixtures/evaluation")

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  static func judgements(_ name: String = "qrels.tsv") throws -> Judgements {
    try Judgements(tabSeparated: bytes(name), file: name)
  }

  /// Indexed once for all tests.
  static let evaluation = Result {
    func json(_ name: String) throws -> JSON { try JSONParser.parse(bytes(name)) }
    return try Evaluation(
      problems: json("problems.json"),
      organisations: [("firms.json", json("firms.json")), ("funds.json", json("funds.json"))],
      reference: ReferenceData.bakedIn.get())
  }
}

import Domain
import FoundationEssentials
import UseCases

/// Runs a judged collection through the engine.
enum QualityRun {
  /// Prints the lines `problem<TAB>organisation<TAB>score` for the collection in a folder.
  static func run(folder: String) throws {
    let reference = try ReferenceData()
    func json(_ name: String) throws -> JSON {
      try JSONParser.parse([UInt8](Data(contentsOf: URL(filePath: "\(folder)/\(name)"))))
    }
    let evaluation = try Evaluation(
      problems: try json("problems.json"),
      organisations: [("firms.json", try json("firms.json"))], reference: reference)
    for line in evaluation.lines { print(line) }
  }
}

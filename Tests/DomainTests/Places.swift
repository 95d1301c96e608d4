import Assets
import Domain

/// The reference data that is baked into the program.
enum Places {
  static func json(_ name: String) throws -> JSON {
    try JSONParser.parse(Asset.named(name).bytes)
  }

  static func gazetteer() throws -> Gazetteer {
    try Gazetteer(
      json: json("fixtures/codes/provinces.json"), communes: json("fixtures/codes/communes.json"))
  }
}

/// The faults with which something is refused; none where it is accepted.
func faults(_ body: () throws(DomainError) -> Void) -> [Fault] {
  do {
    try body()
    return []
  } catch {
    if case .invalid(let faults) = error { return faults }
    return [Fault("not .invalid", .missing, found: "\(error)")]
  }
}

/// "path rule" of each fault, which is what tables compare.
func keys(_ faults: [Fault]) -> [String] { faults.map { "\($0.path) \($0.rule.rawValue)" } }

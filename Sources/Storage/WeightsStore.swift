package import Domain
package import SQLite

/// A set of signal weights as it is kept.
package struct StoredWeights: Sendable, Equatable {
  /// Its name.
  package let version: String
  /// Millionths by the name of the signal.
  package let micros: [String: Int]
  /// When it was first put in force.
  package let setAt: Instant
  /// Who did.
  package let setBy: String

  /// Puts a record together.
  package init(version: String, micros: [String: Int], setAt: Instant, setBy: String) {
    self.version = version
    self.micros = micros
    self.setAt = setAt
    self.setBy = setBy
  }
}

extension Connection {
  private static let weightsColumns = "version, signals, set_at, set_by"

  /// The setting that names the weights in force.
  private static let inForce = "weights_version"

  /// The weights that an administrator has put in force; nil where nobody has.
  package mutating func weightsInForce() throws(DomainError) -> StoredWeights? {
    guard let version = try weightsInForceName() else { return nil }
    return try weights(version)
  }

  /// What the weights in force are called; nil where nobody has set any.
  package mutating func weightsInForceName() throws(DomainError) -> String? {
    try setting(Self.inForce)
  }

  /// The weights of that name.
  package mutating func weights(_ version: String) throws(DomainError) -> StoredWeights? {
    guard
      let found = try row(
        "SELECT \(Self.weightsColumns) FROM weights WHERE version = ?", [.text(version)],
        WeightsRow.init)
    else { return nil }
    return try found.weights()
  }

  /// Every set that ever was in force, the newest first, at most that many.
  package mutating func weights(limit: Int) throws(DomainError) -> [StoredWeights] {
    let found = try rows(
      "SELECT \(Self.weightsColumns) FROM weights ORDER BY set_at DESC, version LIMIT ?",
      [Value(limit)], WeightsRow.init)
    var weights: [StoredWeights] = []
    for row in found { weights.append(try row.weights()) }
    return weights
  }

  /// Puts weights in force, keeping them if they are new.
  package mutating func putInForce(_ weights: StoredWeights) throws(DomainError) {
    let signals = JSON.object(
      JSONObject(weights.micros.sorted { $0.key < $1.key }.map { ($0.key, JSON($0.value)) }))
    try run(
      """
      INSERT INTO weights (version, signals, set_at, set_by) VALUES (?, ?, ?, ?)
      ON CONFLICT (version) DO NOTHING
      """,
      [
        .text(weights.version), .text(signals.compact), .integer(weights.setAt.seconds),
        .text(weights.setBy),
      ])
    try set(Self.inForce, to: weights.version)
  }
}

/// The columns of one set of weights.
private struct WeightsRow {
  let version: String
  let signals: String
  let setAt: Int64
  let setBy: String

  init(_ row: borrowing Row) {
    version = row.text(0)
    signals = row.text(1)
    setAt = row.integer(2)
    setBy = row.text(3)
  }

  func weights() throws(DomainError) -> StoredWeights {
    let micros = try StoredJSON.read(signals, "weights \(version)") {
      json throws(DomainError) -> [String: Int] in
      guard case .object(let object) = json else { throw .internalFault(json.typeName) }
      var micros: [String: Int] = [:]
      for (name, value) in object.members { micros[name] = value.wholeNumber.map { Int($0) } }
      return micros
    }
    return StoredWeights(
      version: version, micros: micros, setAt: Instant(seconds: setAt), setBy: setBy)
  }
}

package import Domain
package import Matching
import Storage

/// A set of weights that matches are, were or could be made with.
package struct KnownWeights: Sendable {
  /// The set.
  package let weights: Weights
  /// When an administrator first put it in force; nil for the program's own.
  package let setAt: Instant?
  /// Who did, as the audit log calls them; for officers alone.
  package let setBy: String?
  /// Whether matches are made with it now.
  package let isInForce: Bool

  /// The set as it stands in the API.
  package var json: JSON {
    var members: [(String, JSON)] = [
      ("version", .string(weights.version)), ("signals", weights.signalsJSON),
      ("in_force", .bool(isInForce)),
    ]
    if let setAt { members.append(("set_at", .string(setAt.description))) }
    if let setBy { members.append(("set_by", .string(setBy))) }
    return .object(JSONObject(members))
  }
}

extension Registry {
  /// How many sets are listed at most.
  private static let listedWeights = 1000

  /// The weights in force.
  package func weightsInForce() throws(DomainError) -> Weights {
    try store.read { db throws(DomainError) in try db.weightsInForce() }.weights
  }

  /// Every set that was ever in force, the newest first, the program's own last. Everybody may
  /// know how matches are weighed.
  package func weights(by actor: Actor) throws(DomainError) -> [KnownWeights] {
    let (stored, current) = try store.read { db throws(DomainError) in
      (try db.weights(limit: Self.listedWeights), try db.weightsInForce())
    }
    let version = current.weights.version
    var known = stored.map { stored in
      KnownWeights(
        weights: stored.weights, setAt: stored.setAt, setBy: actor.isOfficer ? stored.setBy : nil,
        isInForce: stored.version == version)
    }
    if !known.contains(where: { $0.weights.version == Weights.standard.version }) {
      known.append(
        KnownWeights(
          weights: .standard, setAt: nil, setBy: nil,
          isInForce: version == Weights.standard.version))
    }
    return known
  }

  /// Puts weights in force, for all matches from now on, in every process on this database.
  /// - Throws: `.conflict` where the name already stands for other weights, `.forbidden`.
  package func setWeights(_ json: JSON, by actor: Actor) throws(DomainError) -> KnownWeights {
    guard actor.isKnown else { throw .unauthenticated }
    guard actor.role == .admin else { throw .forbidden(action: "weights.set", needs: ["admin"]) }
    let input = try Weights.Input(json)
    // Everybody may read the name.
    try refusePersonalNumbers(in: input.version, at: "version")
    let weights = Weights.standard.with(version: input.version, signals: input.signals)
    let now = clock()
    return try commit { db throws(DomainError) in
      let held = try db.weights(input.version)
      var known = held?.weights
      if known == nil, Weights.standard.version == input.version { known = .standard }
      guard known?.signals ?? weights.signals == weights.signals else {
        throw .conflict(field: "version", value: input.version, holder: nil)
      }
      let before = try db.weightsInForce()
      let stored =
        held
        ?? StoredWeights(
          version: weights.version, micros: weights.stored, setAt: now, setBy: actor.name)
      if before?.version != weights.version {
        try db.putInForce(stored)
        try self.audit(
          &db, actor, "set", .weights, id: weights.version, version: 1, at: now,
          payload: ["before": before.weights.json, "after": weights.json])
      }
      return KnownWeights(
        weights: weights, setAt: stored.setAt, setBy: stored.setBy, isInForce: true)
    }
  }
}

extension Weights {
  /// Millionths by the names that the store keeps.
  fileprivate var stored: [String: Int] {
    Dictionary(uniqueKeysWithValues: Signal.allCases.map { ($0.rawValue, micros($0)) })
  }
}

extension StoredWeights {
  /// The set as matching takes it; a signal that this release does not know is left out.
  var weights: Weights {
    var signals: [Signal: Double] = [:]
    for (name, micros) in micros {
      if let signal = Signal(rawValue: name) { signals[signal] = Double(micros) }
    }
    return Weights.standard.with(version: version, signals: signals)
  }
}

extension StoredWeights? {
  /// What is in force where this is what the database names.
  var weights: Weights { self?.weights ?? .standard }
}

package import Domain

extension Weights {
  /// Weights of the signals as a person hands them in.
  package struct Input: Sendable, Equatable {
    /// The name of the set.
    package let version: String
    /// Proportions by signal; what is left out has none.
    package let signals: [Signal: Double]

    /// The least share of capability: everything else counts only as far as there is some.
    private static let leastCapability = 10_000

    /// Reads `{"version":"…","signals":{"capability":0.6,…}}`; proportions need not sum to 1.
    /// - Throws: `DomainError.invalid` with all faults.
    package init(_ json: JSON) throws(DomainError) {
      let log = FaultLog()
      var version: String?
      var signals: [Signal: Double]?
      if var reader = ObjectReader(json, log: log) {
        version = reader.line("version", most: 40)
        signals = reader.object("signals") { reader in
          var shares: [Signal: Double] = [:]
          for signal in Signal.allCases { shares[signal] = reader.share(signal.rawValue) }
          return shares
        }
        reader.require("version", version != nil)
        reader.require("signals", signals != nil)
        reader.finish()
      }
      if let version, !version.utf8.allSatisfy(Self.isPlain) {
        log.add(Fault("/version", .badFormat, found: version, accepted: "A-Z a-z 0-9 . _ + -"))
      }
      try log.check()
      guard let version, let signals else { throw .invalid([Fault("", .missing)]) }
      let scaled = Weights(version: version, signals: signals)
      guard signals.values.reduce(0, +) > 0, scaled.micros(.capability) >= Self.leastCapability
      else {
        throw .invalid([
          Fault(
            "/signals/capability", .outOfRange, found: "\(signals[.capability] ?? 0)",
            accepted: "≥ 1 %")
        ])
      }
      self.version = version
      self.signals = signals
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: byte != 0x20 && "._+-".utf8.contains(byte)
      }
    }
  }

  /// The signals' weights as an object of numbers that sum to 1.
  package var signalsJSON: JSON {
    .object(JSONObject(Signal.allCases.map { ($0.rawValue, .number(self[$0])) }))
  }

  /// The set as it is handed in and shown; what is read back from it weighs the same.
  package var json: JSON {
    ["version": .string(version), "signals": signalsJSON]
  }
}

/// Under which identities a word, or two in sequence, can be met.
struct Identity {
  /// As it stands in its own text.
  let own: UInt64
  /// As it stands in a text without marks.
  let unmarked: UInt64
  /// Without marks, whatever marks the other side has.
  let folded: UInt64
  let script: Script

  init(_ token: Token, _ script: Script) {
    own = token.key(script)
    unmarked = token.key(.unmarked)
    folded = token.folded
    self.script = script
  }

  init(_ first: Token, _ second: Token, _ script: Script) {
    own = Key.pair(first.key(script), second.key(script))
    unmarked = Key.pair(first.key(.unmarked), second.key(.unmarked))
    folded = Key.pair(first.folded, second.folded)
    self.script = script
  }
}

/// The words or word pairs of a query, found by the identity they have in a record.
///
/// With marks on both sides they must be the same (bò is not bơ); where one side has none, the
/// letters decide.
struct UnitTable {
  private(set) var units: [Query.Unit] = []
  private var identities: [Identity] = []
  /// By identity in a record.
  private var exact: KeyTable
  /// By letters, for what the query has without marks.
  private var loose = KeyTable()

  /// A table with room for so many before it grows.
  init(capacity: Int) { exact = KeyTable(capacity: capacity) }

  mutating func add(_ identity: Identity, _ weight: Double, _ place: Int) {
    if let known = exact[identity.own] {
      units[known].weight += weight
      units[known].places.append(place)
    } else {
      exact.set(identity.own, units.count)
      units.append(Query.Unit(weight: weight, places: [place], script: identity.script))
      identities.append(identity)
    }
  }

  /// Gives every unit its weight, then opens the table to records in another script: of two units
  /// that look alike there, the heavier is meant.
  mutating func weigh(_ weight: (Int, Query.Unit) -> Double) {
    for number in units.indices { units[number].weight = weight(number, units[number]) }
    for (number, identity) in identities.enumerated() {
      switch identity.script {
      case .marked where isLighter(exact[identity.unmarked], than: number):
        exact.set(identity.unmarked, number)
      case .unmarked where isLighter(loose[identity.folded], than: number):
        loose.set(identity.folded, number)
      default: break
      }
    }
  }

  private func isLighter(_ unit: Int?, than other: Int) -> Bool {
    unit.map { units[$0].weight < units[other].weight } ?? true
  }

  /// The unit of a word of the query itself.
  func find(own token: Token, _ script: Script) -> Int? {
    exact[token.key(script)].flatMap { units[$0].script == script ? $0 : nil }
  }

  /// The unit that a word of a record meets.
  func find(_ token: Token, _ script: Script) -> Int? {
    exact[token.key(script)] ?? (loose.isEmpty ? nil : loose[token.folded])
  }

  /// The unit that two words of a record meet.
  func find(_ first: Token, _ second: Token, _ script: Script) -> Int? {
    exact[Key.pair(first.key(script), second.key(script))]
      ?? (loose.isEmpty ? nil : loose[Key.pair(first.folded, second.folded)])
  }

  /// The unit that a word, or two in sequence, meets that has these identities.
  func find(key: UInt64, folded: @autoclosure () -> UInt64) -> Int? {
    exact[key] ?? (loose.isEmpty ? nil : loose[folded()])
  }
}

import Domain
import HTTP
import Matching

/// Reads the parameters of a query, noting each fault, and refuses those that nothing asked for.
///
/// A list may be given as repeated parameters or with commas.
struct QueryReader {
  private let query: Query
  private var known: Set<String> = []
  private var faults: [Fault] = []

  init(_ query: Query) { self.query = query }

  private mutating func values(_ name: String) -> [String] {
    known.insert(name)
    return query.all(name)
  }

  /// A single text.
  mutating func text(_ name: String, most: Int = 1000) -> String? {
    let values = values(name)
    guard values.count <= 1 else {
      faults.append(Fault("?" + name, .repeated, found: values.joined(separator: ", ")))
      return nil
    }
    guard let value = values.first else { return nil }
    guard value.unicodeScalars.count <= most else {
      faults.append(
        Fault(
          "?" + name, .tooLong, found: String(value.unicodeScalars.count), accepted: "≤ \(most)"))
      return nil
    }
    return value
  }

  /// Every text of a list.
  mutating func texts(_ name: String) -> [String] {
    let texts = values(name).flatMap { $0.split(separator: ",") }.map(\.trimmed)
      .filter { !$0.isEmpty }
    guard texts.count <= 50 else {
      faults.append(Fault("?" + name, .tooMany, found: String(texts.count), accepted: "≤ 50"))
      return []
    }
    return texts
  }

  /// Codes of a closed list.
  mutating func codes<C: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ list: C.Type
  ) -> [C] {
    codes(name, of: C.allCases.map(\.rawValue)).compactMap(C.init(rawValue:))
  }

  /// Those of the accepted texts that are named.
  mutating func codes(_ name: String, of accepted: [String]) -> [String] {
    texts(name).filter { text in
      let isAccepted = accepted.contains(text)
      if !isAccepted {
        faults.append(
          Fault(
            "?" + name, .notAccepted, found: text, accepted: accepted.joined(separator: ", ")))
      }
      return isAccepted
    }
  }

  /// Present provinces, by code or name.
  mutating func provinces(_ name: String, _ places: Gazetteer) -> [String] {
    texts(name).compactMap { text in
      let place = places.resolve(text)
      if place == nil {
        faults.append(
          Fault(
            "?" + name, .notAccepted, found: text,
            accepted: places.current.keys.sorted().joined(separator: ", ")))
      }
      return place?.code
    }
  }

  /// Communes of the register's provinces, by code.
  mutating func communes(_ name: String, _ places: Gazetteer) -> [String] {
    texts(name).filter { text in
      let isKnown = places.province(ofCommune: text) != nil
      if !isKnown { faults.append(Fault("?" + name, .notFound, found: text)) }
      return isKnown
    }
  }

  /// In which order hits come; nil where nothing is said.
  mutating func order(_ name: String, at now: Instant) -> SearchOrder? {
    guard let text = text(name) else { return nil }
    _ = codes(name, of: SearchOrder.names)
    switch text {
    case "relevance": return .relevance
    case "newest": return .newest
    case "deadline": return .deadline(at: now)
    case "name": return .name
    default: return nil
    }
  }

  /// A moment (RFC 3339), or a day, which means its beginning in Vietnam or, `atEnd`, its end.
  mutating func instant(_ name: String, atEnd: Bool = false) -> Instant? {
    guard let text = text(name, most: 60) else { return nil }
    let isDay = text.utf8.count == 10 && !atEnd
    guard let instant = Instant(rfc3339: isDay ? text + "T00:00:00+07:00" : text) else {
      faults.append(
        Fault(
          "?" + name, .badFormat, found: text,
          accepted: "yyyy-mm-dd, yyyy-mm-ddThh:mm:ss+07:00"))
      return nil
    }
    return instant
  }

  /// How many are wanted: 20 unless said, 100 at most.
  mutating func limit() -> Int {
    guard let text = text("limit") else { return 20 }
    guard let number = Int(text), (1...100).contains(number) else {
      faults.append(Fault("?limit", .outOfRange, found: text, accepted: "1…100"))
      return 20
    }
    return number
  }

  /// Says what was wrong, unknown parameters included.
  func finish() throws(DomainError) {
    var all = faults
    for item in query where !known.contains(item.name) {
      all.append(
        Fault(
          "?" + item.name, .unknownMember, found: item.name,
          accepted: known.sorted().joined(separator: ", ")))
    }
    guard all.isEmpty else { throw .invalid(all) }
  }
}

extension SearchOrder {
  /// The orders as they stand in an address.
  static let names = ["relevance", "newest", "deadline", "name"]

  /// Its name there.
  var name: String {
    switch self {
    case .relevance: "relevance"
    case .newest: "newest"
    case .deadline: "deadline"
    case .name: "name"
    }
  }
}

import Domain
import UseCases

/// What the `list` commands have in common: filters by code, pages, and all pages at once.
enum Listing {
  static let pageOptions: [Option] = [
    .value("limit", "COUNT", letter: "n", help: "How many at most.", defaultValue: "20"),
    .value("cursor", "CURSOR", help: "Where the page before ended, as it printed."),
    .flag("all", help: "All of them, however many."),
  ]

  /// An option that takes codes of a list and may be repeated.
  static func codes<C: Code>(_ name: String, _ help: String, _: C.Type) -> Option {
    .value(name, "CODE", help: help, allowed: C.accepted, isRepeatable: true)
  }

  static let provinceOption = Option.value(
    "province", "PROVINCE", help: "Only of these provinces, by code or name.", isRepeatable: true)

  /// The codes of the provinces that a call names.
  static func provinces(_ session: Session) throws(Failure) -> [String] {
    var codes: [String] = []
    for written in try session.invocation.list("province") {
      guard let found = session.registry.places.resolve(written) else {
        throw session.invocation.notAccepted(
          "province", found: written, accepted: "what 'innoreg codes provinces' lists")
      }
      codes.append(found.code)
    }
    return codes
  }

  /// Prints one page, or all pages as one, of records that `fetch` gives.
  static func print<Record: Sendable>(
    _ session: Session, columns: [Table.Column], json: (Record) -> JSON,
    cells: (Record) -> [String],
    fetch: (PageRequest) throws(DomainError) -> Page<Record>
  ) throws(Failure) -> ExitCode {
    let wantsAll = try session.invocation.flag("all")
    let limit = wantsAll ? 100 : try session.invocation.integer("limit", in: 1...1000)
    var after = try cursor(session.invocation)
    var items: [Record] = []
    var total = 0
    var next: (key: SortKey, id: String)?
    repeat {
      let request = PageRequest(limit: limit, after: after)
      let page = try session.ask { () throws(DomainError) in try fetch(request) }
      items += page.items
      (total, next) = (page.total, page.next)
      after = next
    } while wantsAll && next != nil
    if session.isJSON {
      try session.terminal.print(
        [
          "items": .array(items.map(json)), "total": JSON(total),
          "next_cursor": JSON(next.map(text)),
        ] as JSON)
      return .ok
    }
    var table = Table(columns)
    for item in items { table.add(cells(item)) }
    try session.terminal.print(table)
    let voice = session.voice
    session.terminal.note(
      voice(vi: "\(items.count) trong tổng số \(total)", en: "\(items.count) of \(total)"))
    if let next {
      session.terminal.note(
        voice(vi: "trang sau: --cursor \(text(next))", en: "next page: --cursor \(text(next))"))
    }
    return .ok
  }

  private static func cursor(
    _ invocation: Invocation
  ) throws(Failure) -> (key: SortKey, id: String)? {
    guard let written = try invocation.optionalString("cursor") else { return nil }
    let parts = written.split(separator: "-", maxSplits: 1).map(String.init)
    if parts.count == 2, !parts[1].isEmpty, let kind = parts[0].first {
      let digits = parts[0].dropFirst()
      if kind == "n", let number = Int64(digits) { return (.number(number), parts[1]) }
      if kind == "t", let bytes = bytes(digits) { return (.bytes(bytes), parts[1]) }
    }
    throw invocation.notAccepted(
      "cursor", found: written, accepted: "what the page before printed")
  }

  /// `n1795…-ID` for a sort key that is a number, `t6361…-ID` for one of bytes.
  private static func text(_ place: (key: SortKey, id: String)) -> String {
    switch place.key {
    case .number(let number): "n\(number)-\(place.id)"
    case .bytes(let bytes):
      "t"
        + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "-\(place.id)"
    }
  }

  private static func bytes(_ digits: Substring) -> [UInt8]? {
    guard digits.utf8.count.isMultiple(of: 2) else { return nil }
    var rest = digits
    var bytes: [UInt8] = []
    while !rest.isEmpty {
      guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    return bytes
  }
}

import Domain
import Matching
import UseCases
import Web

/// `innoreg search`.
enum SearchCommand {
  static let command = Command(
    "search", summary: "Search the public register",
    discussion: """
      Finds verified organisations, published problems and programmes, with or without Vietnamese \
      marks and across Vietnamese and English. An empty text lists all that the filters let pass.
      """,
    examples: [
      Example("innoreg search \"cà phê\"", "Everything about coffee"),
      Example(
        "innoreg search \"truy xuất\" --type organisation --province \"Đắk Lắk\"",
        "Organisations of a province"),
    ],
    options: [
      .value(
        "type", "TYPE", help: "Only of these kinds of record.",
        allowed: RecordType.allCases.map(\.rawValue), isRepeatable: true),
      Listing.codes("kind", "Only organisations of these kinds.", OrganisationKind.self),
      Listing.codes("field", "Only of these fields.", Field.self),
      Listing.codes("technology", "Only with these technologies.", Technology.self),
      Listing.provinceOption,
      Listing.codes("stage", "Only of these stages.", Stage.self),
      .value("limit", "COUNT", letter: "n", help: "How many at most.", defaultValue: "20"),
      .value("cursor", "CURSOR", help: "Where the page before ended, as it printed."),
    ],
    arguments: [
      Argument("query", help: "What to look for; several words are one text.", isRepeatable: true)
    ],
    run: run)

  private static func run(_ invocation: Invocation) throws(Failure) -> ExitCode {
    var query = SearchQuery(
      text: try invocation.list("query").joined(separator: " "),
      limit: try invocation.integer("limit", in: 1...1000))
    query.types = Set(try invocation.choices("type", of: RecordType.self))
    query.kinds = Set(try invocation.choices("kind", of: OrganisationKind.self))
    query.fields = Set(try invocation.choices("field", of: Field.self))
    query.technologies = Set(try invocation.choices("technology", of: Technology.self))
    query.stages = Set(try invocation.choices("stage", of: Stage.self))
    if let written = try invocation.optionalString("cursor") {
      guard let cursor = SearchCursor(text: written) else {
        throw invocation.notAccepted(
          "cursor", found: written, accepted: "what the page before printed")
      }
      query.after = cursor
    }
    let session = try Session(invocation)
    query.provinces = Set(try Listing.provinces(session))
    try session.loadIndex()
    let results = session.registry.search(query)
    try SearchView(session: session).print(results)
    return .ok
  }
}

/// What a search found, for people and programs.
struct SearchView {
  let session: Session

  private var voice: Voice { session.voice }
  private var terminal: Terminal { session.terminal }
  /// Counts shown of one facet.
  private static let shownCounts = 6

  func print(_ results: SearchResults) throws(Failure) {
    if session.isJSON {
      try terminal.print(MatchPresenter().search(results, next: results.next?.text))
      return
    }
    let style = terminal.output.style
    for hit in results.hits {
      try terminal.print(
        style.bold(Printable.text(hit.name)) + "  "
          + style.dim("\(typeName(hit.type.rawValue)) · \(hit.id)"))
      for highlight in hit.highlights.filter({ $0.text != hit.name }).prefix(2) {
        try terminal.print("  " + marked(highlight))
      }
    }
    if !results.hits.isEmpty { try terminal.print("") }
    try terminal.print(
      voice(
        vi: "\(results.hits.count) trong tổng số \(results.total) kết quả",
        en: "\(results.hits.count) of \(Voice.counted(results.total, "result", "results"))"))
    for facet in results.facets where !facet.counts.isEmpty {
      let counts = facet.counts.prefix(Self.shownCounts).map {
        "\(label(facet.name, $0.code)) \($0.count)"
      }
      let more = facet.counts.count > Self.shownCounts ? ", …" : ""
      try terminal.print("\(title(facet.name)): \(counts.joined(separator: ", "))\(more)")
    }
    if let next = results.next {
      terminal.note(
        voice(vi: "trang sau: --cursor \(next.text)", en: "next page: --cursor \(next.text)"))
    }
  }

  /// The piece of text with the found words set apart where the terminal can.
  private func marked(_ highlight: Highlight) -> String {
    let scalars = Array(highlight.text.unicodeScalars)
    var text = ""
    var position = 0
    func part(_ range: Range<Int>) -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[range])
      return Printable.text(String(view))
    }
    for range in highlight.ranges where range.lowerBound >= position {
      guard range.upperBound <= scalars.count else { break }
      text += part(position..<range.lowerBound)
      text += terminal.output.style.yellow(part(range))
      position = range.upperBound
    }
    return text + part(position..<scalars.count)
  }

  private func typeName(_ type: String) -> String {
    switch type {
    case "organisation": voice(vi: "tổ chức", en: "organisation")
    case "problem": voice(vi: "bài toán", en: "problem")
    case "programme": voice(vi: "chương trình", en: "programme")
    default: type
    }
  }

  private func title(_ facet: String) -> String {
    switch facet {
    case "types": voice(vi: "Loại bản ghi", en: "Records")
    case "kinds": voice(vi: "Loại tổ chức", en: "Kinds")
    case "fields": voice(vi: "Lĩnh vực", en: "Fields")
    case "technologies": voice(vi: "Công nghệ", en: "Technologies")
    case "provinces": voice(vi: "Tỉnh, thành phố", en: "Provinces")
    case "stages": voice(vi: "Giai đoạn", en: "Stages")
    case "statuses": voice(vi: "Trạng thái", en: "States")
    default: facet
    }
  }

  private func label(_ facet: String, _ code: String) -> String {
    switch facet {
    case "types": typeName(code)
    case "kinds": voice.label(OrganisationKind.list, code)
    case "provinces": voice.province(code)
    case "statuses":
      Organisation.Status(rawValue: code).map { voice.label($0) }
        ?? voice.label(Problem.Status.list, code)
    default: voice.label(facet, code)
    }
  }
}

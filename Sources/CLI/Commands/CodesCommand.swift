import Domain
import UseCases
import Web

/// `innoreg codes`.
enum CodesCommand {
  static let command = Command(
    "codes", summary: "List the codes that records may hold",
    discussion: "Without a list, all lists; `provinces` are those that exist now.",
    examples: [
      Example("innoreg codes", "All lists"),
      Example("innoreg codes fields", "The fields"),
      Example("innoreg codes provinces --json", "The provinces, for a program"),
    ],
    arguments: [Argument("list", help: "One list.", isOptional: true)],
    run: run)

  private static func run(_ invocation: Invocation) throws(Failure) -> ExitCode {
    let reference = try Session.reference()
    let provinces = reference.places.current.values.sorted { $0.code < $1.code }
    let all =
      reference.codes.lists.map { list in
        (name: list.name, entries: list.entries.map { ($0.code, $0.label) })
      } + [(name: "provinces", entries: provinces.map { ($0.code, $0.name) })]
    let wanted = try invocation.optionalString("list")
    let lists = all.filter { wanted == nil || $0.name == wanted }
    if let wanted, lists.isEmpty {
      let names = all.map(\.name)
      throw invocation.notAccepted(
        "list", found: wanted, accepted: names.joined(separator: ", "),
        suggestion: Suggestion.nearest(to: wanted, among: names))
    }
    if try invocation.flag("json") {
      try invocation.terminal.print(json(lists))
      return .ok
    }
    for (index, list) in lists.enumerated() {
      if wanted == nil {
        try invocation.terminal.print(
          (index > 0 ? "\n" : "") + invocation.terminal.output.style.bold(list.name))
      }
      var table = Table([
        Table.Column("code"), Table.Column("vi"), Table.Column("en"),
      ])
      for (code, label) in list.entries { table.add(code, label.vi, label.en) }
      try invocation.terminal.print(table)
    }
    return .ok
  }

  private static func json(_ lists: [(name: String, entries: [(String, Bilingual)])]) -> JSON {
    .object(
      JSONObject(
        lists.map { list in
          (
            list.name,
            .array(
              list.entries.map { code, label in
                ["code": .string(code), "vi": .string(label.vi), "en": .string(label.en)]
              })
          )
        }))
  }
}

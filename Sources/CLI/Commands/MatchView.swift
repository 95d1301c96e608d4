import Domain
import Matching
import UseCases
import Web

/// Matches for people and programs.
struct MatchView {
  let session: Session
  let showsReasons: Bool

  private var voice: Voice { session.voice }
  private var terminal: Terminal { session.terminal }

  /// Solvers of a problem.
  func print(_ list: MatchList<Organisation>, about title: String) throws(Failure) -> ExitCode {
    if session.isJSON {
      try terminal.print(MatchPresenter().solvers(list))
      return .ok
    }
    return try print(
      list, about: title,
      columns: [
        Table.Column(voice(vi: "Tổ chức", en: "Organisation")),
        Table.Column(voice(vi: "Loại", en: "Kind")),
        Table.Column(voice(vi: "Tỉnh, thành phố", en: "Province")),
      ],
      name: \.profile.name,
      cells: { [voice.label($0.profile.kind), voice.province($0.profile.province)] })
  }

  /// Problems for an organisation.
  func print(_ list: MatchList<Problem>, about title: String) throws(Failure) -> ExitCode {
    if session.isJSON {
      try terminal.print(MatchPresenter().problems(list))
      return .ok
    }
    return try print(
      list, about: title,
      columns: [
        Table.Column(voice(vi: "Bài toán", en: "Problem")),
        Table.Column(voice(vi: "Mã", en: "Code")),
        Table.Column(voice(vi: "Hạn", en: "Deadline")),
      ],
      name: \.statement.title,
      cells: { [$0.code ?? $0.id.text, $0.statement.deadline?.textInVietnam ?? ""] })
  }

  private func print<Record>(
    _ list: MatchList<Record>, about title: String, columns: [Table.Column],
    name: (Record) -> String, cells: (Record) -> [String]
  ) throws(Failure) -> ExitCode {
    let style = terminal.output.style
    try terminal.print(style.bold(Printable.text(title)))
    if list.matches.isEmpty {
      try terminal.print(voice(vi: "Chưa có kết quả phù hợp.", en: "Nothing matches."))
    } else {
      var table = Table(
        [Table.Column("#", .right), Table.Column(voice(vi: "Điểm", en: "Score"), .right)] + columns
      )
      for (index, matched) in list.matches.enumerated() {
        table.add(
          ["\(index + 1)", voice.score(matched.match.scoreMicros), name(matched.record)]
            + cells(matched.record))
      }
      try terminal.print(table)
      try terminal.print("\n" + style.bold(voice(vi: "Vì sao", en: "Why")))
      for (index, matched) in list.matches.enumerated() {
        try item("\(index + 1). ", voice.language.pick(matched.match.summary))
        if showsReasons { try reasons(matched.match) }
      }
    }
    terminal.note(
      voice(vi: "bộ trọng số \(list.weightsVersion)", en: "weights \(list.weightsVersion)"))
    if !list.excluded.isEmpty {
      try terminal.print(
        "\n"
          + style.bold(
            voice(
              vi: "Liên quan nhưng không đủ điều kiện bắt buộc",
              en: "Relevant but barred by a hard requirement")))
      for excluded in list.excluded {
        let texts = excluded.exclusion.reasons.map { voice.language.pick($0.text) }
        try item("- ", name(excluded.record) + ": " + texts.joined(separator: " "))
      }
    }
    return .ok
  }

  private func reasons<Record>(_ match: Match<Record>) throws(Failure) {
    for component in match.components {
      let label = voice.language.pick(component.signal.label)
      try item(
        "     ",
        "\(label): \(session.voice.score(component.contributionMicros)) (\(Self.percent(component.value)) × \(Self.percent(component.weight)))"
      )
    }
    for evidence in match.evidence {
      let place = MemberLabels.all[String(evidence.organisationField.prefix { $0 != "/" })]
      let where_ = place.map { voice.language.pick($0) } ?? evidence.organisationField
      try item(
        "     + ",
        "“\(evidence.problemPhrase)” ↔ “\(evidence.organisationPhrase)” (\(where_))"
          + through(evidence))
    }
    for missing in match.missing {
      try item("     ? ", voice.language.pick(missing.text))
    }
  }

  /// Which concept was met instead of the one that was asked for.
  private func through(_ evidence: Evidence) -> String {
    guard let through = evidence.through, let asked = evidence.conceptLabel else { return "" }
    let (met, wanted) = (voice.language.pick(through.label), voice.language.pick(asked))
    let link =
      switch through.link {
      case .narrower: voice(vi: "hẹp hơn", en: "narrower than")
      case .broader: voice(vi: "rộng hơn", en: "broader than")
      case .related: voice(vi: "có liên quan đến", en: "related to")
      }
    return voice(
      vi: " – qua khái niệm “\(met)”, \(link) “\(wanted)”",
      en: " – through “\(met)”, \(link) “\(wanted)”")
  }

  func item(_ mark: String, _ text: String) throws(Failure) {
    let margin = String(repeating: " ", count: mark.count)
    let width = max(30, terminal.output.helpWidth - mark.count)
    for (index, line) in Paragraphs.lines(Printable.text(text), width: width).enumerated() {
      try terminal.print((index == 0 ? mark : margin) + line)
    }
  }

  /// Millionths as a number with three decimals, for files; people read `Voice.score`.
  static func score(_ micros: Int) -> String {
    let thousandths = String((micros + 500) / 1000 + 1000)
    return "\((micros + 500) / 1_000_000).\(thousandths.suffix(3))"
  }

  static func percent(_ value: Double) -> String { "\(Int((value * 100).rounded()))%" }
}

import Domain
import Matching
import UseCases
import Web

extension MatchView {
  /// Startups and funds, programmes or mentors, for people and programs.
  func print(_ list: MandateList, about title: String) throws(Failure) -> ExitCode {
    let (voice, terminal) = (session.voice, session.terminal)
    if session.isJSON {
      try terminal.print(MandatePresenter().list(list))
      return .ok
    }
    let style = terminal.output.style
    try terminal.print(style.bold(Printable.text(title)))
    if list.matches.isEmpty {
      try terminal.print(voice(vi: "Chưa có kết quả phù hợp.", en: "Nothing matches."))
    } else {
      var table = Table([
        Table.Column("#", .right), Table.Column(voice(vi: "Điểm", en: "Score"), .right),
        Table.Column(voice(vi: "Tên", en: "Name")),
        Table.Column(voice(vi: "Tổ chức", en: "Organisation")),
        Table.Column(voice(vi: "Tỉnh, thành phố", en: "Province")),
      ])
      for (index, (record, match)) in list.matches.enumerated() {
        let profile = record.organisation.profile
        let part = record.programme?.title ?? record.mentor?.title
        table.add([
          "\(index + 1)", voice.score(match.scoreMicros), part ?? profile.name,
          part == nil ? kind(of: profile) : profile.name, voice.province(profile.province),
        ])
      }
      try terminal.print(table)
      try terminal.print("\n" + style.bold(voice(vi: "Vì sao", en: "Why")))
      for (index, (_, match)) in list.matches.enumerated() {
        try item("\(index + 1). ", voice.language.pick(match.summary))
        if showsReasons { try reasons(match) }
      }
    }
    guard !list.excluded.isEmpty else { return .ok }
    try terminal.print(
      "\n"
        + style.bold(
          voice(
            vi: "Liên quan nhưng vướng điều kiện bắt buộc",
            en: "Relevant but barred by a hard limit")))
    for (record, exclusion) in list.excluded {
      let texts = exclusion.reasons.map { voice.language.pick($0.text) }
      let name =
        record.programme?.title ?? record.mentor?.title ?? record.organisation.profile.name
      try item("- ", name + ": " + texts.joined(separator: "; "))
    }
    return .ok
  }

  private func kind(of profile: OrganisationProfile) -> String {
    profile.fund?.fundKind.map { session.voice.label($0) } ?? session.voice.label(profile.kind)
  }

  private func reasons(_ match: MandateMatch) throws(Failure) {
    let language = session.voice.language
    for component in match.components {
      try item(
        "     ",
        "\(language.pick(component.signal.label)): \(session.voice.score(component.contributionMicros)) "
          + "(\(Self.percent(component.value)) × \(Self.percent(component.weight)))")
    }
    for (mark, evidence) in match.evidence.map({ ("+", $0) }) + match.against.map({ ("−", $0) }) {
      try item(
        "     \(mark) ", "“\(evidence.mandatePhrase)” ↔ “\(evidence.organisationPhrase)”")
    }
    for missing in match.missing { try item("     ? ", language.pick(missing.text)) }
  }
}

import Domain

/// The one sentence that tells an officer why a match is there.
enum Summary {
  /// At most this many topics are named; more would not be read.
  private static let topicLimit = 3

  /// Says how well it fits, in what both sides meet, what was done before and what is unknown.
  static func sentence(
    capability: Double, evidence: [Evidence], pastProject: String?, missing: [Missing]
  ) -> Bilingual {
    let topics = evidence.prefix(topicLimit).map { item in
      item.conceptLabel
        ?? Bilingual(vi: "“\(item.organisationPhrase)”", en: "“\(item.organisationPhrase)”")
    }
    let strength = strength(capability)
    var vi = strength.vi
    var en = strength.en
    if topics.isEmpty {
      vi += " theo lĩnh vực và công nghệ đã khai"
      en += " by the declared fields and technologies"
    } else {
      vi += ": hồ sơ và bài toán cùng nói về \(list(topics.map(\.vi), "và"))"
      en += ": profile and problem both speak of \(list(topics.map(\.en), "and"))"
    }
    if let pastProject {
      let short = shortened(pastProject)
      vi += "; đã từng làm việc liên quan: “\(short)”"
      en += "; related work was done before: “\(short)”"
    }
    if let gap = missing.first {
      vi += "; \(gap.text.vi)"
      en += "; \(gap.text.en)"
    }
    return Bilingual(vi: vi + ".", en: en + ".")
  }

  private static func strength(_ capability: Double) -> Bilingual {
    switch capability {
    case 0.65...: Bilingual(vi: "Rất phù hợp", en: "Fits very well")
    case 0.4...: Bilingual(vi: "Phù hợp", en: "Fits well")
    default: Bilingual(vi: "Phù hợp một phần", en: "Fits in part")
    }
  }

  private static func list(_ items: [String], _ and: String) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " \(and) " + last
  }

  private static func shortened(_ text: String) -> String {
    let text = text.trimmed
    return text.count > 90 ? String(text.prefix(89)).trimmed + "…" : text
  }
}

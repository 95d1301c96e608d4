import Domain

/// The one sentence that tells why a startup and a mandate should meet.
struct MandateSummary {
  let kind: MandateKind
  /// In millionths.
  let score: Int
  /// What both sides speak of, weightiest first.
  let evidence: [MandateEvidence]
  /// What the mandate excludes and the startup speaks of, if anything.
  let against: MandateEvidence?
  /// A sector that both have declared.
  let sharedField: Bilingual?
  /// Whether the largest ticket is small beside the round.
  let isSmall: Bool
  /// What is most wanted and not known.
  let gap: Bilingual?

  /// Scores, in millionths, from which a fit is called good and partial: among judged pairs two
  /// of three above the first are clearly within the thesis, one of six below the second.
  private static let steps = (good: 540_000, partial: 400_000)
  /// More would not be read.
  private static let topicLimit = 3

  /// How well it fits, in what both sides meet, what speaks against it and what is unknown.
  var sentence: Bilingual {
    let verdict = verdict
    let reason = reason
    var vi = "\(verdict.vi): \(reason.vi)"
    var en = "\(verdict.en): \(reason.en)"
    if let against {
      vi += "; nhưng \(offer.vi) nêu không nhận “\(against.mandatePhrase)”"
      en += "; but the \(offer.en) excludes “\(against.mandatePhrase)”"
    }
    if isSmall {
      vi += "; khoản lớn nhất chưa bằng một phần tư vòng gọi vốn"
      en += "; the largest ticket is less than a quarter of the round"
    }
    if let gap {
      vi += "; \(gap.vi)"
      en += "; \(gap.en)"
    }
    return Bilingual(vi: vi + ".", en: en + ".")
  }

  private var offer: Bilingual {
    switch kind {
    case .fund: Bilingual(vi: "quỹ", en: "fund")
    case .programme: Bilingual(vi: "chương trình", en: "programme")
    case .mentor: Bilingual(vi: "cố vấn", en: "mentor")
    }
  }

  private var verdict: Bilingual {
    if score >= Self.steps.good, !topics.isEmpty, against == nil {
      return Bilingual(vi: "Phù hợp", en: "Fits well")
    }
    // With nothing that meets, near or far, the sentence could not say in which part it fits.
    return score >= Self.steps.partial && !evidence.isEmpty
      ? Bilingual(vi: "Phù hợp một phần", en: "Fits in part")
      : Bilingual(vi: "Ít phù hợp", en: "Fits poorly")
  }

  private var reason: Bilingual {
    let topics = topics
    if !topics.isEmpty {
      return Bilingual(
        vi: "doanh nghiệp và \(offer.vi) cùng nói về \(Self.list(topics.map(\.vi), "và"))",
        en: "startup and \(offer.en) both speak of \(Self.list(topics.map(\.en), "and"))")
    }
    if let near = evidence.first(where: \.isIndirect) {
      let (own, wanted) = (near.organisationPhrase, near.mandatePhrase)
      return Bilingual(
        vi: "doanh nghiệp nói về “\(own)”, gần với “\(wanted)” của \(offer.vi)",
        en: "the startup speaks of “\(own)”, which is near “\(wanted)” of the \(offer.en)")
    }
    if let sharedField {
      return Bilingual(
        vi: "chỉ trùng về lĩnh vực (\(sharedField.vi)), chưa thấy nội dung cụ thể nào trùng",
        en: "only the field (\(sharedField.en)) is the same; nothing specific meets")
    }
    return Bilingual(
      vi: "chưa thấy nội dung cụ thể nào trùng", en: "nothing specific meets")
  }

  private var topics: [Bilingual] {
    var topics: [Bilingual] = []
    for item in evidence where topics.count < Self.topicLimit && !item.isIndirect {
      let quoted = "“\(item.mandatePhrase)”"
      let topic = item.conceptLabel ?? Bilingual(vi: quoted, en: quoted)
      if !topics.contains(topic) { topics.append(topic) }
    }
    return topics
  }

  private static func list(_ items: [String], _ and: String) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " \(and) " + last
  }
}

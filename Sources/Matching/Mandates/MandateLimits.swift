import Domain

/// What of a mandate's hard limits a startup breaks, and what is not known.
///
/// Unknown is no failure: it stands under `missing`.
struct MandateLimits {
  let terms: MandateTerms
  let venture: Venture
  let circumstances: MandateMatcher.Circumstances
  /// Whether an intake is announced that is not over.
  let isIntakeAnnounced: Bool

  private var now: Instant { circumstances.now }
  private var label: CodeLabel { circumstances.label }

  /// The rule that says which legal classes the fund may invest in, if one holds today.
  private var classRule: FundRule? {
    circumstances.rules.inForce(for: terms.fundKind, on: now.dayInVietnam)
      .first { $0.subject == .investeeClass && $0.effect == .refused }
  }

  /// Every limit that bars the match.
  var reasons: [MandateReason] {
    [closed, stage, province, ticket, legal, intake, places].compactMap { $0 }
  }

  private var closed: MandateReason? {
    guard terms.open == false else { return nil }
    return terms.kind == .mentor
      ? reason(
        .mentorUnavailable, "cố vấn hiện không nhận thêm nhóm",
        "the mentor takes no new teams at present")
      : reason(
        .fundClosed, "quỹ hiện không nhận hồ sơ", "the fund takes no applications at present")
  }

  private var stage: MandateReason? {
    guard let stage = venture.stage, !terms.stages.isEmpty,
      terms.stages.intersection([stage]).isEmpty
    else { return nil }
    let wanted = labels(Stage.list, terms.stages.codes.map(\.rawValue))
    let found = label(Stage.list, stage.rawValue)
    return reason(
      .stage, "nhận giai đoạn \(wanted.vi), doanh nghiệp ở giai đoạn \(found.vi)",
      "takes \(wanted.en), the startup is at \(found.en)")
  }

  private var province: MandateReason? {
    guard let own = venture.province, !terms.provinces.isEmpty, !terms.provinces.contains(own)
    else { return nil }
    let wanted = labels("provinces", terms.provinces)
    let found = label("provinces", own)
    return reason(
      .province, "chỉ đầu tư ở \(wanted.vi), doanh nghiệp ở \(found.vi)",
      "gives only in \(wanted.en), the startup is in \(found.en)")
  }

  private var ticket: MandateReason? {
    guard let raising = venture.raisingVND, let least = terms.ticketMinVND, raising < least else {
      return nil
    }
    return reason(
      .ticketAboveRound,
      "khoản nhỏ nhất \(Self.money(least).vi) lớn hơn vòng gọi vốn \(Self.money(raising).vi)",
      "the smallest ticket, \(Self.money(least).en), is larger than the round, "
        + Self.money(raising).en)
  }

  private var legal: MandateReason? {
    guard !venture.legal.isEmpty, let rule = classRule,
      venture.legal.intersection(CodeSet(rule.codes.compactMap(LegalClass.init(rawValue:))))
        .isEmpty
    else { return nil }
    let wanted = labels(LegalClass.list, rule.codes)
    return reason(
      .legalClass, "quỹ chỉ được đầu tư vào \(wanted.vi) (\(rule.source))",
      "the fund may invest only in: \(wanted.en) (\(rule.source))")
  }

  private var intake: MandateReason? {
    let today = now.dayInVietnam
    if let opens = terms.opens, today < opens {
      return reason(
        .intakeNotOpen, "nhận hồ sơ từ ngày \(Self.day(opens))",
        "the intake opens on \(Self.day(opens))")
    }
    if let closes = terms.closes, closes < today {
      return reason(
        .intakeClosed, "đã hết hạn nhận hồ sơ ngày \(Self.day(closes))",
        "the intake closed on \(closes)")
    }
    return nil
  }

  private var places: MandateReason? {
    terms.places == 0 ? reason(.noPlaces, "đã hết chỗ", "no places are left") : nil
  }

  /// Everything unknown that would make the match surer, most important first.
  var missing: [Missing] {
    var result: [Missing] = []
    func add(_ isMissing: Bool, _ key: String, _ vi: String, _ en: String) {
      if isMissing { result.append(Missing(key: key, text: Bilingual(vi: vi, en: en))) }
    }
    add(
      !terms.stages.isEmpty && venture.stage == nil, "stage_unknown",
      "chưa khai báo giai đoạn phát triển", "stage not declared")
    if terms.kind == .fund {
      add(
        (terms.ticketMinVND ?? terms.ticketMaxVND) != nil && venture.raisingVND == nil,
        "raising_unknown",
        "chưa rõ số vốn cần gọi", "the amount to be raised is not known here")
      add(
        terms.ticketMinVND == nil && terms.ticketMaxVND == nil, "ticket_unknown",
        "quỹ chưa nêu mức vốn", "the fund states no ticket size")
      add(
        terms.open == nil, "open_unknown", "chưa rõ quỹ có đang nhận hồ sơ hay không",
        "not said whether the fund takes applications")
      add(
        classRule != nil && venture.legal.isEmpty, "legal_unknown",
        "chưa khai báo tư cách pháp lý", "legal classes not declared")
    }
    add(
      !terms.provinces.isEmpty && venture.province == nil, "province_unknown",
      "chưa khai báo tỉnh, thành phố", "province not declared")
    if terms.kind == .programme {
      add(
        terms.opens == nil && terms.closes == nil && !isIntakeAnnounced, "intake_unknown",
        "chương trình chưa nêu thời gian nhận hồ sơ", "the programme states no intake dates")
    }
    add(
      terms.kind == .mentor && terms.open == nil, "open_unknown",
      "chưa rõ cố vấn có nhận thêm nhóm hay không",
      "not said whether the mentor takes new teams")
    add(
      !terms.fields.isEmpty && venture.fields.isEmpty, "field_unknown",
      "chưa khai báo lĩnh vực", "field not declared")
    add(
      !terms.technologies.isEmpty && venture.technologies.isEmpty, "technology_unknown",
      "chưa khai báo công nghệ", "technologies not declared")
    return result
  }

  private func reason(_ limit: MandateReason.Limit, _ vi: String, _ en: String) -> MandateReason {
    MandateReason(limit: limit, text: Bilingual(vi: vi, en: en))
  }

  private func labels(_ list: String, _ codes: [String]) -> Bilingual {
    let labels = codes.map { label(list, $0) }
    return Bilingual(
      vi: labels.map(\.vi).joined(separator: ", "), en: labels.map(\.en).joined(separator: ", "))
  }

  /// A day as people in Vietnam write it.
  private static func day(_ text: String) -> String {
    text.split(separator: "-").reversed().joined(separator: "/")
  }

  /// Whole đồng in the largest unit that they reach, to the đồng, so that different amounts read
  /// differently: `1,5 tỷ đồng`.
  static func money(_ amount: Int64) -> Bilingual {
    func scaled(_ unit: Int64) -> (vi: String, en: String)? {
      guard amount >= unit else { return nil }
      var digits = String(amount % unit + unit).dropFirst()
      while digits.last == "0" { digits.removeLast() }
      let whole = amount / unit
      return digits.isEmpty
        ? ("\(whole)", "\(whole)") : ("\(whole),\(digits)", "\(whole).\(digits)")
    }
    if let text = scaled(1_000_000_000) {
      return Bilingual(vi: "\(text.vi) tỷ đồng", en: "\(text.en) billion đồng")
    }
    if let text = scaled(1_000_000) {
      return Bilingual(vi: "\(text.vi) triệu đồng", en: "\(text.en) million đồng")
    }
    return Bilingual(vi: "\(amount) đồng", en: "\(amount) đồng")
  }
}

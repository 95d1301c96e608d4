import Domain

/// What is unknown or bars a match, in words.
struct Gaps {
  let problem: Facts
  let organisation: Facts
  let hasPastProjects: Bool
  /// What people read instead of a code, by list and code.
  let label: CodeLabel

  /// Everything unknown that would make the match surer, most important first.
  func missing(askedByOrganisation: Bool, own technologies: CodeSet<Technology>) -> [Missing] {
    var result: [Missing] = []
    func add(_ key: String, _ vi: String, _ en: String) {
      result.append(Missing(key: key, text: Bilingual(vi: vi, en: en)))
    }
    if organisation.trl == nil {
      add(
        "trl_unknown", "chưa khai báo mức sẵn sàng công nghệ (TRL)",
        "technology readiness level (TRL) not declared")
    }
    for requirement in problem.required
    where requirement.verdict(on: organisation.profile) == .unknown {
      switch requirement {
      case .minEmployees:
        add("employees_unknown", "chưa khai báo số lao động", "number of employees not declared")
      case .foundedBefore:
        add("founded_unknown", "chưa khai báo năm thành lập", "year of foundation not declared")
      case .province:
        add("province_unknown", "chưa khai báo tỉnh, thành phố", "province not declared")
      case .minTRL, .legal: break
      }
    }
    if !hasPastProjects {
      add("no_past_projects", "chưa nêu dự án đã thực hiện", "no past projects given")
    }
    for code in problem.technologies.codes
    where technologies.intersection([code]).isEmpty && !organisation.technologies.isEmpty {
      let name = label(Technology.list, code.rawValue)
      add(
        "technology:\(code.rawValue)", "chưa nêu công nghệ \(name.vi)",
        "technology not declared: \(name.en)")
    }
    if organisation.fields.isEmpty {
      add("field_unknown", "chưa khai báo lĩnh vực", "field not declared")
    }
    if organisation.technologies.isEmpty {
      add("technology_unknown", "chưa khai báo công nghệ", "technologies not declared")
    }
    if askedByOrganisation, problem.budgetVND == nil {
      add("budget_unknown", "bài toán chưa nêu kinh phí", "the problem states no budget")
    }
    return result
  }

  /// Every hard limit that bars the match; without a moment, deadlines do not matter.
  func reasons(now: Instant?) -> [ExclusionReason] {
    var reasons: [ExclusionReason] = []
    for requirement in problem.required {
      guard case .failed(let found) = requirement.verdict(on: organisation.profile) else {
        continue
      }
      reasons.append(
        ExclusionReason(
          cause: .requirement(UnmetRequirement(requirement: requirement, found: found)),
          text: text(requirement, found)))
    }
    if let now, let deadline = problem.deadline, deadline < now {
      reasons.append(
        ExclusionReason(
          cause: .deadlinePassed(deadline),
          text: Bilingual(
            vi: "đã hết hạn nhận đề xuất (\(deadline))",
            en: "the deadline for proposals has passed (\(deadline))")))
    }
    return reasons
  }

  private func text(_ requirement: Requirement, _ found: String) -> Bilingual {
    switch requirement {
    case .minTRL(let least):
      Bilingual(
        vi: "cần TRL từ \(least), đơn vị khai TRL \(found)",
        en: "needs TRL \(least) or more, has TRL \(found)")
    case .legal(let status):
      legalText(label(LegalClass.list, status.rawValue))
    case .province(let code):
      provinceText(label("provinces", code), label("provinces", found))
    case .minEmployees(let least):
      Bilingual(
        vi: "cần từ \(least) lao động, đơn vị có \(found)",
        en: "needs \(least) \(least == 1 ? "employee" : "employees") or more, has \(found)")
    case .foundedBefore(let year):
      Bilingual(
        vi: "cần thành lập trước năm \(year), đơn vị thành lập năm \(found)",
        en: "must be founded before \(year), was founded in \(found)")
    }
  }

  private func legalText(_ wanted: Bilingual) -> Bilingual {
    let held = organisation.legal.codes.map { label(LegalClass.list, $0.rawValue) }
    return held.isEmpty
      ? Bilingual(
        vi: "cần tư cách \(wanted.vi), đơn vị chưa có tư cách nào",
        en: "needs the status \(wanted.en), holds none")
      : Bilingual(
        vi: "cần tư cách \(wanted.vi), đơn vị có: \(held.map(\.vi).joined(separator: ", "))",
        en: "needs the status \(wanted.en), holds: \(held.map(\.en).joined(separator: ", "))")
  }

  private func provinceText(_ wanted: Bilingual, _ found: Bilingual) -> Bilingual {
    Bilingual(
      vi: "cần đơn vị ở \(wanted.vi), đơn vị ở \(found.vi)",
      en: "must be in \(wanted.en), is in \(found.en)")
  }
}

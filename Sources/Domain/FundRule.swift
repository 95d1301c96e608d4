/// What the law sets for a kind of fund: dated data with its source, never a constant of the
/// program.
package struct FundRule: Sendable, Equatable {
  /// Names it; an amended rule gets a new one.
  package let id: String
  /// Whom it binds.
  package let fundKind: FundKind
  /// What it is about.
  package let subject: Subject
  /// What the register does about it.
  package let effect: Effect
  /// The least that is allowed, in the unit of its subject.
  package let least: Int64?
  /// The most that is allowed, in the unit of its subject.
  package let most: Int64?
  /// The codes that are allowed, or with `investeeFund` those that are not.
  package let codes: [String]
  /// The numbers of the documents that it stands in.
  package let document: String
  /// Where in them, as far as known.
  package let clause: String?
  /// First day on which it holds, yyyy-mm-dd.
  package let validFrom: String
  /// Last day on which it holds; nil while it is in force.
  package let validTo: String?
  /// The rule in words.
  package let text: Bilingual

  /// What a rule is about.
  package enum Subject: String, Code {
    /// The part of a firm's charter capital after the investment, in hundredths of a percent.
    case shareAfter = "share_after"
    /// The legal classes of which the firm must hold one.
    case investeeClass = "investee_class"
    /// The kinds of fund into which it may not go.
    case investeeFund = "investee_fund"
    /// How it may give money.
    case instruments
    /// Which instruments may not be passed on.
    case transfer
    /// How many investors it has.
    case investors
    case legalForm = "legal_form"
    /// Its charter capital in đồng.
    case capital
    /// The state's part of its capital, in hundredths of a percent.
    case stateShare = "state_share"
    package static let list = "fund_rule_subjects"
  }

  /// What the register does about a rule.
  package enum Effect: String, Code {
    /// What breaks it is not taken; in matching it bars.
    case refused
    /// What breaks it is taken and marked.
    case warned
    /// It is shown, since the register knows nothing that it could be held against.
    case stated
    package static let list = "fund_rule_effects"
  }

  /// Whether it holds on a day, yyyy-mm-dd.
  package func holds(on day: String) -> Bool {
    validFrom <= day && validTo.map { day <= $0 } ?? true
  }

  /// Its document and clause, for messages: `38/2018/NĐ-CP, Điều 5`.
  package var source: String { [document, clause].compactMap { $0 }.joined(separator: ", ") }

  /// The rule as it stands in the API.
  package var json: JSON {
    var members: [(String, JSON)] = [
      ("id", .string(id)), ("fund_kind", .string(fundKind.rawValue)),
      ("subject", .string(subject.rawValue)), ("effect", .string(effect.rawValue)),
    ]
    members.add("least", least)
    members.add("most", most)
    members.add("codes", codes)
    members.append(("document", .string(document)))
    members.add("clause", clause)
    members.append(("valid_from", .string(validFrom)))
    members.add("valid_to", validTo)
    members.append(("text", ["vi": .string(text.vi), "en": .string(text.en)]))
    return .object(JSONObject(members))
  }
}

/// Every rule for funds, read from `fixtures/codes/fund_rules.json`.
package struct FundRules: Sendable {
  /// In the order of the file.
  package let all: [FundRule]

  /// These rules; none if left out.
  package init(_ all: [FundRule] = []) { self.all = all }

  /// Reads the file.
  /// - Throws: `ReferenceDataError` naming the rule that cannot be read.
  package init(json: JSON) throws(ReferenceDataError) {
    guard let elements = json.elements else {
      throw ReferenceDataError(source: "fund_rules", detail: "not a list")
    }
    var rules: [FundRule] = []
    for element in elements {
      guard let rule = FundRule(element), !rules.contains(where: { $0.id == rule.id }) else {
        throw ReferenceDataError(source: "fund_rules", detail: element.compact)
      }
      rules.append(rule)
    }
    all = rules
  }

  /// The rules for a kind of fund that hold on a day, yyyy-mm-dd.
  package func inForce(for kind: FundKind?, on day: String) -> [FundRule] {
    guard let kind else { return [] }
    return all.filter { $0.fundKind == kind && $0.holds(on: day) }
  }
}

extension FundRule {
  fileprivate init?(_ json: JSON) {
    let log = FaultLog()
    guard var reader = ObjectReader(json, log: log) else { return nil }
    let id = reader.line("id", most: PartID.limit)
    let kind = reader.code("fund_kind", FundKind.self)
    let subject = reader.code("subject", Subject.self)
    let effect = reader.code("effect", Effect.self)
    least = reader.money("least")
    most = reader.money("most")
    codes = reader.lines("codes", most: TextLimit.list, length: TextLimit.line)
    let document = reader.line("document", most: TextLimit.line)
    clause = reader.line("clause", most: TextLimit.line)
    let from = reader.day("valid_from")
    validTo = reader.day("valid_to")
    let (vi, en) = (reader.line("vi", most: 1000), reader.line("en", most: 1000))
    reader.finish()
    guard log.faults.isEmpty, let id, let kind, let subject, let effect, let document, let from,
      let vi, let en
    else { return nil }
    self.id = id
    fundKind = kind
    self.subject = subject
    self.effect = effect
    self.document = document
    validFrom = from
    text = Bilingual(vi: vi, en: en)
  }
}

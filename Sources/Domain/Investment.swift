/// An entry of a fund's portfolio.
package struct Investment: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<Investment>
  /// Whose portfolio it stands in.
  package let fund: ID<Organisation>
  /// What the fund says of it.
  package var terms: Terms
  /// Counts changes from 1; the entity tag.
  package var version: Int
  /// When it was entered.
  package let createdAt: Instant
  /// When it last changed.
  package var updatedAt: Instant

  /// What a fund says of an investment.
  package struct Terms: Sendable, Equatable {
    /// The firm, where it is in the register.
    package var organisation: ID<Organisation>?
    /// The firm's name, where it is not.
    package var name: String?
    /// On which day, yyyy-mm-dd, as days are in Vietnam.
    package var date: String
    /// How much, in đồng.
    package var amountVND: Int64?
    /// The part of the firm's charter capital that the fund then held, in hundredths of a percent.
    package var shareAfter: Int?
    /// How the money was given.
    package var instrument: Instrument?
    /// Whether everybody may know of it, though not of its terms; false unless chosen.
    package var isPublic = false
    /// A remark of the fund's own.
    package var note: String?

    /// An investment of which only the day is known yet.
    package init(date: String) { self.date = date }
  }

  /// Puts an entry together.
  package init(
    id: ID<Investment>, fund: ID<Organisation>, terms: Terms, version: Int = 1,
    createdAt: Instant, updatedAt: Instant
  ) {
    self.id = id
    self.fund = fund
    self.terms = terms
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

extension Investment.Terms {
  /// Members that the register itself keeps.
  package static let readOnly: Set<String> = [
    "id", "fund", "warnings", "version", "created_at", "updated_at",
  ]

  /// Reads the terms, collecting every fault.
  /// - Throws: `DomainError.invalid` with all faults.
  package static func read(_ json: JSON, today: String) throws(DomainError) -> Investment.Terms {
    let log = FaultLog()
    var terms = Investment.Terms(date: "")
    if var reader = ObjectReader(json, log: log) {
      terms.organisation = reader.line("organisation", most: 100).map { ID($0) }
      terms.name = reader.line("name", most: TextLimit.name)
      let date = reader.day("date")
      reader.require("date", date != nil)
      terms.date = date ?? ""
      if terms.date > today {
        log.add(Fault("/date", .outOfRange, found: terms.date, accepted: "≤ \(today)"))
      }
      terms.amountVND = reader.money("amount_vnd")
      terms.shareAfter = reader.integer("share_after", in: 0...10_000)
      terms.instrument = reader.code("instrument", Instrument.self)
      terms.isPublic = reader.bool("public") ?? false
      terms.note = reader.text("note", most: 5000)
      if terms.organisation == nil { reader.require("name", terms.name != nil) }
      if terms.organisation != nil, let name = terms.name {
        log.add(Fault("/name", .notAccepted, found: name, accepted: "organisation"))
      }
      reader.finish(readOnly: readOnly)
    }
    try log.check()
    return terms
  }

  /// The members in the order in which people read them; `whole` says whether the terms, which
  /// stay with the fund, are among them.
  package func members(whole: Bool = true) -> [(String, JSON)] {
    var members: [(String, JSON)] = []
    members.add("organisation", organisation?.text)
    members.add("name", name)
    members.append(("date", .string(date)))
    if whole {
      members.add("amount_vnd", amountVND)
      members.add("share_after", shareAfter)
    }
    members.add("instrument", instrument?.rawValue)
    members.append(("public", .bool(isPublic)))
    if whole { members.add("note", note) }
    return members
  }

  /// The rules that these terms break on their day, each with what was found instead.
  ///
  /// What is not known breaks nothing.
  package func breaches(
    of rules: FundRules, by kind: FundKind?, investee: OrganisationProfile?
  ) -> [FundRule.Breach] {
    rules.inForce(for: kind, on: date).compactMap { rule in
      switch rule.subject {
      case .shareAfter:
        guard let share = shareAfter, let most = rule.most, Int64(share) > most else { return nil }
        return FundRule.Breach(
          rule: rule, path: "/share_after", found: String(share), accepted: "≤ \(most)")
      case .investeeClass:
        guard let investee, !investee.legal.isEmpty,
          !investee.legal.contains(where: { rule.codes.contains($0.status.rawValue) })
        else { return nil }
        return FundRule.Breach(
          rule: rule, path: "/organisation",
          found: investee.legal.map(\.status.rawValue).joined(separator: ", "),
          accepted: rule.codes.joined(separator: ", "))
      case .investeeFund:
        guard let found = investee?.fund?.fundKind, rule.codes.contains(found.rawValue) else {
          return nil
        }
        return FundRule.Breach(
          rule: rule, path: "/organisation", found: found.rawValue,
          accepted: "≠ " + rule.codes.joined(separator: ", "))
      case .instruments:
        guard let instrument, !rule.codes.contains(instrument.rawValue) else { return nil }
        return FundRule.Breach(
          rule: rule, path: "/instrument", found: instrument.rawValue,
          accepted: rule.codes.joined(separator: ", "))
      case .transfer, .investors, .legalForm, .capital, .stateShare: return nil
      }
    }
  }
}

extension FundRule {
  /// A rule with what breaks it.
  package struct Breach: Sendable, Equatable {
    /// The rule.
    package let rule: FundRule
    /// Which member breaks it, as a JSON pointer.
    package let path: String
    /// What stands there.
    package let found: String
    /// What the rule allows.
    package let accepted: String

    /// What is told to whoever may not do it, the source included.
    package var fault: Fault {
      Fault(
        path, rule.most == nil ? .notAccepted : .outOfRange, found: found,
        accepted: "\(accepted) (\(rule.source))")
    }

    /// The mark on a record that is kept all the same.
    package var json: JSON {
      var members: [(String, JSON)] = [
        ("rule", .string(rule.id)), ("pointer", .string(path)), ("found", .string(found)),
        ("document", .string(rule.document)),
      ]
      members.add("clause", rule.clause)
      members.append(("text", ["vi": .string(rule.text.vi), "en": .string(rule.text.en)]))
      return .object(JSONObject(members))
    }
  }
}

extension Investment {
  /// The entry as it stands in the API, with the rules that it is marked as breaking.
  package func json(whole: Bool = true, warnings: [FundRule.Breach] = []) -> JSON {
    var members: [(String, JSON)] = [("id", .string(id.text)), ("fund", .string(fund.text))]
    members += terms.members(whole: whole)
    if whole, !warnings.isEmpty { members.append(("warnings", .array(warnings.map(\.json)))) }
    members.append(("version", JSON(version)))
    members.append(("created_at", .string(createdAt.description)))
    members.append(("updated_at", .string(updatedAt.description)))
    return .object(JSONObject(members))
  }
}

extension Visibility {
  /// Whether an actor may know of an investment of a fund that they may know of.
  package static func sees(_ actor: Actor, _ investment: Investment) -> Bool {
    shows(
      .investment, in: investment.terms.isPublic ? [.madePublic] : [],
      to: actor.onlookers(towards: investment.fund))
  }

  /// Whether an actor may see a fund's whole portfolio with its terms.
  package static func seesPortfolio(_ actor: Actor, of fund: ID<Organisation>) -> Bool {
    shows(.investmentTerms, to: actor.onlookers(towards: fund))
  }

  /// Whether an actor is told which matches of a fund compete with firms of its portfolio.
  package static func seesPortfolioConflicts(_ actor: Actor, of fund: ID<Organisation>) -> Bool {
    shows(.portfolioConflict, to: actor.onlookers(towards: fund))
  }
}

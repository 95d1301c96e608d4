import Domain
import Testing

@Suite struct FundRuleTests {
  private let rules: FundRules

  init() throws { rules = try FundRules(json: Places.json("fixtures/codes/fund_rules.json")) }

  @Test func everyRuleNamesItsSourceAndItsDays() {
    #expect(Set(rules.all.map(\.id)).count == rules.all.count)
    for rule in rules.all {
      #expect(!rule.document.isEmpty && rule.source.hasPrefix(rule.document), "\(rule.id)")
      #expect(rule.validTo.map { rule.validFrom <= $0 } ?? true, "\(rule.id)")
      #expect(rule.text.vi != rule.text.en, "\(rule.id)")
    }
  }

  /// An amended rule takes over on the day after the one before ends, so that no day has none or
  /// two.
  @Test(
    arguments: [
      ("2018-03-10", nil), ("2018-03-11", "sif-share-2018"), ("2025-09-14", "sif-share-2018"),
      ("2025-09-15", "sif-share-2025"), ("2030-01-01", "sif-share-2025"),
    ] as [(String, String?)]) func theRuleOfTheDayHolds(_ day: String, _ id: String?)
  {
    let found = rules.inForce(for: .startupInvestmentFund, on: day).filter {
      $0.subject == .shareAfter
    }
    #expect(found.map(\.id) == [id].compactMap(\.self))
    #expect(rules.inForce(for: nil, on: day).isEmpty)
  }

  private typealias Change = @Sendable (inout Investment.Terms) -> Void
  private static let cases: [(FundKind, String, Change, [String])] = [
    (.startupInvestmentFund, "2026-01-01", { $0.shareAfter = 5000 }, []),
    (.startupInvestmentFund, "2026-01-01", { $0.shareAfter = 5001 }, ["/share_after refused"]),
    (.startupInvestmentFund, "2017-01-01", { $0.shareAfter = 9000 }, []),
    (.ventureCapital, "2026-01-01", { $0.shareAfter = 9000 }, []),
    (.startupInvestmentFund, "2026-01-01", { $0.instrument = .equity }, []),
    (.startupInvestmentFund, "2026-01-01", { $0.instrument = .grant }, ["/instrument warned"]),
    (.startupInvestmentFund, "2020-01-01", { $0.instrument = .grant }, []),
    (.startupInvestmentFund, "2026-01-01", { _ in }, []),
  ]

  @Test(arguments: cases.indices) func termsAreHeldAgainstTheRuleOfTheirDay(_ row: Int) {
    let (kind, day, change, expected) = Self.cases[row]
    var terms = Investment.Terms(date: day)
    change(&terms)
    let found = terms.breaches(of: rules, by: kind, investee: nil)
    #expect(found.map { "\($0.path) \($0.rule.effect.rawValue)" } == expected)
    for breach in found { #expect(breach.fault.accepted?.contains(breach.rule.source) == true) }
  }

  @Test func whoIsInvestedInMatters() {
    var other = OrganisationProfile(kind: .fund, name: "Quỹ")
    var part = FundProfile()
    part.fundKind = .startupInvestmentFund
    other.fund = part
    let terms = Investment.Terms(date: "2026-01-01")
    func broken(_ kind: FundKind, _ investee: OrganisationProfile) -> [String] {
      terms.breaches(of: rules, by: kind, investee: investee).map(\.rule.subject.rawValue)
    }
    #expect(broken(.startupInvestmentFund, other) == ["investee_fund"])
    #expect(broken(.ventureCapital, other) == [])
    var firm = OrganisationProfile(kind: .startup, name: "Hạt")
    #expect(broken(.stateVentureFund, firm) == [], "what is not known breaks nothing")
    firm.legal = [LegalStatus(.smeSmall)]
    #expect(broken(.stateVentureFund, firm) == ["investee_class"])
    firm.legal.append(LegalStatus(.startupInnovative))
    #expect(broken(.stateVentureFund, firm) == [])
  }

  @Test(
    arguments: [
      [:], [[:]], ["x"],
      [
        ["id": "a", "fund_kind": "angel", "subject": "capital", "effect": "stated"]
      ],
    ] as [JSON]) func refusesWhatItCannotRead(_ json: JSON)
  {
    #expect(throws: ReferenceDataError.self) { try FundRules(json: json) }
  }
}

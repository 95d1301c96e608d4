import Domain
import Matching
import Testing

struct MatcherTests {
  private let snapshot = Samples.snapshot(Samples.firms)

  @Test func findsWhoHasDoneItFirst() {
    let ids = snapshot.solvers(for: Samples.coffeeProblem, limit: 10).ids
    #expect(ids.first == "f01")
    #expect(Set(ids.prefix(3)) == ["f01", "f02", "f03"])
    #expect(!ids.contains("f07"))
  }

  @Test func namesItsWeights() {
    let matches = snapshot.solvers(for: Samples.coffeeProblem, limit: 10)
    #expect(matches.weightsVersion == Weights.standard.version)
  }

  @Test func componentsSumToTheScore() {
    for firm in Samples.firms {
      let statement = Samples.statement(firm.profile.name, firm.profile.description) {
        $0.field = .agriculture
        $0.budgetVND = 777_777_777
      }
      for match in snapshot.solvers(for: statement, limit: 10).matches {
        #expect(match.components.map(\.signal) == Signal.allCases)
        #expect(match.components.reduce(0) { $0 + $1.contributionMicros } == match.scoreMicros)
        #expect((0...1).contains(match.score))
        for component in match.components {
          #expect((0...1).contains(component.value))
          #expect(abs(component.value * component.weight - component.contribution) <= 5e-7 + 1e-12)
        }
      }
    }
  }

  @Test func printedContributionsSumToThePrintedScore() throws {
    for match in snapshot.solvers(for: Samples.coffeeProblem, limit: 10).matches {
      // What JSON shows, added as decimals.
      func micros(_ value: Double) throws -> Int {
        let text = JSON.number(value).compact
        let parts = text.split(separator: ".")
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        #expect(fraction.count <= 6)
        let padded = fraction + String(repeating: "0", count: 6 - fraction.count)
        return try #require(Int(parts[0])) * 1_000_000 + #require(Int(padded))
      }
      let sum = try match.components.reduce(0) { try $0 + micros($1.contribution) }
      #expect(try sum == micros(match.score))
    }
  }

  @Test func equalOnesAreOrderedByIdentifier() {
    let twins = ["t3", "t1", "t2"].map { Samples.organisation($0, "Cà phê", "Cà phê ngon") }
    let matches = Samples.snapshot(twins).solvers(for: Samples.statement("Cà phê"), limit: 3)
    #expect(matches.ids == ["t1", "t2", "t3"])
    #expect(Set(matches.matches.map(\.scoreMicros)).count == 1)
  }

  @Test func limitIsKept() {
    for limit in 0...4 {
      #expect(
        snapshot.solvers(for: Samples.coffeeProblem, limit: limit).matches.count == min(limit, 4))
    }
  }

  @Test(arguments: 0..<10)
  func anIrrelevantFirmChangesNoOrder(_ number: Int) {
    let before = snapshot.solvers(for: Samples.coffeeProblem, limit: 20).ids
    let strangers = (0...number).map {
      Samples.organisation("zz\($0)", "Âm nhạc \($0)", "Phòng thu thanh, đàn và trống \($0)")
    }
    let after = snapshot.applying(strangers.map { .organisation($0) })
      .solvers(for: Samples.coffeeProblem, limit: 20).ids
    #expect(after.filter { !$0.hasPrefix("zz") } == before)
  }

  @Test func placeAndSizeAloneMakeNoSolver() {
    let near = Samples.organisation(
      "near",
      Samples.profile("Gần Nhà", "Phòng thu thanh, đàn và trống.") {
        $0.province = "66"
        $0.employees = 900
        $0.trl = 9
        $0.fields = [.agriculture]
        $0.technologies = [.digitalPlatform]
      })
    let ids = snapshot.applying([.organisation(near)])
      .solvers(for: Samples.coffeeProblem, limit: 20).ids
    #expect(!ids.contains("near"))
  }

  @Test func kindsAreKeptToSolvers() {
    let others = [OrganisationKind.fund, .agency, .incubator].map { kind in
      Samples.organisation(
        "k-\(kind.rawValue)",
        Samples.profile("Cà phê", "Truy xuất nguồn gốc cà phê", kind: kind))
    }
    let all = snapshot.applying(others.map { .organisation($0) })
    #expect(!all.solvers(for: Samples.coffeeProblem, limit: 20).ids.contains { $0.hasPrefix("k-") })
    let funds = all.solvers(for: Samples.coffeeProblem, limit: 20, kinds: [.fund])
    #expect(funds.ids == ["k-fund"])
  }

  /// Who looks for solvers is told of the barred that would fit; who looks for problems of all.
  @Test func whoHardlyFitsIsNotListedAsBarred() throws {
    var statement = Samples.statement("Truy xuất nguồn gốc cà phê bằng blockchain cho hợp tác xã")
    statement.required = [.minTRL(9)]
    let near = Samples.organisation(
      "near",
      Samples.profile("A", "Blockchain. Truy xuất nguồn gốc hạt cà phê. Nhiều hợp tác xã đã dùng") {
        $0.trl = 5
      })
    let far = Samples.organisation(
      "far", Samples.profile("B", "Xây nhà kho cho hợp tác xã") { $0.trl = 5 })
    let snapshot = Samples.snapshot([near, far], [Samples.problem("p1", statement)])
    let found = snapshot.solvers(for: statement, limit: 20)
    #expect(found.matches.isEmpty)
    #expect(found.excluded.map(\.subject.text) == ["near"])
    let back = snapshot.problems(for: far.profile, limit: 20, now: Samples.moment)
    #expect(back.excluded.map(\.subject.text) == ["p1"])
  }

  @Test(arguments: [
    (Requirement.minTRL(7), "f02"), (.minTRL(9), "f01"),
    (.legal(.scienceTechnologyEnterprise), "f02"), (.province("66"), "f02"),
    (.minEmployees(31), "f01"),
  ])
  func failedRequirementExcludesWithItsReason(_ requirement: Requirement, _ barred: String) throws {
    var statement = Samples.coffeeProblem
    statement.required = [requirement]
    let matches = snapshot.solvers(for: statement, limit: 20)
    #expect(!matches.ids.contains(barred))
    let exclusion = try #require(matches.excluded.first { $0.subject.text == barred })
    #expect(exclusion.externalID == "x-\(barred)")
    #expect(exclusion.reasons.count == 1)
    guard case .requirement(let unmet) = exclusion.reasons[0].cause else {
      Issue.record("not a requirement")
      return
    }
    #expect(unmet.requirement == requirement)
    #expect(!exclusion.reasons[0].text.vi.isEmpty && !exclusion.reasons[0].text.en.isEmpty)
  }

  @Test func unknownIsNoFailure() throws {
    var statement = Samples.coffeeProblem
    statement.required = [.minTRL(7), .minEmployees(5), .foundedBefore(2024), .province("66")]
    let match = try #require(
      snapshot.solvers(for: statement, limit: 20).matches.first { $0.subject.text == "f03" })
    let keys = match.missing.map(\.key)
    for key in ["trl_unknown", "employees_unknown", "founded_unknown", "province_unknown"] {
      #expect(keys.contains(key))
    }
  }

  @Test func stricterRequirementsNeverAddAMatch() {
    let ladder: [[Requirement]] = [
      [], [.minTRL(4)], [.minTRL(7)], [.minTRL(7), .province("66")],
      [.minTRL(7), .province("66"), .minEmployees(31)],
    ]
    var before: Set<String>?
    for required in ladder {
      var statement = Samples.coffeeProblem
      statement.required = required
      let ids = Set(snapshot.solvers(for: statement, limit: 50).ids)
      if let before { #expect(ids.isSubset(of: before)) }
      before = ids
    }
  }

  @Test func emptyRegisterAndEmptyQuestion() {
    let nothing = Samples.snapshot([])
    #expect(nothing.solvers(for: Samples.coffeeProblem, limit: 5).matches.isEmpty)
    #expect(nothing.search(SearchQuery(text: "cà phê")).total == 0)
    #expect(snapshot.solvers(for: Samples.statement("…"), limit: 5).matches.isEmpty)
  }
}

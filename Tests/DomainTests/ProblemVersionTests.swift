import Domain
import Testing

@Suite struct ProblemVersionTests {
  private static let now = Instant(seconds: 1000)

  private static func problem(
    published: Bool = true, _ change: (inout ProblemStatement) -> Void
  ) -> Problem {
    var statement = ProblemStatement(title: "x")
    change(&statement)
    return Problem(
      id: ID("p"), status: published ? .published : .draft, createdAt: Instant(seconds: 0),
      updatedAt: Instant(seconds: 0), publishedAt: published ? Instant(seconds: 1) : nil,
      statement: statement)
  }

  private static func word(
    _ problem: Problem, _ change: (inout ProblemStatement) -> Void
  ) -> String {
    var new = problem.statement
    change(&new)
    do {
      try problem.allowAmending(to: new, at: now)
      return "ok"
    } catch {
      switch error {
      case .deadlinePassed: return "passed"
      case .invalid(let faults):
        return faults.map { "\($0.path) \($0.rule.rawValue)" }.joined(separator: ", ")
      default: return "\(error)"
      }
    }
  }

  @Test(
    arguments: [
      (nil, nil, "ok"), (nil, 2000, "ok"), (nil, 1000, "/deadline in_the_past"),
      (2000, 3000, "ok"), (2000, 2000, "ok"), (2000, 1999, "/deadline out_of_range"),
      (2000, nil, "/deadline out_of_range"), (1001, 1002, "ok"), (1000, 3000, "ok"),
      (999, nil, "passed"),
    ] as [(Int64?, Int64?, String)])
  func aDeadlineOnlyGoesLater(_ old: Int64?, _ new: Int64?, _ expected: String) {
    let problem = Self.problem { $0.deadline = old.map(Instant.init(seconds:)) }
    #expect(Self.word(problem) { $0.deadline = new.map(Instant.init(seconds:)) } == expected)
    let draft = Self.problem(published: false) { $0.deadline = old.map(Instant.init(seconds:)) }
    #expect(Self.word(draft) { $0.deadline = new.map(Instant.init(seconds:)) } == "ok")
  }

  @Test(
    arguments: [
      (nil, 1500, "ok"), (1500, nil, "ok"), (1500, 1400, "/question_deadline out_of_range"),
      (900, 1500, "ok"), (900, 950, "/question_deadline in_the_past"),
    ] as [(Int64?, Int64?, String)])
  func questionsMayBeTakenAnew(_ old: Int64?, _ new: Int64?, _ expected: String) {
    let problem = Self.problem {
      $0.deadline = Instant(seconds: 2000)
      $0.questionDeadline = old.map(Instant.init(seconds:))
    }
    #expect(
      Self.word(problem) { $0.questionDeadline = new.map(Instant.init(seconds:)) } == expected)
  }

  @Test(
    arguments: [
      ([], [], "ok"), ([.minTRL(6)], [], "ok"), ([.minTRL(6)], [.minTRL(5)], "ok"),
      ([.minTRL(6)], [.minTRL(7)], "/required/0 stricter"),
      ([], [.minTRL(1)], "/required/0 stricter"),
      ([.minEmployees(10)], [.minEmployees(9)], "ok"),
      ([.minEmployees(10)], [.minEmployees(11)], "/required/0 stricter"),
      ([.foundedBefore(2020)], [.foundedBefore(2021)], "ok"),
      ([.foundedBefore(2020)], [.foundedBefore(2019)], "/required/0 stricter"),
      ([.province("66"), .legal(.large)], [.legal(.large)], "ok"),
      ([.province("66")], [.province("66"), .province("01")], "/required/1 stricter"),
      ([.legal(.smeMicro)], [.legal(.smeSmall)], "/required/0 stricter"),
      ([.minTRL(6)], [.minEmployees(5)], "/required/0 stricter"),
    ] as [([Requirement], [Requirement], String)])
  func requirementsDoNotTighten(
    _ old: [Requirement], _ new: [Requirement], _ expected: String
  ) {
    #expect(Self.word(Self.problem { $0.required = old }) { $0.required = new } == expected)
  }

  /// Whoever met what was published still meets what it was amended to.
  @Test func nobodyIsShutOutByAnAmendment() {
    var random = Seeded(9)
    func requirement() -> Requirement {
      switch Int.random(in: 0..<5, using: &random) {
      case 0: .minTRL(Int.random(in: 1...9, using: &random))
      case 1: .minEmployees(Int.random(in: 1...9, using: &random))
      case 2: .foundedBefore(Int.random(in: 2010...2020, using: &random))
      case 3: .province(["66", "01"].randomElement(using: &random) ?? "66")
      default: .legal(LegalClass.allCases.randomElement(using: &random) ?? .large)
      }
    }
    var followed = 0
    for _ in 0..<4000 {
      let (new, old) = (requirement(), requirement())
      guard new.follows(from: old) else { continue }
      followed += 1
      var profile = OrganisationProfile(kind: .startup, name: "x")
      profile.trl = Int.random(in: 1...9, using: &random)
      profile.employees = Int.random(in: 1...9, using: &random)
      profile.founded = Int.random(in: 2008...2021, using: &random)
      profile.province = ["66", "01"].randomElement(using: &random)
      profile.legal = [LegalStatus(LegalClass.allCases.randomElement(using: &random) ?? .large)]
      if old.verdict(on: profile) == .met { #expect(new.verdict(on: profile) == .met) }
    }
    #expect(followed > 200)
  }

  @Test func changesNameTheMembersThatDiffer() {
    var before = ProblemStatement(title: "x")
    before.owner = "Sở"
    before.field = .energy
    var after = before
    after.title = "y"
    after.owner = nil
    after.questionDeadline = Instant(seconds: 0)
    let changes = ProblemChange.between(before, after)
    #expect(changes.map(\.member) == [.title, .owner, .questionDeadline])
    #expect(changes[1].before == "Sở" && changes[1].after == .null)
    #expect(ProblemChange.between(before, before).isEmpty)
    // Every member of a statement can be told of.
    var full = ProblemStatement(title: "x")
    full.grounds = "g"
    full.description = "d"
    full.expectedResult = "e"
    full.field = .energy
    full.technologies = [.ai]
    full.owner = "o"
    full.ownerOrganisation = ID("o")
    full.mechanism = .grant
    full.budgetVND = 1
    full.province = "66"
    full.required = [.minTRL(1)]
    full.deadline = Instant(seconds: 2)
    full.questionDeadline = Instant(seconds: 1)
    #expect(full.members.map(\.0) == ProblemMember.accepted)
  }
}

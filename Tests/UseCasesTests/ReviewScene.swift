import Domain
import Storage
import UseCases

/// A problem with two opened proposals and three reviewers.
struct ReviewScene {
  let world: World
  let problem: Problem
  let firms: [Organisation]
  let proposals: [Proposal]
  let reviewers: [Account]

  var registry: Registry { world.registry }
  var name: String { problem.id.text }

  init(_ world: World? = nil, criteria: JSON? = nil, firms count: Int = 2) throws {
    let world = try world ?? World()
    self.world = world
    firms = try (0..<count).map { number in
      try world.organisation(
        .verified,
        ["name": .string("Công ty \(number)"), "email": .string("cty\(number)@example.vn")])
    }
    let problem = try world.problem()
    if let criteria {
      _ = try world.registry.setReviewPlan(of: problem.id.text, criteria, by: World.dost)
    }
    self.problem = problem
    proposals = try firms.map { try world.proposal(of: $0, for: problem) }
    reviewers = try (0..<3).map { try world.account("chuyengia\($0)@example.vn", role: .reviewer) }
    try world.open(problem)
  }

  /// Two criteria of equal use: 60 and 40 percent, of 10 points each.
  static let criteria: JSON = [
    "criteria": [
      ["key": "fit", "title": ["vi": "Đáp ứng"], "weight": 60, "max_points": 10],
      ["key": "cost", "title": ["vi": "Chi phí"], "weight": 40, "max_points": 10],
    ]
  ]

  static func person(_ account: Account) -> Actor {
    Actor(name: "account:\(account.id)", role: account.role, account: account.id)
  }

  func actor(_ number: Int) -> Actor { Self.person(reviewers[number]) }

  func assign(_ numbers: Int...) throws(DomainError) -> [ReviewRecord] {
    try registry.assignReviewers(
      to: name, ["accounts": .array(numbers.map { .string(reviewers[$0].email) })], by: World.dost)
  }

  func review(_ number: Int, of proposal: Int) throws -> ID<Review> {
    let found = try registry.reviews(
      proposal: proposals[proposal].id, reviewer: reviewers[number].id,
      page: PageRequest(limit: 1), by: World.dost
    ).items
    guard let first = found.first else { throw DomainError.notFound(aggregate: "review", id: "") }
    return first.review.id
  }

  static func scores(_ fit: Double, _ cost: Double, _ more: JSON = [:]) -> JSON {
    let json: JSON = [
      "scores": [
        ["criterion": "fit", "points": .number(fit)],
        ["criterion": "cost", "points": .number(cost)],
      ]
    ]
    return json.merging(more)
  }

  /// Declares, scores and locks.
  func finish(_ number: Int, of proposal: Int, _ fit: Double, _ cost: Double) throws {
    let (id, actor) = (try review(number, of: proposal), actor(number))
    _ = try registry.declare(id, ["conflict": "none"], by: actor)
    _ = try registry.score(id, Self.scores(fit, cost), by: actor)
    _ = try registry.lock(id, by: actor)
  }

  func move(
    _ proposal: Int, _ event: Proposal.Event, _ reason: String? = "lý do"
  ) throws(DomainError) {
    _ = try registry.moveProposal(proposals[proposal].id, event, reason: reason, by: World.dost)
  }

  func advance(_ event: Problem.Event, code: String? = nil) throws(DomainError) -> Problem {
    try registry.moveProblem(name, event, reason: "lý do", code: code, by: World.dost)
  }

  /// Everything that an award needs: two reviewers, consensus, decisions and feedback; the first
  /// proposal is selected.
  func judge() throws {
    _ = try assign(0, 1)
    for (proposal, points) in [9.0, 6.5].enumerated() where proposal < proposals.count {
      for number in 0...1 { try finish(number, of: proposal, points, points - Double(number)) }
      _ = try registry.setConsensus(
        on: proposals[proposal].id, Self.scores(points, points), by: World.dost)
      _ = try registry.setFeedback(
        on: proposals[proposal].id, ["text": .string("Nhận xét \(proposal)")], by: World.dost)
      try move(proposal, .admit, nil)
      try move(proposal, .shortlist)
    }
    _ = try advance(.review)
    try move(0, .select)
    if proposals.count > 1 { try move(1, .decline) }
  }

  /// The engagement of the first firm after the award.
  func award() throws -> Engagement {
    try judge()
    _ = try advance(.award)
    let found = try registry.engagements(
      problem: name, page: PageRequest(limit: 9), by: World.dost
    ).items
    guard let first = found.first else {
      throw DomainError.notFound(aggregate: "engagement", id: "")
    }
    return first.engagement
  }
}

extension World {
  /// An active account, as an administrator makes one.
  func account(_ email: String, role: Role?) throws(DomainError) -> Account {
    let now = registry.now
    let account = Account(
      id: ID("account-\(email)"), email: email, name: "An", language: .vi, role: role,
      status: .active, createdAt: now, updatedAt: now)
    try store.write { db throws(DomainError) in try db.insert(account) }
    return account
  }

  /// Makes an account belong to an organisation, or ends that.
  func bind(
    _ account: Account, to organisation: Organisation, ending: Bool = false
  ) throws(DomainError) {
    let now = registry.now
    try store.write { db throws(DomainError) in
      try db.set(
        Membership(
          account: account.id, organisation: organisation.id, role: .viewer, since: now))
      if ending { _ = try db.endMembership(of: account.id, in: organisation.id) }
    }
  }
}

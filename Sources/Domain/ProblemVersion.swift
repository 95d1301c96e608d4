/// The statement of a problem as it was public from some moment on.
package struct ProblemVersion: Sendable, Equatable {
  /// The problem.
  package let problem: ID<Problem>
  /// Counts from 1, the statement as first published.
  package let number: Int
  /// Since when.
  package let at: Instant
  /// Why it was changed.
  package let reason: String?
  /// The document by which it was published or changed.
  package let document: ID<IssuingDocument>?
  /// What the problem then was.
  package let statement: ProblemStatement

  /// Puts a record together.
  package init(
    problem: ID<Problem>, number: Int, at: Instant, reason: String? = nil,
    document: ID<IssuingDocument>? = nil, statement: ProblemStatement
  ) {
    self.problem = problem
    self.number = number
    self.at = at
    self.reason = reason
    self.document = document
    self.statement = statement
  }
}

/// A member of a statement, for telling what an amendment changed.
package enum ProblemMember: String, Code {
  case title, grounds, description
  case expectedResult = "expected_result"
  case field, technologies, owner
  case ownerOrganisation = "owner_organisation"
  case mechanism
  case budgetVND = "budget_vnd"
  case province, required, deadline
  case questionDeadline = "question_deadline"
  package static let list = "problem_members"
}

/// What an amendment did to one member.
package struct ProblemChange: Sendable, Equatable {
  /// Which.
  package let member: ProblemMember
  /// What it was; null for nothing.
  package let before: JSON
  /// What it is; null for nothing.
  package let after: JSON

  /// The members in which two statements differ, in the order in which people read them.
  package static func between(_ before: ProblemStatement, _ after: ProblemStatement) -> [Self] {
    let old = JSONObject(before.members)
    let new = JSONObject(after.members)
    return ProblemMember.allCases.compactMap { member in
      let (left, right) = (old[member.rawValue] ?? .null, new[member.rawValue] ?? .null)
      return left == right ? nil : Self(member: member, before: left, after: right)
    }
  }
}

extension Requirement {
  /// Whether every organisation that fulfils the other requirement fulfils this one too.
  package func follows(from other: Requirement) -> Bool {
    switch (self, other) {
    case (.minTRL(let least), .minTRL(let had)): least <= had
    case (.minEmployees(let least), .minEmployees(let had)): least <= had
    case (.foundedBefore(let year), .foundedBefore(let had)): year >= had
    case (.legal, .legal), (.province, .province): self == other
    case (.minTRL, _), (.minEmployees, _), (.foundedBefore, _), (.legal, _), (.province, _): false
    }
  }
}

extension Problem {
  /// What is owed to those who count on what was published.
  ///
  /// A deadline may only be put off, and not any more once it has passed: whoever could bring it
  /// forward could open the sealed proposals. The same holds for the last day of questions, but that
  /// it may begin anew. Hard requirements may not become stricter, since that would shut out
  /// somebody who has begun.
  /// - Throws: `.deadlinePassed`, or `.invalid` naming the member.
  package func allowAmending(to new: ProblemStatement, at now: Instant) throws(DomainError) {
    guard publishedAt != nil else { return }
    if new.deadline != statement.deadline {
      if let old = statement.deadline, old < now { throw .deadlinePassed(old) }
      try Self.requireLater(new.deadline, than: statement.deadline, "/deadline", now)
    }
    // Without a time of its own questions are taken as long as proposals, which is no shorter.
    if let last = new.questionDeadline, last != statement.questionDeadline {
      try Self.requireLater(last, than: statement.questionDeadline, "/question_deadline", now)
    }
    let faults = new.required.enumerated().compactMap { index, requirement in
      statement.required.contains { requirement.follows(from: $0) }
        ? nil
        : Fault(
          "/required/\(index)", .stricter, found: requirement.json.compact,
          accepted: statement.required.isEmpty
            ? "[]" : statement.required.map(\.json.compact).joined(separator: ", "))
    }
    guard faults.isEmpty else { throw .invalid(faults) }
  }

  private static func requireLater(
    _ new: Instant?, than old: Instant?, _ path: String, _ now: Instant
  ) throws(DomainError) {
    if let old {
      guard let new, new > old else {
        throw .invalid([Fault(path, .outOfRange, found: new?.description, accepted: "> \(old)")])
      }
    }
    if let new, new <= now {
      throw .invalid([Fault(path, .inThePast, found: new.description, accepted: "> \(now)")])
    }
  }
}

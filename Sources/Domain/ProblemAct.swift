/// Something that was done to a published problem: a line of the history that everybody may read.
package struct ProblemAct: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<ProblemAct>
  /// The problem.
  package let problem: ID<Problem>
  /// What was done.
  package let kind: Kind
  /// When.
  package let at: Instant
  /// The document by which it was done.
  package let document: ID<IssuingDocument>?
  /// The version of the statement that it made, counted from 1 for the one first published.
  package let statement: Int?
  /// The other problems that it concerns: what this one was merged into or taken from.
  package let others: [ID<Problem>]
  /// The coded reason of an ending.
  package let code: String?
  /// Why, in public words.
  package let reason: String?

  /// What can be done to a problem once it is public.
  package enum Kind: String, Code {
    case publish, amend, extend, suspend, resume, close, review, award
    case noAward = "no_award"
    case start, solve, fail, cancel
    /// Cancelled by a document.
    case withdraw
    case merge, split
    package static let list = "problem_acts"
  }

  /// Puts a record together.
  package init(
    id: ID<ProblemAct>, problem: ID<Problem>, kind: Kind, at: Instant,
    document: ID<IssuingDocument>? = nil, statement: Int? = nil, others: [ID<Problem>] = [],
    code: String? = nil, reason: String? = nil
  ) {
    self.id = id
    self.problem = problem
    self.kind = kind
    self.at = at
    self.document = document
    self.statement = statement
    self.others = others
    self.code = code
    self.reason = reason
  }

  /// The act as it stands in the API.
  package var json: JSON {
    var members: [(String, JSON)] = [
      ("id", .string(id.text)), ("problem", .string(problem.text)),
      ("kind", .string(kind.rawValue)), ("at", .string(at.description)),
    ]
    members.add("document", document?.text)
    members.add("statement_version", statement)
    members.add("others", others.map(\.text))
    members.add("reason_code", code)
    members.add("reason", reason)
    return .object(JSONObject(members))
  }
}

extension ProblemAct.Kind {
  /// The list of codes that its coded reason is one of.
  package var reasons: String {
    switch self {
    case .noAward: NoAwardReason.list
    case .close: CloseReason.list
    case .publish, .amend, .extend, .suspend, .resume, .review, .award, .start, .solve, .fail,
      .cancel, .withdraw, .merge, .split:
      CancelReason.list
    }
  }

  /// The line that a step leaves in the history; nil for steps that come before publication.
  package init?(_ event: Problem.Event) {
    switch event {
    case .submit, .return: return nil
    case .publish, .close, .review, .award, .start, .solve, .fail, .noAward, .cancel, .suspend,
      .resume:
      guard let kind = Self(rawValue: event.rawValue) else { return nil }
      self = kind
    }
  }
}

/// What a document does to a list of problems at once.
package struct DocumentOrder: Sendable, Equatable {
  /// What is done.
  package let act: Act
  /// The problems that it is done to, each by any of its names.
  package let problems: [String]
  /// The problems that go on in their place: one for a merger, several for a split.
  package let into: [String]
  /// The code of a withdrawal.
  package let code: String?
  /// Why, in public words.
  package let reason: String?

  /// What a document can do.
  package enum Act: String, Code {
    /// Publishes drafts.
    case publish
    /// Ends problems.
    case withdraw
    /// Ends several problems, which go on as part of another one.
    case merge
    /// Ends one problem, which goes on as several.
    case split
    package static let list = "document_acts"
  }

  /// How many problems one document acts on at most; published annexes have 13 to 30.
  package static let most = 100

  /// Reads an order.
  /// - Throws: `DomainError.invalid` with all faults.
  package init(_ json: JSON) throws(DomainError) {
    let log = FaultLog()
    var act: Act?
    var (problems, into) = ([String](), [String]())
    var (code, reason): (String?, String?)
    if var reader = ObjectReader(json, log: log) {
      act = reader.code("act", Act.self)
      reader.require("act", act != nil)
      problems = reader.lines("problems", most: Self.most, length: 100)
      reader.require("problems", !problems.isEmpty)
      if act == .merge || act == .split {
        into = reader.lines("into", most: Self.most, length: 100)
        reader.require("into", !into.isEmpty)
      }
      if act == .withdraw { code = reader.line("reason_code", most: 100) }
      if act != .publish { reason = reader.text("reason", most: 5000) }
      reader.finish()
    }
    if act == .merge, into.count > 1 {
      log.add(Fault("/into", .tooMany, found: String(into.count), accepted: "1"))
    }
    if act == .split, problems.count > 1 {
      log.add(Fault("/problems", .tooMany, found: String(problems.count), accepted: "1"))
    }
    try log.check()
    guard let act else { throw .invalid([Fault("/act", .missing)]) }
    self.act = act
    self.problems = problems
    self.into = into
    self.code = code
    self.reason = reason
  }
}

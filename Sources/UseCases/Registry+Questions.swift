package import Domain
import Storage

extension Registry {
  /// Asks DOST something about a published problem, under the name of a verified organisation.
  /// - Throws: `.deadlinePassed` where questions are taken no longer, to the second; `.refused`
  ///   where the problem takes none or the organisation is not verified.
  package func askQuestion(
    about name: String, _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> Question {
    guard actor.isKnown else { throw .unauthenticated }
    guard actor.role == .member, let own = actor.organisation, actor.membership != .viewer else {
      throw .forbidden(action: "question.ask", needs: ["member"])
    }
    let text = try Question.text(json)
    try refusePersonalNumbers(in: text, at: "text")
    let (now, places, id) = (clock(), places, newID() as ID<Question>)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.question(ID(id))
    } make: { db throws(DomainError) in
      let problem = try db.visibleProblem(name, to: actor, places)
      guard problem.status == .published else {
        throw .refused(
          TransitionRefusal(
            aggregate: "problem", event: "ask", state: problem.status.rawValue,
            allowedFrom: ["published"], allowedBy: ["member"]))
      }
      for last in [problem.statement.questionDeadline, problem.statement.deadline] {
        if let last, last < now { throw .deadlinePassed(last) }
      }
      let organisation = try db.visibleOrganisation(own.text, to: actor, places)
      guard organisation.status == .verified else {
        throw .refused(
          TransitionRefusal(
            aggregate: "organisation", event: "ask", state: organisation.status.rawValue,
            allowedFrom: ["verified"], allowedBy: ["owner"]))
      }
      let waiting = try db.waitingQuestions(of: own, on: problem.id)
      guard waiting < Question.mostWaiting else {
        throw .invalid([
          Fault(
            "/text", .tooMany, found: String(waiting + 1), accepted: "≤ \(Question.mostWaiting)")
        ])
      }
      let question = Question(
        id: id, problem: problem.id, organisation: own, text: text, createdAt: now, updatedAt: now)
      try db.insert(question)
      try self.audit(
        &db, actor, "ask", .question, id: id.text, version: 1, at: now,
        payload: ["after": question.json])
      // Neither who asks nor what: a notice leaves the house by e-mail.
      try self.tell(
        Notice(
          .questionAsked, to: .officers, about: Notice.Subject(.question, id.text),
          problem.notice.values), &db, now)
      return (question, id.text)
    }
  }

  /// A question, if the actor may know of it; who else asked is kept from an officer with a tie
  /// from the opening to the decision, as are the offers.
  package func question(_ id: ID<Question>, by actor: Actor) throws(DomainError) -> Question {
    let places = places
    let found = try store.read { db throws(DomainError) in
      let question = try db.visibleQuestion(id, to: actor, places).question
      let kept = try self.withheld(from: actor, in: question.problem, &db)
      if let own = kept.own[question.problem], !own.contains(question.organisation) {
        throw .notFound(aggregate: "question", id: id.text)
      }
      return question
    }
    noteLook(at: found, by: actor)
    return found
  }

  /// Notes that an officer reads who asked, and in which words.
  private func noteLook(at question: Question, by actor: Actor) {
    noteOfficer(actor, at: .questionAsker, of: question.id.text, owner: question.organisation)
  }

  /// A page of questions, the newest first: all for officers, its own for a member.
  package func questions(
    problem: String?, statuses: [Question.Status] = [], page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<Question> {
    guard actor.isKnown else { throw .unauthenticated }
    let places = places
    let found = try store.read { db throws(DomainError) in
      var filter = QuestionFilter()
      filter.statuses = statuses
      if actor.isOfficer {
        filter.visibleTo = .officer
        filter.withheld = try self.withheld(from: actor, &db)
      } else if actor.role == .member, let own = actor.organisation {
        filter.visibleTo = .asker(own)
      }
      if let problem { filter.problem = try db.visibleProblem(problem, to: actor, places).id }
      return try db.questions(filter, page)
    }
    for question in found.items { noteLook(at: question, by: actor) }
    return found
  }

  /// A page of the answered questions on a problem, in the order of their public numbers, with the
  /// time until which questions are taken and the last answer's.
  package func answers(
    on name: String, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> (page: Page<Question>, until: Instant?, last: Instant?) {
    let places = places
    return try store.read { db throws(DomainError) in
      let problem = try db.visibleProblem(name, to: actor, places)
      guard problem.publishedAt != nil else {
        return (Page(items: [], total: 0, next: nil), problem.statement.lastQuestionAt, nil)
      }
      return (
        try db.answers(on: problem.id, page), problem.statement.lastQuestionAt,
        try db.lastAnswer(on: problem.id).at
      )
    }
  }

  /// Answers a question to everybody, or corrects the answer.
  ///
  /// Without wording of its own the question is published as it was asked. Neither may name the
  /// asker.
  package func answerQuestion(
    _ id: ID<Question>, _ json: JSON, expecting version: Int? = nil, by actor: Actor,
    key: IdempotencyKey? = nil
  ) throws(DomainError) -> Question {
    guard actor.isKnown else { throw .unauthenticated }
    let reply = try Question.Reply(json)
    try refusePersonalNumbers(in: json)
    return try moveQuestion(id, .answer, nil, version, actor, key) {
      after, problem, db, now throws(DomainError) in
      after.wording = reply.wording ?? after.wording ?? after.text
      try self.refusePersonalNumbers(in: after.wording, at: "wording")
      after.answer = reply.answer
      after.answeredAt = now
      if after.number == nil { after.number = try db.lastAnswer(on: problem.id).next }
      let asker = try db.organisation(after.organisation, places: self.places)
      var people: [Account] = []
      for member in try db.members(of: after.organisation) {
        if let account = try db.account(member.account) { people.append(account) }
      }
      try after.requireNameless(asker, people)
      try self.tellInterested(
        .questionAnswered, in: problem, problem.notice.values, &db, now)
    }
  }

  /// Declines to answer, with a reason for the asker alone, or takes a question back.
  package func moveQuestion(
    _ id: ID<Question>, _ event: Question.Event, reason: String? = nil,
    expecting version: Int? = nil, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> Question {
    guard actor.isKnown else { throw .unauthenticated }
    return try moveQuestion(id, event, reason, version, actor, key) {
      after, problem, db, now throws(DomainError) in
      after.statusReason = reason
      guard event == .decline else { return }
      try self.tell(
        Notice(
          .questionDeclined, to: .organisation(after.organisation),
          about: Notice.Subject(.question, after.id.text), problem.notice.values), &db, now)
    }
  }

  private func moveQuestion(
    _ id: ID<Question>, _ event: Question.Event, _ reason: String?, _ version: Int?,
    _ actor: Actor, _ key: IdempotencyKey?,
    _ change:
      @escaping @Sendable (inout Question, Problem, inout Database, Instant)
      throws(DomainError) -> Void
  ) throws(DomainError) -> Question {
    let (now, places) = (clock(), places)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.question(ID(id))
    } make: { db throws(DomainError) in
      let (before, problem) = try db.visibleQuestion(id, to: actor, places)
      try self.requireImpartial(actor, "question.\(event.rawValue)", over: problem.id, &db)
      var after = before
      after.status = try Question.lifecycle.target(
        of: event, from: before.status, as: actor.parties(towards: before.organisation),
        reason: reason)
      if let version, version != before.version { throw .stale(current: before.version) }
      try change(&after, problem, &db, now)
      after.version = before.version + 1
      after.updatedAt = now
      try db.update(after)
      try self.audit(
        &db, actor, event.rawValue, .question, id: id.text, version: after.version, at: now,
        payload: .difference(from: before.json, to: after.json))
      return (after, id.text)
    }
  }
}

extension Question {
  /// - Throws: `.invalid` where what is published names the asker or one of its people, or says how
  ///   to reach it.
  fileprivate func requireNameless(
    _ asker: Organisation?, _ people: [Account]
  ) throws(DomainError) {
    guard let asker else { return }
    let marks = AskerMarks(asker, members: people)
    let faults = [("/wording", wording), ("/answer", answer)].compactMap { path, text -> Fault? in
      marks.first(in: text ?? "").map { Fault(path, .namesAsker, found: $0) }
    }
    guard faults.isEmpty else { throw .invalid(faults) }
  }
}

extension Database {
  fileprivate mutating func visibleQuestion(
    _ id: ID<Question>, to actor: Actor, _ places: Gazetteer
  ) throws(DomainError) -> (question: Question, problem: Problem) {
    guard let found = try question(id), let problem = try problem(found.problem, places: places),
      Visibility.sees(actor, found, on: problem)
    else { throw .notFound(aggregate: "question", id: id.text) }
    return (found, problem)
  }
}

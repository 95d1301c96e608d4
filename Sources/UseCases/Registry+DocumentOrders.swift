package import Domain
import Storage

extension Registry {
  /// Does to a list of problems what an issued document says, all or none: publishes them,
  /// withdraws them, merges several into one, or splits one into several.
  /// - Returns: the problems as they are then, those that go on last.
  /// - Throws: `.invalid` naming each problem that cannot be acted on.
  package func carryOut(
    _ id: ID<IssuingDocument>, _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> [Problem] {
    try Self.requireOfficer(actor, "document.act")
    let order = try DocumentOrder(json)
    try refusePersonalNumbers(in: json, members: ["reason"])
    let (now, places) = (clock(), places)
    return try commitOnce(key, now: now) { db, ids throws(DomainError) in
      var problems: [Problem] = []
      for id in ids.split(separator: " ") {
        if let problem = try db.problem(ID(String(id)), places: places) { problems.append(problem) }
      }
      return problems
    } make: { db throws(DomainError) in
      let document = try db.visibleDocument(id, to: actor)
      _ = try db.citedDocument(document.id.text, actor)
      let problems = try self.carryOut(order, document, &db, actor, now)
      return (problems, problems.map(\.id.text).joined(separator: " "))
    }
  }

  private func carryOut(
    _ order: DocumentOrder, _ document: IssuingDocument, _ db: inout Database, _ actor: Actor,
    _ now: Instant
  ) throws(DomainError) -> [Problem] {
    var faults: [Fault] = []
    let sources = try find(order.problems, at: "/problems", &db, actor, &faults)
    let targets = try find(order.into, at: "/into", &db, actor, &faults)
    for (index, target) in targets.enumerated() {
      if sources.contains(where: { $0.id == target.id }) {
        faults.append(Fault("/into/\(index)", .repeated, found: order.into[index]))
      } else if !target.goesOn {
        faults.append(
          Fault(
            "/into/\(index)", .notAccepted, found: target.status.rawValue,
            accepted: Problem.Status.allCases.filter { target.with($0).goesOn }.map(\.rawValue)
              .joined(separator: ", ")))
      }
    }
    if order.act == .split, targets.count == 1 {
      faults.append(Fault("/into", .outOfRange, found: "1", accepted: "≥ 2"))
    }
    guard faults.isEmpty else { throw .invalid(faults) }
    let (event, kind, code): (Problem.Event, ProblemAct.Kind, String?) =
      switch order.act {
      case .publish: (.publish, .publish, nil)
      case .withdraw: (.cancel, .withdraw, order.code)
      case .merge: (.cancel, .merge, CancelReason.merged.rawValue)
      case .split: (.cancel, .split, CancelReason.split.rawValue)
      }
    let input = Problem.StepInput(reason: order.reason, code: code, document: document.id.text)
    var done: [Problem] = []
    for (index, source) in sources.enumerated() {
      do {
        done.append(
          try take(
            event, source, input, as: kind, beside: targets.map(\.id), &db, actor, now))
      } catch { faults += try Self.faults(error, "/problems/\(index)") }
    }
    guard faults.isEmpty else { throw .invalid(faults) }
    for target in targets {
      try db.insert(
        ProblemAct(
          id: newID(), problem: target.id, kind: kind, at: now, document: document.id,
          others: sources.filter { $0.publishedAt != nil }.map(\.id), reason: order.reason))
    }
    return done + targets
  }

  private func find(
    _ names: [String], at path: String, _ db: inout Database, _ actor: Actor,
    _ faults: inout [Fault]
  ) throws(DomainError) -> [Problem] {
    var found: [Problem] = []
    for (index, name) in names.enumerated() {
      do {
        let problem = try db.visibleProblem(name, to: actor, places)
        if found.contains(where: { $0.id == problem.id }) {
          faults.append(Fault("\(path)/\(index)", .repeated, found: name))
        }
        found.append(problem)
      } catch {
        guard case .notFound = error else { throw error }
        faults.append(Fault("\(path)/\(index)", .notFound, found: name))
      }
    }
    return found
  }

  /// What one problem of a list is refused for, told of its place in the list.
  private static func faults(_ error: DomainError, _ path: String) throws(DomainError) -> [Fault] {
    switch error {
    case .invalid(let faults):
      // The reason is that of the whole order.
      return faults.map { fault in
        fault.path == "/reason_code" || fault.path == "/reason"
          ? fault
          : Fault(path + fault.path, fault.rule, found: fault.found, accepted: fault.accepted)
      }
    case .refused(let refusal):
      return [
        Fault(
          path, .notAccepted, found: refusal.state,
          accepted: refusal.allowedFrom.joined(separator: ", "))
      ]
    default: throw error
    }
  }
}

extension Problem {
  /// Whether others can be merged into it or split off to it: it is public and has not ended.
  fileprivate var goesOn: Bool {
    switch status {
    case .published, .suspended, .closed, .reviewing, .awarded, .inProgress: publishedAt != nil
    case .draft, .submitted, .solved, .failed, .noAward, .cancelled: false
    }
  }

  fileprivate func with(_ status: Status) -> Problem {
    var copy = self
    copy.status = status
    copy.publishedAt = createdAt
    return copy
  }
}

/// In which capacity somebody acts on one record.
package enum Party: String, Sendable, Hashable, CaseIterable {
  /// A member of the organisation that the record belongs to.
  case owner
  case reviewer, dost, admin
  /// A member of the organisation that asks, on a record between two organisations.
  case requester
  /// A member of the organisation that is asked.
  case recipient
  /// The service itself, when a time has come.
  case clock
}

/// One row of a life cycle: who may take a record from one state to another.
package struct Transition<State: Code, Event: Code>: Sendable {
  /// State before.
  package let from: State
  /// What is done.
  package let event: Event
  /// State after.
  package let to: State
  /// Who may.
  package let by: Set<Party>
  /// Whether a reason must be given, since somebody loses something by it, or others do.
  package let needsReason: Bool

  /// A row of the table.
  package init(
    _ from: State, _ event: Event, _ to: State, by: Set<Party>, needsReason: Bool = false
  ) {
    self.from = from
    self.event = event
    self.to = to
    self.by = by
    self.needsReason = needsReason
  }
}

/// The life cycle of an aggregate as a table, used by the service, the docs and the tests.
package struct StateMachine<State: Code, Event: Code>: Sendable {
  /// The aggregate's name in messages.
  package let aggregate: String
  /// Every allowed step.
  package let transitions: [Transition<State, Event>]

  /// A life cycle of these steps.
  package init(aggregate: String, transitions: [Transition<State, Event>]) {
    self.aggregate = aggregate
    self.transitions = transitions
  }

  /// The state an event leads to.
  /// - Throws: `DomainError.forbidden` where the step exists but these parties may not take it;
  ///   `.refused` where the state does not allow it, with the states and parties that would;
  ///   `.invalid` where a reason is owed and none is given.
  package func target(
    of event: Event, from state: State, as parties: Set<Party>, reason: String?
  ) throws(DomainError) -> State {
    let rows = transitions.filter { $0.event == event }
    let mayEver = rows.contains { !$0.by.isDisjoint(with: parties) }
    let row = rows.first { $0.from == state }
    guard mayEver, row.map({ !$0.by.isDisjoint(with: parties) }) ?? true else {
      let needed = row.map(\.by) ?? rows.reduce(into: []) { $0.formUnion($1.by) }
      throw .forbidden(
        action: "\(aggregate).\(event.rawValue)", needs: needed.map(\.rawValue).sorted())
    }
    guard let row else {
      throw .refused(
        TransitionRefusal(
          aggregate: aggregate, event: event.rawValue, state: state.rawValue,
          allowedFrom: State.allCases.filter { state in rows.contains { $0.from == state } }
            .map(\.rawValue),
          allowedBy: rows.reduce(into: Set<Party>()) { $0.formUnion($1.by) }.map(\.rawValue)
            .sorted()))
    }
    if row.needsReason, reason?.trimmed.isEmpty ?? true {
      throw .invalid([Fault("/reason", .missing)])
    }
    return row.to
  }

  /// The events that these parties may take from a state, in the order of the table.
  package func events(from state: State, as parties: Set<Party>) -> [Event] {
    transitions.filter { $0.from == state && !$0.by.isDisjoint(with: parties) }.map(\.event)
  }
}

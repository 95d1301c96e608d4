import Domain
import UseCases

/// Commands for the steps of a life cycle, made from its table.
struct MoveCommands<State: Code, Event: Code> {
  /// The group they stand in: `org`.
  let group: String
  /// The argument's name, `organisation`, and what help says of it.
  let argument: Argument
  let lifecycle: StateMachine<State, Event>
  /// What help says of each step, an imperative without full stop.
  let summaries: [Event: String]
  /// Steps that have a command of their own, since they want more than a reason.
  var others: Set<Event> = []
  /// Steps that take a reason which is owed in some cases only, with what help says of it.
  var mayHaveReason: [Event: String] = [:]
  /// Takes the step and gives the record as it is then.
  let move:
    @Sendable (Session, _ name: String, Event, _ reason: String?, _ version: Int?)
      throws(DomainError) -> (json: JSON, name: String, state: State)

  /// One command for each step that an administrator may take.
  var commands: [Command] {
    Event.allCases.filter { event in
      !others.contains(event)
        && lifecycle.transitions.contains { $0.event == event && $0.by.contains(.admin) }
    }.map(command)
  }

  private func command(_ event: Event) -> Command {
    let rows = lifecycle.transitions.filter { $0.event == event }
    let needsReason = rows.contains(where: \.needsReason)
    let word = String(event.rawValue.map { $0 == "_" ? "-" : $0 })
    let states = rows.filter { $0.by.contains(.admin) }.map(\.from.rawValue)
    let subject = argument.name
    var options = [EditInput.version]
    if needsReason {
      options.insert(
        .value(
          "reason", "TEXT", help: "Why; those who lose something are told.",
          isRequired: rows.allSatisfy(\.needsReason)), at: 0)
    }
    if !needsReason, let help = mayHaveReason[event] {
      options.insert(.value("reason", "TEXT", help: help), at: 0)
    }
    let takesReason = needsReason || mayHaveReason[event] != nil
    let reason = needsReason ? " --reason \"Thiếu hồ sơ\"" : ""
    return Command(
      word, summary: summaries[event] ?? word,
      discussion: "Possible in state: \(states.joined(separator: ", ")).",
      examples: [
        Example("innoreg \(group) \(word) 4k2m9x7qp0v3w8tz\(reason)", "Take this step")
      ],
      options: options, arguments: [argument],
      run: { invocation throws(Failure) in
        let session = try Session(invocation)
        let name = try invocation.string(subject)
        let reason = takesReason ? try invocation.optionalString("reason") : nil
        let version = try invocation.optionalInteger("at-version", in: 1...Int.max)
        let moved = try session.ask { () throws(DomainError) in
          try move(session, name, event, reason, version)
        }
        if session.isJSON {
          try session.terminal.print(moved.json)
        } else {
          let voice = session.voice
          try session.terminal.print(
            voice(
              vi: "\(moved.name): nay \(voice.label(moved.state))",
              en: "\(moved.name): now \(voice.label(moved.state))"))
        }
        return .ok
      })
  }
}

import Domain
import UseCases

/// `innoreg audit …`.
enum AuditCommands {
  static let command = Command(
    "audit", summary: "Look after the audit log", subcommands: [list, verify])

  private static let verify = Command(
    "verify", summary: "Check the chain of the audit log",
    discussion: """
      Every entry carries the digest of the one before, so that a changed or missing entry shows. \
      Ends with 1 if the chain is broken.
      """,
    examples: [Example("innoreg audit verify", "Check the chain")],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let checks = [
        try session.ask { () throws(DomainError) in try session.registry.checkAudit() }
      ]
      try HealthView(session: session).print(checks)
      return checks.allSatisfy(\.faults.isEmpty) ? .ok : .negative
    })

  private static let list = Command(
    "list", summary: "List what was done, the newest act first",
    discussion: """
      Every act that changed something: who, when, what, on which record. --json has what changed, \
      before and after.
      """,
    examples: [
      Example("innoreg audit list --action problem.publish --since 2026-06-01", "One kind of act"),
      Example("innoreg audit list --actor cli --all --json", "All that was done by this tool"),
    ],
    options: [
      .value("actor", "ACTOR", help: "Only acts of this actor, as the list names them."),
      .value("action", "ACTION", help: "Only acts of this name, such as organisation.verify."),
      .value(
        "aggregate", "KIND", help: "Only acts on records of this kind.",
        allowed: AuditQuery.aggregates),
      .value("since", "TIME", help: "Only from this day in Vietnam or RFC 3339 time on."),
    ] + Listing.pageOptions,
    run: { invocation throws(Failure) in
      var query = AuditQuery()
      query.actor = try invocation.optionalString("actor")
      query.action = try invocation.optionalString("action")
      query.aggregate = try invocation.optionalString("aggregate")
      query.since = try since(invocation)
      let (wanted, session) = (query, try Session(invocation))
      let voice = session.voice
      return try Listing.print(
        session,
        columns: [
          Table.Column("#", .right), Table.Column(voice(vi: "Lúc", en: "At")),
          Table.Column(voice(vi: "Ai", en: "Who")), Table.Column(voice(vi: "Việc", en: "Act")),
          Table.Column(voice(vi: "Bản ghi", en: "Record")),
          Table.Column(voice(vi: "Phiên bản", en: "Version"), .right),
        ],
        json: \.json,
        cells: {
          [
            String($0.sequence), $0.at.textInVietnam, $0.actor, $0.action, $0.record,
            String($0.version),
          ]
        },
        fetch: { page throws(DomainError) in
          try session.registry.acts(wanted, page: page, by: session.actor)
        })
    })

  /// A day means its beginning in Vietnam here.
  private static func since(_ invocation: Invocation) throws(Failure) -> Instant? {
    guard let written = try invocation.optionalString("since") else { return nil }
    let isDay = written.utf8.count == 10
    guard let instant = Instant(rfc3339: isDay ? written + "T00:00:00+07:00" : written) else {
      throw invocation.notAccepted(
        "since", found: written, accepted: "a day such as 2027-01-01, or an RFC 3339 time")
    }
    return instant
  }
}

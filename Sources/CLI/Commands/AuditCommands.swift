import Domain
import UseCases

/// `innoreg audit …`.
enum AuditCommands {
  static let command = Command(
    "audit", summary: "Look after the audit log", subcommands: [list, verify, accesses])

  private static let verify = Command(
    "verify", summary: "Prove the chain of the audit log",
    discussion: """
      Every entry carries the digest of the one before, so that a changed or missing entry shows. \
      Names the first one that does not follow and what is wrong with it: missing, link (it does \
      not name the one before), hash (something of it was changed), payload or value (what it tells \
      was changed). Whatever was erased must be accounted for by an act of erasing.

      Prints the number and hash of the last entry. Write them down elsewhere and hand them in with \
      --known later: that shows a log that somebody made up anew from its beginning. Ends with 65 \
      if the chain is broken.
      """,
    examples: [
      Example("innoreg audit verify", "Prove the chain"),
      Example(
        "innoreg audit verify --known 1042:9f8e…", "And that it still has an entry of earlier"),
    ],
    options: [
      .value("known", "NUMBER:HASH", help: "An entry as this command printed it earlier.")
    ],
    run: { invocation throws(Failure) in
      let known = try known(invocation)
      let session = try Session(invocation)
      let proof = try session.ask { () throws(DomainError) in
        try session.registry.verifyAudit(against: known)
      }
      if session.isJSON {
        try session.terminal.print(proof.json)
      } else {
        try print(proof, session)
      }
      return proof.faults.isEmpty ? .ok : .data
    })

  private static func known(
    _ invocation: Invocation
  ) throws(Failure) -> (sequence: Int64, hash: String)? {
    guard let written = try invocation.optionalString("known") else { return nil }
    let parts = written.split(separator: ":").map(String.init)
    guard parts.count == 2, let number = Int64(parts[0]), parts[1].utf8.count == 64 else {
      throw invocation.notAccepted(
        "known", found: written, accepted: "a number, a colon and 64 hexadecimal digits")
    }
    return (number, parts[1])
  }

  private static func print(_ proof: AuditProof, _ session: Session) throws(Failure) {
    let voice = session.voice
    if proof.faults.isEmpty {
      try session.terminal.print(
        voice(
          vi: "\(proof.entries) mục, chuỗi nguyên vẹn",
          en: "\(Voice.counted(proof.entries, "entry", "entries")), sound"))
      if let head = proof.head { try session.terminal.print("\(proof.entries):\(head)") }
      if proof.erased > 0 {
        session.terminal.note(
          voice(
            vi: "\(proof.erased) giá trị đã được xoá theo yêu cầu",
            en: "\(Voice.counted(proof.erased, "value", "values")) erased on request"))
      }
      return
    }
    let style = session.terminal.output.style
    for fault in proof.faults {
      try session.terminal.print(
        style.red(voice(vi: "Chuỗi đứt: ", en: "Broken: ")) + Printable.text(fault))
    }
  }

  private static let list = Command(
    "list", summary: "List what was done, the newest act first",
    discussion: """
      Every act that changed something: who, when, what, on which record. --json has what changed, \
      before and after, and where it came from. Acts on records that are sealed are left out until \
      they are opened, for administrators too. Entries are named by their hash, since numbers would \
      count what is left out.
      """,
    examples: [
      Example("innoreg audit list --action problem.publish --since 2026-06-01", "One kind of act"),
      Example("innoreg audit list --record 9kq2m7zt4w1c8x5r --json", "All acts on a record"),
      Example("innoreg audit list --actor cli --all --json", "All that was done by this tool"),
    ],
    options: [
      .value("actor", "ACTOR", help: "Only acts of this actor, as the list names them."),
      .value("action", "ACTION", help: "Only acts of this name, such as organisation.verify."),
      .value(
        "aggregate", "KIND", help: "Only acts on records of this kind.",
        allowed: AuditQuery.aggregates),
      .value("record", "ID", help: "Only acts on this record."),
      .value("since", "TIME", help: "Only from this day in Vietnam or RFC 3339 time on."),
      .value("until", "TIME", help: "Only up to the end of this day, or this time."),
    ] + Listing.pageOptions,
    run: { invocation throws(Failure) in
      var query = AuditQuery()
      query.actor = try invocation.optionalString("actor")
      query.action = try invocation.optionalString("action")
      query.aggregate = try invocation.optionalString("aggregate")
      query.record = try invocation.optionalString("record")
      query.since = try time("since", invocation)
      query.until = try time("until", invocation)
      let (wanted, session) = (query, try Session(invocation))
      let voice = session.voice
      return try Listing.print(
        session,
        columns: [
          Table.Column(voice(vi: "Mục", en: "Entry")), Table.Column(voice(vi: "Lúc", en: "At")),
          Table.Column(voice(vi: "Ai", en: "Who")), Table.Column(voice(vi: "Việc", en: "Act")),
          Table.Column(voice(vi: "Bản ghi", en: "Record")),
          Table.Column(voice(vi: "Phiên bản", en: "Version"), .right),
        ],
        json: \.json,
        cells: {
          [
            Hexadecimal.text(Array($0.hash.prefix(6))), $0.at.textInVietnam, $0.actor, $0.action,
            $0.record,
            String($0.version),
          ]
        },
        fetch: { page throws(DomainError) in
          try session.registry.acts(wanted, page: page, by: session.actor)
        })
    })

  private static let accesses = Command(
    "accesses", summary: "List who looked at confidential records",
    discussion: """
      Contacts, what a startup raises, opened proposals, files and personal data, as far as somebody \
      looked who does not belong to the organisation. One row for each person, part, record and day.
      """,
    examples: [
      Example("innoreg audit accesses --record 9kq2m7zt4w1c8x5r", "Who looked at a record"),
      Example("innoreg audit accesses --since 2026-06-01 --json", "All since a day"),
    ],
    options: [
      .value("actor", "ACTOR", help: "Only looks of this actor, as the list names them."),
      .value(
        "part", "PART", help: "Only at this part of records.",
        allowed: Visibility.Part.allCases.map(\.rawValue)),
      .value("record", "ID", help: "Only at this record."),
      .value("organisation", "ID", help: "Only at records of this organisation."),
      .value("since", "DAY", help: "Only from this day in Vietnam on."),
      .value("until", "DAY", help: "Only up to this day."),
    ] + Listing.pageOptions,
    run: { invocation throws(Failure) in
      var filter = AccessFilter()
      filter.actor = try invocation.optionalString("actor")
      filter.part = try invocation.optionalString("part").flatMap(Visibility.Part.init)
      filter.record = try invocation.optionalString("record")
      filter.owner = try invocation.optionalString("organisation").map { ID($0) }
      filter.since = try time("since", invocation)?.dayInVietnam
      filter.until = try time("until", invocation)?.dayInVietnam
      let (wanted, session) = (filter, try Session(invocation))
      let voice = session.voice
      return try Listing.print(
        session,
        columns: [
          Table.Column(voice(vi: "Ngày", en: "Day")), Table.Column(voice(vi: "Ai", en: "Who")),
          Table.Column(voice(vi: "Vai trò", en: "Role")),
          Table.Column(voice(vi: "Phần", en: "Part")),
          Table.Column(voice(vi: "Bản ghi", en: "Record")),
          Table.Column(voice(vi: "Số lần", en: "Times"), .right),
        ],
        json: \.json,
        cells: {
          [Voice.day($0.day), $0.actor, $0.role, $0.part.rawValue, $0.record, String($0.times)]
        },
        fetch: { page throws(DomainError) in
          try session.registry.accesses(wanted, page: page, by: session.actor)
        })
    })

  /// A day means its beginning in Vietnam, or its end where it says until when.
  private static func time(
    _ option: String, _ invocation: Invocation
  ) throws(Failure) -> Instant? {
    guard let written = try invocation.optionalString(option) else { return nil }
    let isBeginning = written.utf8.count == 10 && option == "since"
    guard let instant = Instant(rfc3339: isBeginning ? written + "T00:00:00+07:00" : written)
    else {
      throw invocation.notAccepted(
        option, found: written, accepted: "a day such as 2027-01-01, or an RFC 3339 time")
    }
    return instant
  }
}

import Domain
import UseCases

/// What DOST decides about registrations: `innoreg org queue`, `merge`, `claims`, `invite` and the
/// like.
enum RegistrationCommands {
  static let commands = [
    queue, acceptRevision, refuseRevision, recognise, merge, claims, acceptClaim, refuseClaim,
    invite,
  ]

  private static let queue = Command(
    "queue", summary: "List what waits for verification, the longest waiting first",
    discussion: """
      Lists organisations that were submitted and changes of verified ones. With --json each comes \
      with what has changed since an officer last looked, with records that may stand for the same \
      organisation, and with how many claim it.
      """,
    examples: [
      Example("innoreg org queue", "What waits"),
      Example("innoreg org queue --all --json", "Everything that waits, with what has changed"),
    ],
    options: Listing.pageOptions,
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let voice = session.voice
      return try Listing.print(
        session,
        columns: [
          Table.Column(voice(vi: "Mã số", en: "Identifier")),
          Table.Column(voice(vi: "Tên", en: "Name")),
          Table.Column(voice(vi: "Chờ", en: "Waiting")),
          Table.Column(voice(vi: "Từ", en: "Since")),
          Table.Column(voice(vi: "Đã đổi", en: "Changed")),
          Table.Column(voice(vi: "Có thể trùng", en: "Possible duplicates")),
        ],
        json: \.json,
        cells: {
          [
            $0.organisation.id.text, $0.organisation.profile.name,
            $0.isRevision
              ? voice(vi: "thay đổi", en: "change") : voice(vi: "đăng ký", en: "registration"),
            $0.since.textInVietnam,
            ($0.changes ?? []).map { String($0.pointer.dropFirst()) }.joined(separator: ", "),
            $0.duplicates.map(\.name).joined(separator: "; "),
          ]
        },
        fetch: { page throws(DomainError) in
          try session.registry.waitingOrganisations(page: page, by: session.actor)
        })
    })

  private static let acceptRevision = Command(
    "accept-revision", summary: "Accept the change of a verified organisation that waits",
    examples: [
      Example("innoreg org accept-revision 4k2m9x7qp0v3w8tz", "Accept it"),
      Example(
        "innoreg org accept-revision 4k2m9x7qp0v3w8tz --at-version 5",
        "Accept it only as it was looked at"),
    ],
    options: [EditInput.version], arguments: [OrganisationCommands.argument],
    run: { invocation throws(Failure) in
      try decide(invocation, isAccepted: true, reason: nil)
    })

  private static let refuseRevision = Command(
    "refuse-revision", summary: "Refuse the change of a verified organisation that waits",
    examples: [
      Example(
        "innoreg org refuse-revision 4k2m9x7qp0v3w8tz --reason \"Tên không khớp giấy phép\"",
        "Refuse it")
    ],
    options: [
      .value("reason", "TEXT", help: "Why; its members are told.", isRequired: true),
      EditInput.version,
    ],
    arguments: [OrganisationCommands.argument],
    run: { invocation throws(Failure) in
      try decide(
        invocation, isAccepted: false, reason: try invocation.optionalString("reason"))
    })

  private static func decide(
    _ invocation: Invocation, isAccepted: Bool, reason: String?
  ) throws(Failure) -> ExitCode {
    let version = try invocation.optionalInteger("at-version", in: 1...Int.max)
    return try show(invocation) { session, name throws(DomainError) in
      try session.registry.decideRevision(
        of: name, isAccepted: isAccepted, reason: reason, expecting: version, by: session.actor)
    }
  }

  private static let recognise = Command(
    "recognise", summary: "Say that the evidence of a legal class was seen",
    discussion: """
      The page then says that the class is recognised, with issuer and day. Without it, a class is \
      the holder's own word.
      """,
    examples: [
      Example(
        "innoreg org recognise 4k2m9x7qp0v3w8tz science_technology_enterprise", "Recognise it"),
      Example(
        "innoreg org recognise 4k2m9x7qp0v3w8tz large --withdraw --reason \"Giấy đã bị thu hồi\"",
        "No longer vouch for it"),
    ],
    options: [
      .flag("withdraw", help: "No longer vouch for it."),
      .value("reason", "TEXT", help: "Why not any longer."), EditInput.version,
    ],
    arguments: [
      OrganisationCommands.argument,
      Argument("class", help: "The legal class, as 'innoreg codes legal' lists them."),
    ],
    run: { invocation throws(Failure) in
      let written = try invocation.string("class")
      guard let status = LegalClass(rawValue: written) else {
        throw invocation.notAccepted(
          "class", found: written, accepted: LegalClass.accepted.joined(separator: ", "))
      }
      let isWithdrawn = try invocation.flag("withdraw")
      let reason = try invocation.optionalString("reason")
      let version = try invocation.optionalInteger("at-version", in: 1...Int.max)
      return try show(invocation) { session, name throws(DomainError) in
        try session.registry.recognise(
          status, of: name, isRecognised: !isWithdrawn, reason: reason, expecting: version,
          by: session.actor)
      }
    })

  private static let merge = Command(
    "merge", summary: "Join a record with another of the same organisation",
    discussion: """
      Members, tokens, files, problems, proposals, outcomes, portfolios, introductions, \
      applications and requests of the first go over to the second, which also takes over what it \
      does not say itself. The first stays withdrawn, with its history, and leads to the second. \
      This cannot be undone.
      """,
    examples: [
      Example(
        "innoreg org merge 4k2m9x7qp0v3w8tz --into 7fd0k3w9m2c5x8ra --reason \"Đăng ký hai lần\"",
        "Join the first with the second")
    ],
    options: [
      .value("into", "ORGANISATION", help: "The record that goes on.", isRequired: true),
      .value("reason", "TEXT", help: "Why; the log keeps it.", isRequired: true),
      EditInput.version,
    ],
    arguments: [OrganisationCommands.argument],
    run: { invocation throws(Failure) in
      let body: JSON = [
        "into": .string(try invocation.string("into")),
        "reason": .string(try invocation.string("reason")),
      ]
      let version = try invocation.optionalInteger("at-version", in: 1...Int.max)
      return try show(invocation) { session, name throws(DomainError) in
        try session.registry.mergeOrganisation(
          name, try MergeOrder(body), expecting: version, by: session.actor)
      }
    })

  private static let claims = Command(
    "claims", summary: "List who claims organisations, the newest first",
    examples: [
      Example("innoreg org claims --status open", "What is to be decided"),
      Example("innoreg org claims --organisation 4k2m9x7qp0v3w8tz --json", "All claims on one"),
    ],
    options: [
      .value("organisation", "ORGANISATION", help: "Only on this organisation."),
      Listing.codes("status", "Only in these states.", Claim.Status.self),
    ] + Listing.pageOptions,
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let organisation = try invocation.optionalString("organisation")
      let statuses = try invocation.choices("status", of: Claim.Status.self)
      let voice = session.voice
      return try Listing.print(
        session,
        columns: [
          Table.Column(voice(vi: "Mã số", en: "Identifier")),
          Table.Column(voice(vi: "Tổ chức", en: "Organisation")),
          Table.Column(voice(vi: "Người yêu cầu", en: "Claimant")),
          Table.Column(voice(vi: "Trạng thái", en: "State")),
          Table.Column(voice(vi: "Lúc", en: "Made")),
          Table.Column(voice(vi: "Căn cứ", en: "Grounds")),
        ],
        json: \.json,
        cells: {
          [
            $0.claim.id.text, $0.claim.organisation.text, claimant($0),
            voice.label($0.claim.status), $0.claim.createdAt.textInVietnam, $0.claim.grounds,
          ]
        },
        fetch: { page throws(DomainError) in
          let found = try session.registry.claims(
            organisation: organisation, statuses: statuses, page: page, by: session.actor)
          let records = try session.registry.records(of: found.items, by: session.actor)
          return Page(items: records, total: found.total, next: found.next)
        })
    })

  private static func claimant(_ record: ClaimRecord) -> String {
    guard let person = record.claimant else { return record.claim.account.text }
    return person.name.isEmpty ? person.email : "\(person.name) <\(person.email)>"
  }

  private static let invite = Command(
    "invite", summary: "Invite somebody to own an organisation that has no owner",
    discussion: """
      A link that lives for 14 days and works once goes to the address. Refused for an organisation \
      that has an owner, who alone says who comes; and for one to which people have belonged, while \
      any call may have proposals under seal. Its owner then invites all others.
      """,
    examples: [
      Example("innoreg org invite 4k2m9x7qp0v3w8tz an@example.vn", "Somebody is to own it"),
      Example(
        "innoreg org invite 4k2m9x7qp0v3w8tz an@example.vn --mail-language en",
        "The same, written to in English"),
    ],
    options: [
      .value(
        "mail-language", "LANGUAGE", help: "In which they are written to without an account.",
        defaultValue: Language.vi.rawValue, allowed: Language.accepted)
    ],
    arguments: [
      OrganisationCommands.argument, Argument("email", help: "The address of whom to invite."),
    ],
    run: { invocation throws(Failure) in
      let name = try invocation.string("organisation")
      let body: JSON = [
        "email": .string(try invocation.string("email")),
        "role": .string(Membership.Role.owner.rawValue),
        "language": .string(try invocation.string("mail-language")),
      ]
      let session = try Session(invocation)
      let invitation = try session.ask { () throws(DomainError) in
        try session.registry.invite(to: name, body, by: session.actor)
      }
      if session.isJSON {
        try session.terminal.print(invitation.json)
      } else {
        let (email, end) = (invitation.email, invitation.expiresAt.textInVietnam)
        try session.terminal.print(
          session.voice(
            vi: "Liên kết sẽ được gửi tới \(email), dùng được đến \(end).",
            en: "A link will be sent to \(email) and can be used until \(end)."))
      }
      return .ok
    })

  private static let claim = Argument("claim", help: "The claim, by identifier.")

  private static let acceptClaim = Command(
    "accept-claim", summary: "Make who claims an organisation its owner",
    examples: [Example("innoreg org accept-claim 4k2m9x7qp0v3w8tz", "Accept it")],
    options: [EditInput.version], arguments: [claim],
    run: { invocation throws(Failure) in try decide(invocation, .accept, reason: nil) })

  private static let refuseClaim = Command(
    "refuse-claim", summary: "Refuse a claim, with a reason",
    examples: [
      Example("innoreg org refuse-claim 4k2m9x7qp0v3w8tz --reason \"Thiếu giấy tờ\"", "Refuse it")
    ],
    options: [
      .value("reason", "TEXT", help: "Why; whoever claims is told.", isRequired: true),
      EditInput.version,
    ],
    arguments: [claim],
    run: { invocation throws(Failure) in
      try decide(invocation, .refuse, reason: try invocation.optionalString("reason"))
    })

  private static func decide(
    _ invocation: Invocation, _ event: Claim.Event, reason: String?
  ) throws(Failure) -> ExitCode {
    let id = ID<Claim>(try invocation.string("claim"))
    let version = try invocation.optionalInteger("at-version", in: 1...Int.max)
    let session = try Session(invocation)
    let record = try session.ask { () throws(DomainError) in
      try session.registry.moveClaim(
        id, event, reason: reason, expecting: version, by: session.actor)
    }
    return try print(record.json, "claim", session)
  }

  private static func show(
    _ invocation: Invocation, _ act: (Session, String) throws(DomainError) -> Organisation
  ) throws(Failure) -> ExitCode {
    let name = try invocation.string("organisation")
    let session = try Session(invocation)
    let record = try session.ask { () throws(DomainError) in try act(session, name) }
    return try print(record.json, "organisation", session)
  }

  private static func print(
    _ json: JSON, _ aggregate: String, _ session: Session
  ) throws(Failure) -> ExitCode {
    if session.isJSON {
      try session.terminal.print(json)
    } else {
      try RecordView(voice: session.voice).print(json, aggregate, to: session.terminal)
    }
    return .ok
  }
}

import Domain
import UseCases
import Web

/// `innoreg token …`.
enum TokenCommands {
  static let command = Command(
    "token", summary: "Make and revoke API tokens", subcommands: [create, list, revoke])

  private static let create = Command(
    "create", summary: "Make a token and print its secret once",
    discussion: """
      Only the hash of the secret is kept: it cannot be shown again. The secret stands alone on \
      standard output.

      A member's token acts for one organisation. Without --organisation it acts for the first one \
      that it registers.
      """,
    examples: [
      Example("innoreg token create --role dost --label \"Phòng QLCN\"", "For an officer"),
      Example(
        "innoreg token create --role member --organisation 4k2m9x7qp0v3w8tz --expires 2027-01-01",
        "For a firm, until a day"),
    ],
    options: [
      .value(
        "role", "ROLE", help: "What its holder may do.", allowed: Role.accepted, isRequired: true),
      .value("organisation", "ORGANISATION", help: "Whom it acts for."),
      .value(
        "scope", "SCOPE", help: "Whether it may change anything.",
        defaultValue: Token.Scope.write.rawValue, allowed: Token.Scope.accepted),
      .value("label", "TEXT", help: "What it is for."),
      .value("expires", "DAY", help: "The last day on which it counts, as 2027-01-01."),
    ],
    run: { invocation throws(Failure) in
      let role = try invocation.choice("role", of: Role.self)
      let organisation = try invocation.optionalString("organisation")
      let label = try invocation.optionalString("label")
      let scope = try invocation.choice("scope", of: Token.Scope.self)
      let expires = try expiry(invocation)
      let session = try Session(invocation)
      let (token, secret) = try session.ask { () throws(DomainError) in
        try session.registry.createToken(
          role: role, organisation: organisation, label: label, expiresAt: expires,
          scope: scope, by: session.actor)
      }
      if session.isJSON {
        try session.terminal.print(
          token.json.merging(["secret": .string(secret)]))
        return .ok
      }
      try session.terminal.print(secret)
      let voice = session.voice
      session.terminal.note(
        voice(
          vi: "mã truy cập \(token.id) (\(voice.label(role))); hãy cất ngay, không xem lại được",
          en: "token \(token.id) (\(voice.label(role))); keep it now, it cannot be shown again"))
      return .ok
    })

  private static func expiry(_ invocation: Invocation) throws(Failure) -> Instant? {
    guard let written = try invocation.optionalString("expires") else { return nil }
    guard let instant = Instant(rfc3339: written) else {
      throw invocation.notAccepted(
        "expires", found: written, accepted: "a day such as 2027-01-01, or an RFC 3339 time")
    }
    return instant
  }

  private static let list = Command(
    "list", summary: "List tokens, the newest first",
    examples: [Example("innoreg token list", "See who has access")],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let tokens = try session.ask { () throws(DomainError) in
        try session.registry.tokens(by: session.actor)
      }
      if session.isJSON {
        try session.terminal.print(.array(tokens.map(\.json)))
        return .ok
      }
      let voice = session.voice
      var table = Table([
        Table.Column(voice(vi: "Mã số", en: "Identifier")),
        Table.Column(voice(vi: "Bắt đầu bằng", en: "Begins with")),
        Table.Column(voice(vi: "Vai trò", en: "Role")),
        Table.Column(voice(vi: "Tổ chức", en: "Organisation")),
        Table.Column(voice(vi: "Dùng cho", en: "Label")),
        Table.Column(voice(vi: "Phạm vi", en: "Scope")),
        Table.Column(voice(vi: "Hiệu lực", en: "Valid")),
        Table.Column(voice(vi: "Dùng lần cuối", en: "Last used")),
      ])
      for token in tokens {
        table.add(
          token.id.text, token.prefix, voice.label(token.role), token.organisation?.text ?? "",
          token.label ?? "", voice.label(token.scope),
          validity(token, voice, now: session.registry.now), token.lastUsed ?? "")
      }
      try session.terminal.print(table)
      return .ok
    })

  private static func validity(_ token: Token, _ voice: Voice, now: Instant) -> String {
    if let revoked = token.revokedAt {
      return voice(
        vi: "đã thu hồi \(revoked.textInVietnam)", en: "revoked \(revoked.textInVietnam)")
    }
    guard let end = token.expiresAt else { return voice(vi: "không thời hạn", en: "always") }
    return end <= now
      ? voice(vi: "hết hạn \(end.textInVietnam)", en: "ended \(end.textInVietnam)")
      : voice(vi: "đến \(end.textInVietnam)", en: "until \(end.textInVietnam)")
  }

  private static let revoke = Command(
    "revoke", summary: "End a token at once",
    examples: [Example("innoreg token revoke innoreg_8f3k2m9x", "By the start of its secret")],
    arguments: [
      Argument("token", help: "The token, by identifier or by the start that list shows.")
    ],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let name = try invocation.string("token")
      try session.ask { () throws(DomainError) in
        try session.registry.revokeToken(name, by: session.actor)
      }
      if session.isJSON {
        try session.terminal.print(["revoked": .string(name)] as JSON)
      } else {
        try session.terminal.print(
          session.voice(vi: "Đã thu hồi \(name)", en: "Revoked \(name)"))
      }
      return .ok
    })
}

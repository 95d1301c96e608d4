import Domain
import UseCases

/// `innoreg account …`.
enum AccountCommands {
  static let command = Command(
    "account", summary: "Make, list and lock the accounts of people",
    discussion: """
      People make their own accounts over the API. This makes those that must exist before: the \
      first administrator, officers, reviewers. It also helps people who have lost their way in.

      'add' and 'reset --print' print a secret that works once, within seven days. Whoever has it \
      sets the password on the page /reset?token=SECRET or with \
      POST /api/v1/password-resets/complete.
      """,
    subcommands: [add, list, show, role, disable, enable, reset, data, erase])

  private static let account = Argument("account", help: "The account, by e-mail or identifier.")

  private static let add = Command(
    "add", summary: "Make an account and print the secret for its first password",
    examples: [
      Example(
        "innoreg account add an@example.vn --name An --role admin", "The first administrator"),
      Example("innoreg account add binh@example.vn --name Bình --role reviewer", "A reviewer"),
    ],
    options: [
      .value("name", "TEXT", help: "What the person is called.", isRequired: true),
      .value(
        "role", "ROLE", help: "What they may do beside their organisations.", allowed: ownRoles),
      .value(
        "mail-language", "LANGUAGE", help: "The language they are written to in.",
        defaultValue: Language.vi.rawValue, allowed: Language.accepted),
    ],
    arguments: [Argument("email", help: "The address they log in with.")],
    run: { invocation throws(Failure) in
      let email = try invocation.string("email")
      let name = try invocation.string("name")
      let role = try invocation.optionalString("role").flatMap(Role.init(rawValue:))
      let language = try invocation.choice("mail-language", of: Language.self)
      let session = try Session(invocation)
      let made = try session.ask { () throws(DomainError) in
        try session.registry.createAccountByHand(
          email: email, name: name, language: language, role: role, by: session.actor)
      }
      return try tell(made, session)
    })

  private static let reset = Command(
    "reset", summary: "Send a person a link to set another password",
    discussion: """
      The link goes by mail to the address of the account, within an hour of which it must be used; \
      'serve' sends it. Older secrets and links of the account die; sessions end when it is used.

      Where there is no mail, --print prints a secret instead, but not for who belongs to an \
      organisation: whoever has it could read what the organisation has under seal. The person is \
      told of it.
      """,
    examples: [
      Example("innoreg account reset an@example.vn", "For somebody who is locked out"),
      Example("innoreg account reset an@example.vn --second-factor", "The telephone is lost too"),
      Example("innoreg account reset an@example.vn --print", "An officer, where there is no mail"),
    ],
    options: [
      .flag("second-factor", help: "Take the second factor out as well."),
      .flag("print", help: "Print a secret instead of sending a link."),
    ],
    arguments: [account],
    run: { invocation throws(Failure) in
      let name = try invocation.string("account")
      let withoutFactor = try invocation.flag("second-factor")
      let session = try Session(invocation)
      guard try invocation.flag("print") else {
        let account = try session.ask { () throws(DomainError) in
          try session.registry.resetAccount(
            name, withoutSecondFactor: withoutFactor, by: session.actor)
        }
        if session.isJSON {
          try session.terminal.print(account.json)
        } else {
          try session.terminal.print(
            session.voice(
              vi: "liên kết sẽ được gửi tới \(account.email)",
              en: "a link will be sent to \(account.email)"))
        }
        return .ok
      }
      let made = try session.ask { () throws(DomainError) in
        try session.registry.resetAccountByHand(
          name, withoutSecondFactor: withoutFactor, by: session.actor)
      }
      return try tell(made, session)
    })

  private static func tell(
    _ made: (account: Account, secret: String), _ session: Session
  ) throws(Failure) -> ExitCode {
    if session.isJSON {
      try session.terminal.print(
        made.account.json.merging(["secret": .string(made.secret)]))
      return .ok
    }
    try session.terminal.print(made.secret)
    session.terminal.note(
      session.voice(
        vi: "tài khoản \(made.account.id); mã dùng một lần, trong bảy ngày, để đặt mật khẩu tại "
          + "trang /reset?token=… hoặc POST /api/v1/password-resets/complete",
        en: "account \(made.account.id); the secret works once, within seven days, to set the "
          + "password on the page /reset?token=… or at POST /api/v1/password-resets/complete"))
    return .ok
  }

  private static let data = Command(
    "data", summary: "Show everything that is kept on a person",
    discussion: "What a person gets who asks to see their data. It is recorded that it was shown.",
    examples: [
      Example("innoreg account data an@example.vn --json > an.json", "As a file to hand over")
    ],
    arguments: [account],
    run: { invocation throws(Failure) in
      let name = try invocation.string("account")
      let session = try Session(invocation)
      let data = try session.ask { () throws(DomainError) in
        try session.registry.personalData(of: name, by: session.actor)
      }
      if session.isJSON {
        try session.terminal.print(data)
      } else {
        try RecordView(voice: session.voice).print(data, "account", to: session.terminal)
      }
      return .ok
    })

  private static let erase = Command(
    "erase", summary: "Erase a person's data on their request",
    discussion: """
      The account loses name and address, and memberships, sessions, notifications and mail go with \
      them. Their values are taken out of the audit log, whose chain goes on holding. What is kept, \
      and why, is listed. Backups still hold what they held.

      The request must have been entered before, by the person or with 'data-request add'.
      """,
    examples: [
      Example("innoreg account erase 6m2q9x7tb0v3w8sz --request 2026-000007", "Fulfil a request")
    ],
    options: [
      .value("request", "NUMBER", help: "The request, by number or identifier.", isRequired: true)
    ],
    arguments: [account],
    run: { invocation throws(Failure) in
      let name = try invocation.string("account")
      let request = try invocation.string("request")
      let session = try Session(invocation)
      let erasure = try session.ask { () throws(DomainError) in
        try session.registry.eraseAccount(
          name, ["request": .string(request)], by: session.actor)
      }
      let json = erasure.json { session.registry.codes.label($0) }
      if session.isJSON {
        try session.terminal.print(json)
      } else {
        try RecordView(voice: session.voice).print(json, "account", to: session.terminal)
      }
      return .ok
    })

  private static let list = Command(
    "list", summary: "List accounts, the newest first",
    examples: [
      Example("innoreg account list", "The newest accounts"),
      Example("innoreg account list --role admin --all", "Every administrator"),
    ],
    options: [
      Listing.codes("role", "Only with these roles.", Role.self),
      Listing.codes("status", "Only in these states.", Account.Status.self),
    ] + Listing.pageOptions,
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      var filter = AccountFilter()
      filter.roles = try invocation.choices("role", of: Role.self)
      filter.statuses = try invocation.choices("status", of: Account.Status.self)
      let (voice, wanted) = (session.voice, filter)
      return try Listing.print(
        session,
        columns: [
          Table.Column(voice(vi: "Mã số", en: "Identifier")),
          Table.Column(voice(vi: "Thư điện tử", en: "E-mail")),
          Table.Column(voice(vi: "Tên", en: "Name")),
          Table.Column(voice(vi: "Vai trò", en: "Role")),
          Table.Column(voice(vi: "Trạng thái", en: "Status")),
        ], json: \.json,
        cells: { account in
          [
            account.id.text, account.email, account.name,
            account.role.map { voice.label($0) } ?? "", voice.label(account.status),
          ]
        },
        fetch: { page throws(DomainError) in
          try session.registry.accounts(wanted, page: page, by: session.actor)
        })
    })

  private static let show = Command(
    "show", summary: "Show an account",
    examples: [Example("innoreg account show an@example.vn", "One person's account")],
    arguments: [account],
    run: { invocation throws(Failure) in
      let name = try invocation.string("account")
      let session = try Session(invocation)
      let view = try session.ask { () throws(DomainError) in
        try session.registry.account(name, by: session.actor)
      }
      return try print(view, session)
    })

  private static let role = Command(
    "role", summary: "Give an account a role, or take it away",
    examples: [
      Example("innoreg account role an@example.vn dost", "An officer of DOST"),
      Example("innoreg account role an@example.vn none", "Nobody special any more"),
    ],
    arguments: [account, Argument("role", help: "The role.", allowed: ["none"] + ownRoles)],
    run: { invocation throws(Failure) in
      let role = Role(rawValue: try invocation.string("role"))
      return try change(invocation, Account.Change(role: role))
    })

  private static let disable = Command(
    "disable", summary: "Lock an account and end its sessions and tokens",
    examples: [
      Example("innoreg account disable an@example.vn --reason \"Đã nghỉ việc\"", "Somebody left")
    ],
    options: [
      .value("reason", "TEXT", help: "Why; the person is told.", isRequired: true)
    ],
    arguments: [account],
    run: { invocation throws(Failure) in
      try change(
        invocation,
        Account.Change(status: .disabled, reason: try invocation.string("reason")))
    })

  private static let enable = Command(
    "enable", summary: "Unlock an account",
    examples: [Example("innoreg account enable an@example.vn", "Somebody came back")],
    arguments: [account],
    run: { invocation throws(Failure) in
      try change(invocation, Account.Change(status: .active, reason: nil))
    })

  /// The roles that accounts have of their own; members have theirs by their organisations.
  private static let ownRoles = Role.accepted.filter { $0 != Role.member.rawValue }

  private static func change(_ invocation: Invocation, _ change: Account.Change) throws(Failure)
    -> ExitCode
  {
    let name = try invocation.string("account")
    let session = try Session(invocation)
    let view = try session.ask { () throws(DomainError) in
      let version = try session.registry.account(name, by: session.actor).account.version
      return try session.registry.changeAccount(
        name, change, expecting: version, by: session.actor)
    }
    return try print(view, session)
  }

  private static func print(_ view: AccountView, _ session: Session) throws(Failure) -> ExitCode {
    let (account, voice) = (view.account, session.voice)
    if session.isJSON {
      try session.terminal.print(
        account.json.merging([
          "second_factor": .bool(view.hasSecondFactor),
          "memberships": .array(view.memberships.map(\.json)),
        ]))
      return .ok
    }
    var table = Table([
      Table.Column(voice(vi: "Mục", en: "Member")), Table.Column(voice(vi: "Giá trị", en: "Value")),
    ])
    table.add(voice(vi: "Mã số", en: "Identifier"), account.id.text)
    table.add(voice(vi: "Thư điện tử", en: "E-mail"), account.email)
    table.add(voice(vi: "Tên", en: "Name"), account.name)
    table.add(voice(vi: "Vai trò", en: "Role"), account.role.map { voice.label($0) } ?? "–")
    table.add(voice(vi: "Trạng thái", en: "Status"), voice.label(account.status))
    table.add(
      voice(vi: "Xác thực hai lớp", en: "Second factor"), voice.yes(view.hasSecondFactor))
    for membership in view.memberships {
      table.add(
        membership.organisation.text, voice.label(membership.role))
    }
    try session.terminal.print(table)
    return .ok
  }
}

import Domain
import Glibc
import UseCases
import Web

/// `innoreg notice …`.
enum NoticeCommands {
  static let command = Command(
    "notice", summary: "Look after the mail that notices are sent by",
    discussion: """
      The running service hands mail over as its options say, see 'innoreg serve --help'. What is \
      refused is tried again after 1, 5, 15 minutes, 1, 3, 6, 12 and 24 hours, then given up; a \
      refusal of the recipient for good is given up at once.
      """,
    subcommands: [list, retry, test])

  private static let list = Command(
    "list", summary: "List messages, the newest first",
    examples: [
      Example("innoreg notice list --failed", "What was given up, and why"),
      Example("innoreg notice list --all --json", "Everything, for other programs"),
    ],
    options: [.flag("failed", help: "Only those that were given up.")] + Listing.pageOptions,
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let failedOnly = try invocation.flag("failed")
      let voice = session.voice
      return try Listing.print(
        session,
        columns: [
          Table.Column(voice(vi: "Mã số", en: "Identifier")),
          Table.Column(voice(vi: "Lúc", en: "At")),
          Table.Column(voice(vi: "Tới", en: "To")),
          Table.Column(voice(vi: "Thông báo", en: "Notices")),
          Table.Column(voice(vi: "Trạng thái", en: "State")),
          Table.Column(voice(vi: "Số lần", en: "Attempts"), .right),
          Table.Column(voice(vi: "Lỗi", en: "Error")),
        ],
        json: { $0.delivery.json(kinds: $0.kinds) },
        cells: { item in
          let delivery = item.delivery
          return [
            delivery.id.text, delivery.createdAt.textInVietnam,
            delivery.address ?? delivery.account?.text ?? "",
            item.kinds.map { voice.label($0) }.joined(separator: ", "),
            voice.label(delivery.state), String(delivery.attempts), delivery.error ?? "",
          ]
        },
        fetch: { page throws(DomainError) in
          try session.registry.deliveries(failedOnly: failedOnly, page: page, by: session.actor)
        })
    })

  private static let retry = Command(
    "retry", summary: "Try messages again that were given up",
    discussion: """
      Messages to accounts only: what a message to an address without account said, such as a \
      link of short life, is forgotten once it is given up.
      """,
    examples: [
      Example("innoreg notice retry 4k2m9x7qp0v3w8tz", "By the identifier that list shows")
    ],
    arguments: [
      Argument("message", help: "The message, by identifier.", isRepeatable: true)
    ],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      var retried: [String] = []
      for id in try invocation.list("message") {
        let delivery = try session.ask { () throws(DomainError) in
          try session.registry.retryDelivery(ID(id), by: session.actor)
        }
        retried.append(delivery.id.text)
      }
      if session.isJSON {
        try session.terminal.print(["retried": .array(retried.map(JSON.string))] as JSON)
      } else {
        let list = retried.joined(separator: ", ")
        try session.terminal.print(
          session.voice(vi: "Sẽ gửi lại \(list)", en: "Will be tried again: \(list)"))
      }
      return .ok
    })

  private static let test = Command(
    "test", summary: "Send a test message to an address",
    discussion: """
      The running service sends it the way it sends everything, so a message that arrives shows \
      that the whole way works.
      """,
    examples: [
      Example("innoreg notice test an@example.vn --wait 30", "Send, and see what comes of it")
    ],
    options: [
      .value(
        "wait", "SECONDS", help: "How long to wait for the service to send it.",
        defaultValue: "0")
    ],
    arguments: [Argument("address", help: "Where to.")],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let seconds = try invocation.integer("wait", in: 0...600)
      let address = try invocation.string("address")
      guard Mailbox(address: address) != nil else {
        throw invocation.notAccepted(
          "address", found: address, accepted: "an address such as an@example.vn")
      }
      let language = try invocation.language
      let id = try session.ask { () throws(DomainError) in
        try session.registry.sendTestNotice(to: address, language, by: session.actor)
      }
      let delivery = try wait(for: id, seconds, session)
      if session.isJSON {
        try session.terminal.print(delivery.json(kinds: [.test]))
      } else {
        try session.terminal.print("\(id): \(session.voice.label(delivery.state))")
        if let error = delivery.error { session.terminal.note(error) }
      }
      return seconds > 0 && delivery.state != .sent ? .temporary : .ok
    })

  /// The message once it was tried, or when the time is up.
  private static func wait(
    for id: ID<Delivery>, _ seconds: Int, _ session: Session
  ) throws(Failure) -> Delivery {
    let end = session.registry.now + Int64(seconds)
    while true {
      let delivery = try session.ask { () throws(DomainError) in
        try session.registry.delivery(id, by: session.actor)
      }
      let isTried = delivery.endedAt != nil || delivery.error != nil
      if isTried || session.registry.now >= end { return delivery }
      usleep(100_000)
    }
  }
}

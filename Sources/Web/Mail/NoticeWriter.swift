package import Domain
package import UseCases

/// Writes what notices say, in the service and in messages.
package struct NoticeWriter: Sendable {
  private let messages: Messages
  private let codes: CodeBook
  /// Where people reach the service, such as `https://dmst.example.vn`; nil where nobody has said.
  private let site: String?

  /// A writer with these sentences and labels.
  package init(messages: Messages, codes: CodeBook, site: String?) {
    self.messages = messages
    self.codes = codes
    self.site = site.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
  }

  /// Where a page of the service is reached; `host` is what the visitor asked for, where nobody has
  /// said how the service is reached.
  func address(of path: String, host: String?) -> String {
    (site ?? host.map { "https://" + $0 } ?? "") + path
  }

  /// What a notice says in a few words, on one line.
  package func subject(_ notice: Notice, _ language: Language) -> String {
    HeaderText.oneLine(text("subject", notice, language))
  }

  /// What a notice says.
  package func body(_ notice: Notice, _ language: Language) -> String {
    text("body", notice, language)
  }

  /// Sentences may name the service's address as `{site}`.
  private func text(_ part: String, _ notice: Notice, _ language: Language) -> String {
    var values = notice.values
    for name in Self.days { values[name] = values[name].map(Self.day) }
    return messages(
      "notice.\(notice.kind.rawValue).\(part)", language,
      values.merging(["site": site ?? ""]) { own, _ in own })
  }

  /// Values that may be days, which the register keeps as yyyy-mm-dd.
  private static let days = ["due", "last", "since"]

  private static func day(_ text: String) -> String {
    CalendarDay(text) == nil ? text : Figures.day(text)
  }

  /// Where a record can be looked at; nil where it has no page or the site has no address.
  package func link(_ subject: Notice.Subject) -> String? { address(Self.path(subject)) }

  private func address(_ path: String?) -> String? {
    guard let site, let path else { return nil }
    return site + path
  }

  /// The page where whoever is told of something goes on; nil where there is none.
  static func path(_ notice: Notice) -> String? {
    guard let page = path(notice.about) else { return nil }
    return switch notice.kind {
    case .reviewAssigned: "/reviews"
    case .problemClosed: "/desk/problems/\(notice.about.id)/proposals"
    case .reviewsComplete: "/desk/problems/\(notice.about.id)/review"
    default: page
    }
  }

  /// The page of a record; nil where it has none.
  ///
  /// An introduction stands on the page of all of them, where either side finds it; where the sides
  /// have pages of their own, the path leads each to theirs.
  static func path(_ subject: Notice.Subject) -> String? {
    guard !subject.id.isEmpty, subject.id.utf8.allSatisfy(isUnreserved) else { return nil }
    return switch subject.aggregate {
    case .organisation: "/organisations/\(subject.id)"
    case .problem: "/problems/\(subject.id)"
    case .proposal: "/my/proposals/\(subject.id)"
    case .introduction: "/my/introductions#i-\(subject.id)"
    case .application: "/applications/\(subject.id)"
    case .mentorRequest: "/mentor-requests/\(subject.id)"
    case .savedSearch: "/my/searches"
    case .engagement: "/engagements/\(subject.id)"
    case .claim: "/claims/\(subject.id)"
    case .dataRequest: "/data-requests/\(subject.id)"
    case .review: "/reviews/\(subject.id)"
    default: nil
    }
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// A notification as it stands in the API.
  package func json(_ notification: Notification) -> JSON {
    let notice = notification.notice
    func both(_ text: (Notice, Language) -> String) -> JSON {
      Bilingual(vi: text(notice, .vi), en: text(notice, .en)).json
    }
    var members: [(String, JSON)] = [
      ("id", .string(notification.id.text)), ("kind", .string(notice.kind.rawValue)),
      ("topic", .string(notice.topic.rawValue)),
      (
        "about",
        [
          "aggregate": .string(notice.about.aggregate.rawValue), "id": .string(notice.about.id),
        ]
      ),
      ("subject", both(subject)), ("body", both(body)),
      ("at", .string(notification.at.description)),
    ]
    if let readAt = notification.readAt {
      members.append(("read_at", .string(readAt.description)))
    }
    return .object(JSONObject(members))
  }

  /// The message of a claimed delivery.
  /// - Returns: nil where its address is none.
  package func message(_ job: MailJob, from sender: Mailbox) -> MailMessage? {
    guard let recipient = Mailbox(name: job.name, address: job.address) else { return nil }
    let language = job.language
    let unsubscribe = job.unsubscribe.flatMap { unsubscribe in
      site.map { "\($0)/unsubscribe?token=\(unsubscribe.token)" }
    }
    let isDigest = job.delivery.choice.isDigest
    let subject =
      isDigest
      ? messages("mail.digest.subject", language, ["count": String(job.notices.count)])
      : job.notices.first.map { self.subject($0, language) } ?? ""
    let body =
      isDigest
      ? digest(job.notices, language)
      : job.notices.map { paragraphs($0, language) }.joined(separator: "\n\n")
    return MailMessage(
      sender: sender, recipient: recipient, subject: subject,
      body: body + footer(job, unsubscribe), identity: job.delivery.id.text,
      date: job.delivery.dueAt, language: language, unsubscribe: unsubscribe)
  }

  private func paragraphs(_ notice: Notice, _ language: Language) -> String {
    [body(notice, language), address(Self.path(notice))].compactMap { $0 }.joined(separator: "\n\n")
  }

  /// Notices grouped by the record they are about, in the order in which each first came up.
  private func digest(_ notices: [Notice], _ language: Language) -> String {
    var order: [Notice.Subject] = []
    var groups: [Notice.Subject: [Notice]] = [:]
    for notice in notices {
      if groups[notice.about] == nil { order.append(notice.about) }
      groups[notice.about, default: []].append(notice)
    }
    return order.map { about in
      let group = groups[about, default: []]
      let title = group.compactMap { $0.values["title"] ?? $0.values["name"] }.first
      let kind = messages("aggregate.\(about.aggregate.rawValue)", language)
      let heading =
        "# " + HeaderText.oneLine([kind, title].compactMap { $0 }.joined(separator: ": "))
      let lines = group.map { notice in
        let text = body(notice, language).split(separator: "\n", omittingEmptySubsequences: false)
          .map { "  " + $0 }.joined(separator: "\n")
        return "- \(subject(notice, language))\n\(text)"
      }
      let path = group.first.flatMap(Self.path)
      return ([heading] + lines + [address(path)].compactMap { $0 }).joined(separator: "\n\n")
    }.joined(separator: "\n\n")
  }

  /// Who sends this, and how to end it.
  private func footer(_ job: MailJob, _ unsubscribe: String?) -> String {
    var lines = [messages("mail.footer", job.language, ["site": site ?? ""])]
    if let unsubscribe {
      lines.append(
        messages(
          "mail.unsubscribe", job.language,
          ["topic": topic(job.unsubscribe?.topic, job.language), "url": unsubscribe]))
    }
    return "\n\n-- \n" + lines.joined(separator: "\n") + "\n"
  }

  /// What a topic is called; all that can be chosen where nil.
  func topic(_ topic: NoticeTopic?, _ language: Language) -> String {
    topic.map { language.pick(codes.label($0)) } ?? messages("unsubscribe.all", language)
  }
}

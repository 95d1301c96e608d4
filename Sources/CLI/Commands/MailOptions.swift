import Domain
import Outbound
import Web

/// The options of `serve` and `demo` that say how mail leaves.
enum MailOptions {
  static let all: [Option] = [
    .value(
      "public-url", "URL",
      help: "Where people reach the service, for links in mail and for logging in.",
      environment: "INNOREG_PUBLIC_URL"),
    .value(
      "mail-from", "MAILBOX", help: "The sender of mail, as 'Sở KH&CN <no-reply@example.vn>'.",
      environment: "INNOREG_MAIL_FROM"),
    .value(
      "smtp-url", "URL", help: "The mail server, as smtp://mail.example.vn:587 or smtps://….",
      environment: "INNOREG_SMTP_URL"),
    .value(
      "smtp-security", "MODE",
      help: "Whether smtp:// must be encrypted; unless given, it must but on this machine.",
      environment: "INNOREG_SMTP_SECURITY", allowed: SMTP.Security.allCases.map(\.rawValue)),
    .value(
      "smtp-authorities", "FILE",
      help: "Certificates (PEM) to trust for it, instead of the system's.",
      environment: "INNOREG_SMTP_AUTHORITIES", completion: .files),
    .value(
      "sendmail", "COMMAND",
      help: "A command that takes mail as sendmail does, by its path; further words after spaces.",
      environment: "INNOREG_SENDMAIL"),
    .value(
      "mail-timeout", "SECONDS", help: "How long handing over one message may take.",
      environment: "INNOREG_MAIL_TIMEOUT", defaultValue: "60"),
  ]

  /// Where people reach the service.
  static func address(_ invocation: Invocation) throws(Failure) -> String? {
    guard let url = try invocation.optionalString("public-url") else { return nil }
    guard host(url, schemes: ["https", "http"]) != nil, !url.contains("?") else {
      throw invocation.notAccepted(
        "public-url", found: url, accepted: "a URL such as https://dmst.example.vn")
    }
    return url
  }

  /// How mail leaves; nil where nothing is said of it.
  static func dispatch(
    _ invocation: Invocation, _ writer: NoticeWriter
  ) throws(Failure) -> MailDispatch? {
    let seconds = try invocation.integer("mail-timeout", in: 1...600)
    let handOver: MailDispatch.Transport
    switch (
      try invocation.optionalString("smtp-url"), try invocation.optionalString("sendmail")
    ) {
    case (nil, nil): return nil
    case (let url?, nil):
      let server = try server(url, invocation, seconds)
      handOver = { message throws(HandOverFailure) in try server.send(message) }
    case (nil, let command?):
      let words = command.split(separator: " ").map(String.init)
      guard words.first?.hasPrefix("/") == true else {
        throw invocation.notAccepted(
          "sendmail", found: command, accepted: "a path such as /usr/sbin/sendmail")
      }
      let sendmail = SendmailCommand(words: words, seconds: seconds)
      handOver = { message throws(HandOverFailure) in try sendmail.send(message) }
    case (_?, _?): throw Failure(.usage, "--smtp-url and --sendmail exclude each other")
    }
    guard let from = try invocation.optionalString("mail-from"),
      try address(invocation) != nil
    else { throw Failure(.usage, "mail needs --mail-from and --public-url") }
    guard let sender = Mailbox(from) else {
      throw invocation.notAccepted(
        "mail-from", found: from, accepted: "an address, or Name <address>")
    }
    return MailDispatch(
      writer: writer, sender: sender, lease: Int64(seconds) * 2, transport: handOver)
  }

  private static func server(
    _ url: String, _ invocation: Invocation, _ seconds: Int
  ) throws(Failure) -> SMTP {
    guard let host = host(url, schemes: ["smtp", "smtps"]) else {
      throw invocation.notAccepted(
        "smtp-url", found: url, accepted: "smtp://HOST:PORT or smtps://HOST:PORT")
    }
    let isNear = ["localhost", "[::1]"].contains(host) || host.hasPrefix("127.")
    let security =
      try invocation.optionalChoice("smtp-security", of: SMTP.Security.self)
      ?? (isNear ? .none : .required)
    let (user, password) = (
      invocation.environment["INNOREG_SMTP_USER"], invocation.environment["INNOREG_SMTP_PASSWORD"]
    )
    var credentials: (user: String, password: String)?
    if let user, let password {
      guard security == .required || isNear || url.hasPrefix("smtps:") else {
        throw Failure(.configuration, "INNOREG_SMTP_PASSWORD is not sent over --smtp-security none")
      }
      credentials = (user, password)
    } else if user != nil || password != nil {
      throw Failure(.configuration, "INNOREG_SMTP_USER and INNOREG_SMTP_PASSWORD belong together")
    }
    guard Curl.prepare() else { throw Failure(.software, "libcurl cannot be initialised") }
    return SMTP(
      url: url, security: security, credentials: credentials,
      authorities: try invocation.optionalString("smtp-authorities"), seconds: seconds)
  }

  /// The host of a URL of those schemes; nil for anything else, names of users included.
  private static func host(_ url: String, schemes: [String]) -> String? {
    for scheme in schemes where url.hasPrefix(scheme + "://") {
      let rest = url.dropFirst(scheme.utf8.count + 3)
      guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
        !rest.contains(where: { "@<>\"#\\".contains($0) })
      else { return nil }
      let authority = rest.prefix { $0 != "/" && $0 != "?" }
      let host =
        authority.hasPrefix("[")
        ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
      return host.isEmpty ? nil : String(host)
    }
    return nil
  }
}

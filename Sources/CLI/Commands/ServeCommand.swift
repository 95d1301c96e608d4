import HTTP

/// `innoreg serve`.
enum ServeCommand {
  static let command = Command(
    "serve", summary: "Serve the register over HTTP",
    discussion: """
      Listens until SIGTERM or SIGINT, then finishes the requests that are under way, for ten \
      seconds at most. Other innoreg commands may change the database meanwhile; their changes \
      show within a second.

      Mail is handed to a mail server (--smtp-url) or a command (--sendmail). Until one is \
      given, it waits; a week later it is given up. Who logs in to a mail server is taken from the \
      environment: INNOREG_SMTP_USER and INNOREG_SMTP_PASSWORD.

      Log lines go to standard error.
      """,
    examples: [
      Example("innoreg serve", "Serve this machine on port 8080"),
      Example(
        "innoreg --database dlk.sqlite serve --host 0.0.0.0 --port 80 --log-format json",
        "Serve everybody and log for machines"),
    ],
    options: ServerOptions.all + MailOptions.all + OpenIDOptions.all,
    run: run)

  private static func run(_ invocation: Invocation) throws(Failure) -> ExitCode {
    let configuration = try ServerOptions.configuration(invocation)
    let scan = try invocation.optionalString("scan-command").map { ScanCommand(program: $0) }
    let session = try Session(
      invocation, readers: configuration.threads, needsKey: true, scan: scan?.look)
    let service = Service(
      session: session, configuration: configuration,
      logFormat: try invocation.choice("log-format", of: Logger.Format.self),
      address: try MailOptions.address(invocation),
      mail: { writer throws(Failure) in try MailOptions.dispatch(invocation, writer) },
      openID: try OpenIDOptions.provider(invocation),
      trustedProxies: Set(try invocation.list("trusted-proxy")))
    try service.run { address in invocation.terminal.note("listening on \(address)") }
    return .ok
  }
}

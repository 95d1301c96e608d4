import Dispatch
import Domain
import HTTP
import Synchronization
import UseCases
import Web

/// The running service: the server, and the index that follows what other processes commit.
struct Service {
  let session: Session
  let configuration: ServerConfiguration
  let logFormat: Logger.Format
  /// The lowest level that the log tells.
  var logLevel = Logger.Level.info
  /// Where people reach it, for links.
  var address: String?
  /// How mail leaves, with what writes it; nil where nothing is said of it.
  var mail: (NoticeWriter) throws(Failure) -> MailDispatch? = { _ in nil }
  var openID: OpenIDProvider?
  var trustedProxies: Set<String> = []

  /// Commits of other processes are looked for this often: well below the second within which
  /// they must show.
  private static let pollInterval = DispatchTimeInterval.milliseconds(200)
  /// Requests under way get this long when the service is told to stop.
  private static let patience = Duration.seconds(10)

  /// Serves until SIGTERM or SIGINT, then stops in order.
  ///
  /// - Parameter ready: told the address once connections are taken
  /// - Throws: `Failure` where it cannot begin
  func run(ready: (_ address: String) throws(Failure) -> Void) throws(Failure) {
    try serve { port, signals, logger throws(Failure) in
      try ready(localAddress(port))
      let signal = signals.waitForTermination()
      logger.log(
        .info, "stopping", [("signal", .string(signal == .terminate ? "SIGTERM" : "SIGINT"))])
    }
  }

  /// Serves while `work` is done, then stops in order.
  ///
  /// - Throws: `Failure` where it cannot begin, and what the work throws
  func serve(
    _ work: (_ port: UInt16, SignalWait, Logger) throws(Failure) -> Void
  ) throws(Failure) {
    let logger = Logger(format: logFormat, minimum: logLevel)
    let site = try makeSite(logger)
    let handler = try makeHandler(site)
    let mail = try mail(site.notices)
    if mail == nil {
      logger.log(.warning, "mail waits until --smtp-url or --sendmail says how it leaves")
    }
    try session.loadIndex()
    Self.tellDamage(session.registry, logger)
    // From here on threads start, which must inherit that the signals wait.
    let signals = SignalWait()
    var configuration = configuration
    configuration.largeBodies = Site.largeBodies
    let server = Server(
      configuration: configuration, logger: logger, metrics: site.metrics, handler: handler)
    let port: UInt16
    do { port = try server.start() } catch { throw failure(error) }
    var followers = [
      poll("innoreg.follower", "the index does not follow", logger) {
        registry throws(DomainError) in
        try registry.follow()
        Self.tellDamage(registry, logger)
      },
      poll("innoreg.renewer", "the index does not take up concepts", logger) {
        registry
          throws(DomainError) in try registry.renewIndex()
      },
      poll("innoreg.clock", "what has fallen due is not done", logger) {
        registry
          throws(DomainError) in try registry.keepTime()
      },
    ]
    if let mail {
      followers.append(
        poll("innoreg.mail", "mail is not sent", logger) { registry throws(DomainError) in
          try mail.sendDue(registry, logger)
        })
    }
    defer { stop(server, followers, mail, logger) }
    try work(port, signals, logger)
  }

  /// One damaged row must not stop the service of all others; `innoreg check` lists it too.
  private static func tellDamage(_ registry: Registry, _ logger: Logger) {
    for fault in registry.takeDamage() {
      logger.log(
        .error, "a record cannot be read and is left out", [("error", .string(fault))])
    }
  }

  private func makeSite(_ logger: Logger) throws(Failure) -> Site {
    let messages: Messages
    do { messages = try Messages() } catch {
      throw Failure(.software, "\(error.source): \(error.detail)")
    }
    return Site(
      registry: session.registry, messages: messages, logger: logger, address: address,
      openID: openID, trustedProxies: trustedProxies)
  }

  private func makeHandler(_ site: Site) throws(Failure) -> @Sendable (Request) -> Response {
    do { return try site.handler() } catch {
      throw Failure(.software, "the URL table contradicts itself", "\(error)")
    }
  }

  /// Looks for news at a steady pace on a queue of its own. A kind of error is logged once until
  /// following has worked again, so that a full disk does not fill the log too.
  private func poll(
    _ name: String, _ trouble: String, _ logger: Logger,
    _ work: @escaping @Sendable (Registry) throws(DomainError) -> Void
  ) -> any DispatchSourceTimer {
    let registry = session.registry
    let told = Told()
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: name))
    timer.schedule(
      deadline: .now() + Self.pollInterval, repeating: Self.pollInterval, leeway: .milliseconds(20))
    timer.setEventHandler {
      do throws(DomainError) {
        try work(registry)
        told.forget()
      } catch {
        let kind = ErrorPresenter.key(error)
        if told.isNew(kind) {
          logger.log(
            .error, trouble,
            [("kind", .string(kind)), ("error", .string("\(error)"))])
        }
      }
    }
    timer.activate()
    return timer
  }

  private func stop(
    _ server: Server, _ followers: [any DispatchSourceTimer], _ mail: MailDispatch?,
    _ logger: Logger
  ) {
    for follower in followers { follower.cancel() }
    mail?.stop()
    switch server.stop(deadline: Self.patience) {
    case .drained: logger.log(.info, "stopped")
    case .cut(let count):
      logger.log(.warning, "stopped; responses were cut", [("count", .int(Int64(count)))])
    case .abandoned(let count):
      logger.log(.warning, "stopped; handlers were at work", [("count", .int(Int64(count)))])
      // One of them may hold the writer, for which closing would wait.
      return
    }
    mail?.finish(within: Int(Self.patience.components.seconds))
    do { try session.registry.close() } catch {
      logger.log(.error, "the database was not closed in order", [("error", .string("\(error)"))])
    }
  }

  private func localAddress(_ port: UInt16) -> String {
    let scheme = configuration.tls == nil ? "http" : "https"
    let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
    return "\(scheme)://\(host):\(port)"
  }

  private func failure(_ error: ServerError) -> Failure {
    let voice = session.voice
    return switch error {
    case .cannotListen(let host, let port, let reason):
      Failure(
        .unavailable,
        voice(
          vi: "không mở được cổng \(port) trên \(host)", en: "cannot listen on \(host) port \(port)"
        ),
        reason)
    case .unreadable(let path):
      Failure(.noInput, voice(vi: "không đọc được \(path)", en: "cannot read \(path)"))
    case .refused:
      Failure(
        .unavailable,
        voice(vi: "máy chủ HTTP không khởi động được", en: "the HTTP server does not start"),
        configuration.tls == nil
          ? voice(vi: "thiếu bộ nhớ hoặc luồng", en: "memory or threads are short")
          : voice(
            vi: "kiểm tra chứng thư và khoá có đi cùng nhau không",
            en: "check that certificate and key belong together"))
    case .alreadyRunning: Failure(.software, "the server runs already")
    }
  }
}

/// The kinds of error that were told since following last worked.
private final class Told: Sendable {
  private let kinds = Mutex<Set<String>>([])

  func isNew(_ kind: String) -> Bool { kinds.withLock { $0.insert(kind).inserted } }
  func forget() { kinds.withLock { $0.removeAll() } }
}

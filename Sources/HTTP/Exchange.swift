/// One request while it arrives: made when its target is known, gone when its response is sent.
/// Only the thread that serves the connection touches it.
final class Exchange {
  /// What to do after a step.
  enum Step {
    /// Read on.
    case read
    /// The request is whole: let the handler answer.
    case handle(RequestHead)
    /// Answer this now.
    case refuse(Refusal)
    /// End the connection; nothing more can be said in order.
    case abort(Refusal)
  }

  /// The connection it came on.
  let connection: ConnectionState
  /// The target's bytes, cut at one byte more than the limit.
  let target: [UInt8]
  /// How long the target really is, up to the first NUL.
  let targetLength: Int
  /// When it was made.
  let start = ContinuousClock.now
  /// Set once the head was judged.
  private(set) var hasHead = false
  /// The body so far.
  private(set) var body: [UInt8] = []
  /// The head, if it was good.
  private(set) var head: RequestHead?
  private var refusal: Refusal?
  private var dropped = 0
  private let server: ServerContext
  private var maxBodyBytes: Int
  /// Whether this is one of the few bodies at a time that may outgrow the usual limit.
  private var isLarge = false
  private var milestone = ServerConfiguration.largeBodyPace

  /// Begins with the target.
  init(connection: ConnectionState, target: [UInt8], targetLength: Int, server: ServerContext) {
    self.connection = connection
    self.target = target
    self.targetLength = targetLength
    self.server = server
    maxBodyBytes = server.configuration.maxBodyBytes
  }

  deinit {
    if isLarge { server.endLargeBody() }
  }

  /// Judges the head. A refusal waits for the end of the body where the body is short enough to be
  /// read and dropped, and where the client does not ask first; else it is answered at once.
  func receiveHead(_ raw: RequestHead.Raw, limits: ServerConfiguration) -> Step {
    hasHead = true
    do {
      let head = try RequestHead(raw, limits: limits)
      self.head = head
      maxBodyBytes = limits.maxBodyBytes(of: head)
      let promised = head.contentLength ?? 0
      guard promised > UInt64(clamping: maxBodyBytes) else {
        body.reserveCapacity(min(Int(clamping: promised), 65_536))
        return .read
      }
      return refuse(
        tooLarge,
        atOnce: head.expectsContinue
          || promised > UInt64(clamping: maxBodyBytes + ServerConfiguration.drainBytes))
    } catch {
      let asks = raw.fields.contains { Array("expect".utf8) == $0.name.map { $0 | 0x20 } }
      return refuse(error, atOnce: error.closesConnection || asks)
    }
  }

  /// Takes the next part of the body.
  func receiveBody(_ part: UnsafeRawBufferPointer) -> Step {
    if refusal == nil && part.count > maxBodyBytes - body.count {
      refusal = tooLarge
      body = []
    }
    if refusal == nil, !isLarge, part.count > server.configuration.maxBodyBytes - body.count {
      isLarge = server.beginLargeBody()
      if !isLarge {
        refusal = Refusal(.serviceUnavailable, "Too many large bodies arrive at the moment.")
        body = []
      }
    }
    guard let refusal else {
      unsafe body.append(contentsOf: part)
      if isLarge, body.count >= milestone {
        milestone = body.count + ServerConfiguration.largeBodyPace
        connection.extend(deadline: server.firstDeadline)
      }
      return .read
    }
    dropped += part.count
    return dropped > maxBodyBytes + ServerConfiguration.drainBytes ? .abort(refusal) : .read
  }

  /// The request has arrived whole.
  func receiveEnd() -> Step {
    if let refusal { return .refuse(refusal) }
    guard let head else { return .read }
    return .handle(head)
  }

  private var tooLarge: Refusal {
    Refusal(.contentTooLarge, "The body is larger than \(maxBodyBytes) bytes.")
  }

  private func refuse(_ refusal: Refusal, atOnce: Bool) -> Step {
    self.refusal = refusal
    return atOnce ? .refuse(refusal) : .read
  }
}

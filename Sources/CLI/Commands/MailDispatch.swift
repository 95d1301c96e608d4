import Dispatch
import Domain
import HTTP
import Outbound
import Synchronization
import UseCases
import Web

/// Hands due messages over, one after the other, on the thread that calls it and never on one
/// that answers requests.
final class MailDispatch: Sendable {
  /// Hands one message over.
  typealias Transport = @Sendable (Envelope) throws(HandOverFailure) -> Void

  private let writer: NoticeWriter
  private let sender: Mailbox
  private let lease: Int64
  private let transport: Transport
  private let isStopping = Mutex(false)
  private let turn = DispatchSemaphore(value: 1)

  /// Mail from that sender; the lease is the seconds for which a claim counts, longer than the
  /// transport can take.
  init(
    writer: NoticeWriter, sender: Mailbox, lease: Int64, transport: @escaping Transport
  ) {
    self.writer = writer
    self.sender = sender
    self.lease = lease
    self.transport = transport
  }

  /// Hands over everything that is due.
  func sendDue(_ registry: Registry, _ logger: Logger) throws(DomainError) {
    turn.wait()
    defer { turn.signal() }
    while !isStopping.withLock({ $0 }), let job = try registry.claimMail(lease: lease) {
      let outcome = handOver(job)
      if case .refused(_, let isPermanent) = outcome {
        // What the server said may name people; `innoreg notice list` has it.
        logger.log(
          .warning, "a message was not taken",
          [("delivery", .string(job.delivery.id.text)), ("permanent", .bool(isPermanent))])
      }
      try registry.settle(job, outcome)
    }
  }

  private func handOver(_ job: MailJob) -> HandOver {
    guard let message = writer.message(job, from: sender) else {
      return .refused("not an address", isPermanent: true)
    }
    do throws(HandOverFailure) {
      try transport(
        Envelope(
          sender: message.sender.address, recipient: message.recipient.address,
          message: message.bytes))
      return .taken
    } catch {
      return .refused(error.detail, isPermanent: error.isPermanent)
    }
  }

  /// Takes up no further message.
  func stop() { isStopping.withLock { $0 = true } }

  /// Waits for the message that is being handed over; one that takes longer is handed over again
  /// after the next start.
  func finish(within seconds: Int) {
    if turn.wait(timeout: .now() + .seconds(seconds)) == .success { turn.signal() }
  }
}

import FoundationEssentials
import Outbound
import Synchronization

/// Where the messages of a story go: they stay on this machine.
final class StoryMail: Sendable {
  private let bodies = Mutex<[String: [String]]>([:])

  /// Takes a message.
  func take(_ envelope: Envelope) {
    let message = String(decoding: envelope.message, as: UTF8.self)
    let encoded = message.split(separator: "\r\n\r\n", maxSplits: 1).last ?? ""
    let data = Data(base64Encoded: String(encoded), options: .ignoreUnknownCharacters)
    let text = data.map { String(decoding: $0, as: UTF8.self) } ?? ""
    bodies.withLock { $0[envelope.recipient, default: []].append(text) }
  }

  /// The secret of a link in a message to that address; the message is then gone.
  func takeSecret(to address: String) -> String? {
    bodies.withLock { bodies in
      for (index, body) in (bodies[address] ?? []).enumerated() {
        guard
          let secret = body.matches(
            of: /(?:^|[^A-Za-z0-9_\-])([A-Za-z0-9_\-]{43})(?![A-Za-z0-9_\-])/
          ).first
        else { continue }
        bodies[address]?.remove(at: index)
        return String(secret.1)
      }
      return nil
    }
  }

  /// How many messages came for that address and are still there.
  func count(for address: String) -> Int { bodies.withLock { $0[address]?.count ?? 0 } }
}

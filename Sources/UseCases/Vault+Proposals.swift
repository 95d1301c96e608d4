import Domain
import Storage

/// How proposals are kept: offer and attachments as one box under the key of their problem.
extension Vault {
  /// Boxes come in steps of this many bytes, so that their length tells little of what is in them.
  private static let step = 4096

  /// Encrypts offer and attachments anew, after either has changed.
  func seal(
    _ proposal: inout Proposal, _ db: inout Database, _ now: Instant
  ) throws(DomainError) {
    let ring = try ring(of: proposal.problem, &db, at: now)
    let content: JSON = [
      "offer": .object(JSONObject(proposal.offer?.members ?? [])),
      "attachments": .array(proposal.attachments.map(\.json)),
    ]
    proposal.sealed = ring.seal(Self.padded(content), for: "proposal:\(proposal.id)")
  }

  /// The proposal with its offer and attachments.
  func unsealed(_ proposal: Proposal, _ db: inout Database) throws(DomainError) -> Proposal {
    let ring = try ring(of: proposal.problem, &db)
    let content = try Self.json(ring.open(proposal.sealed, for: "proposal:\(proposal.id)"))
    var opened = proposal
    opened.offer = try ProposalOffer.read(content["offer"] ?? .null)
    opened.attachments = (content["attachments"]?.elements ?? []).compactMap { Attachment($0) }
    return opened
  }

  /// Encrypts the receipt of a proposal.
  func seal(
    _ receipt: Receipt, of proposal: Proposal, _ db: inout Database
  ) throws(DomainError) -> [UInt8] {
    try ring(of: proposal.problem, &db).seal(
      Self.padded(receipt.json), for: "receipt:\(proposal.id)")
  }

  /// The receipt of a proposal; nil where it was never submitted under this rule.
  func receipt(of proposal: Proposal, _ db: inout Database) throws(DomainError) -> Receipt? {
    guard let box = try db.sealedReceipt(of: proposal.id) else { return nil }
    let ring = try ring(of: proposal.problem, &db)
    return Receipt(try Self.json(ring.open(box, for: "receipt:\(proposal.id)")))
  }

  /// The text with as many spaces as make its length a multiple of the step.
  private static func padded(_ json: JSON) -> [UInt8] {
    let bytes = Array(json.compact.utf8)
    let length = (bytes.count + step - 1) / step * step
    return bytes + [UInt8](repeating: 0x20, count: length - bytes.count)
  }

  private static func json(_ bytes: [UInt8]) throws(DomainError) -> JSON {
    do { return try JSONParser.parse(bytes) } catch {
      throw .internalFault("what was sealed is no JSON")
    }
  }
}

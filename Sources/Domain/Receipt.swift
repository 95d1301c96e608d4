/// What a solver gets for a submitted proposal: everything that was submitted, and its digest,
/// which the audit log holds too. Whoever has the receipt can compute the digest again.
package struct Receipt: Sendable, Equatable {
  /// What was submitted, by whom, for what and when. A random salt in it keeps the offer from being
  /// guessed from the digest.
  package let content: JSON
  /// BLAKE2b-256 over `content.canonical`, in hexadecimal.
  package let digest: String

  /// Writes a receipt. `code` is the problem's public code, `salt` random, `digest` BLAKE2b-256.
  package init(
    _ proposal: Proposal, offer: ProposalOffer, code: String?, salt: [UInt8],
    digest: ([UInt8]) -> [UInt8]
  ) {
    var members: [(String, JSON)] = [
      ("proposal", .string(proposal.id.text)), ("problem", .string(proposal.problem.text)),
    ]
    members.add("code", code)
    members.append(("organisation", .string(proposal.organisation.text)))
    members.add("submitted_at", proposal.submittedAt?.description)
    members.append(("offer", .object(JSONObject(offer.members))))
    members.append(
      (
        "attachments",
        .array(
          proposal.attachments.map {
            ["name": .string($0.name), "size": JSON($0.size), "digest": .string($0.digest)]
          })
      ))
    members.append(("salt", .string(Hexadecimal.text(salt))))
    content = .object(JSONObject(members))
    self.digest = Self.digest(of: content, digest)
  }

  /// Reads a receipt; nil where it has not the form of one. Whether it is true is another question.
  package init?(_ json: JSON) {
    guard let content = json["receipt"], content["proposal"]?.text != nil,
      let digest = json["digest"]?.text
    else { return nil }
    self.content = content
    self.digest = digest
  }

  /// The proposal that it is for.
  package var proposal: ID<Proposal> { ID(content["proposal"]?.text ?? "") }

  /// Whether the digest is that of the content.
  package func isWhole(_ digest: ([UInt8]) -> [UInt8]) -> Bool {
    Self.digest(of: content, digest) == self.digest
  }

  /// Whether it tells of this offer and these attachments.
  package func tells(_ proposal: Proposal) -> Bool {
    guard let offer = proposal.offer else { return false }
    let same: [(JSON?, JSON)] = [
      (content["offer"], .object(JSONObject(offer.members))),
      (
        content["attachments"],
        .array(
          proposal.attachments.map {
            ["name": .string($0.name), "size": JSON($0.size), "digest": .string($0.digest)]
          })
      ),
    ]
    return same.allSatisfy { $0?.canonical == $1.canonical }
  }

  /// The record as it stands in the API.
  package var json: JSON {
    [
      "receipt": content, "digest": .string(digest),
      "method": .string(
        "BLAKE2b-256 (RFC 7693) over the canonical JSON (RFC 8785) of the member receipt"),
    ]
  }

  private static func digest(of content: JSON, _ digest: ([UInt8]) -> [UInt8]) -> String {
    Hexadecimal.text(digest(Array(content.canonical.utf8)))
  }
}

extension JSON {
  /// The value in canonical form (RFC 8785): members sorted by name, no white space. The register
  /// writes whole numbers only where this is used, so that there is one way to write them.
  package var canonical: String {
    switch self {
    case .array(let values): "[" + values.map(\.canonical).joined(separator: ",") + "]"
    case .object(let object):
      "{"
        + object.members.sorted { Array($0.name.utf16).lexicographicallyPrecedes($1.name.utf16) }
        .map { JSON.string($0.name).compact + ":" + $0.value.canonical }
        .joined(separator: ",") + "}"
    case .null, .bool, .integer, .number, .string: compact
    }
  }
}

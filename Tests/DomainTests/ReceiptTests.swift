import Domain
import Testing

@Suite struct ReceiptTests {
  /// A stand-in that depends on every byte.
  private func digest(_ bytes: [UInt8]) -> [UInt8] {
    var state: UInt64 = 14_695_981_039_346_656_037
    for byte in bytes { state = (state ^ UInt64(byte)) &* 1_099_511_628_211 }
    return (0..<8).map { UInt8(truncatingIfNeeded: state >> (8 * UInt64($0))) }
  }

  private func proposal(_ approach: String) -> Proposal {
    var offer = ProposalOffer()
    offer.approach = approach
    offer.costVND = 900_000_000
    return Proposal(
      id: ID("a"), problem: ID("b"), organisation: ID("c"), status: .submitted,
      createdAt: Instant(seconds: 0), updatedAt: Instant(seconds: 0),
      submittedAt: Instant(seconds: 7), offer: offer)
  }

  private func receipt(_ proposal: Proposal, salt: [UInt8] = [1, 2]) throws -> Receipt {
    Receipt(
      proposal, offer: try #require(proposal.offer), code: "DLK-2026-001", salt: salt,
      digest: digest)
  }

  @Test func itIsWholeAndTellsOfItsProposalOnly() throws {
    let made = try receipt(proposal("x"))
    let read = try #require(Receipt(try JSONParser.parse(made.json.compact)))
    #expect(read == made && read.isWhole(digest) && read.proposal.text == "a")
    #expect(read.tells(proposal("x")) && !read.tells(proposal("y")))
    #expect(try receipt(proposal("x"), salt: [3]).digest != made.digest)
  }

  @Test func whateverIsChangedInItShows() throws {
    let text = try receipt(proposal("giá rẻ")).json.compact
    for (old, new) in [("900000000", "900000001"), ("giá rẻ", "giá dẻ"), ("00:00:07", "00:00:08")] {
      let changed = try #require(Receipt(try JSONParser.parse(text.replacing(old, with: new))))
      #expect(!changed.isWhole(digest), "\(old)")
    }
    for text in [
      "{}", "[]", "{\"receipt\":{},\"digest\":\"00\"}", "{\"receipt\":{\"proposal\":\"a\"}}",
    ] {
      #expect(Receipt(try JSONParser.parse(text)) == nil)
    }
  }

  @Test(arguments: [
    ("{\"b\":1,\"a\":[true,null,\"đ\\n\"]}", "{\"a\":[true,null,\"đ\\n\"],\"b\":1}"),
    ("{\"é\":1,\"z\":{\"b\":-5,\"a\":{}}}", "{\"z\":{\"a\":{},\"b\":-5},\"é\":1}"),
  ]) func membersOfCanonicalJSONAreSorted(_ row: (String, String)) throws {
    #expect(try JSONParser.parse(row.0).canonical == row.1)
  }
}

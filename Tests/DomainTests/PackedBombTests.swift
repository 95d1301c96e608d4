import Domain
import Synchronization
import Testing

/// Files that are made to cost: how much is read and unpacked of them stays bounded.
@Suite struct PackedBombTests {
  /// Counts what looking at a file takes.
  private final class Cost: Sendable {
    private let sums = Mutex((calls: 0, read: 0, unpacked: 0, most: 0))
    var calls: Int { sums.withLock { $0.calls } }
    var read: Int { sums.withLock { $0.read } }
    var unpacked: Int { sums.withLock { $0.unpacked } }
    /// The longest at once.
    var most: Int { sums.withLock { $0.most } }

    func type(_ bytes: [UInt8]) -> String {
      let unpacker = Unpacker.counting { read, count in
        self.sums.withLock {
          $0 = ($0.calls + 1, $0.read + read, $0.unpacked + count, max($0.most, count))
        }
      }
      do { return try FileType.recognise(bytes, unpackingBy: unpacker).rawValue } catch {
        return "\(error)"
      }
    }
  }

  /// A million noughts in zlib's frame, or without it.
  private static func noughts(framed: Bool) -> [UInt8] {
    (framed ? [0x78, 0xDA] : [])
      + [0xED, 0xC1, 0x01, 0x01, 0, 0, 0, 0x82, 0x20, 0xFF, 0xAF, 0x6E, 0x48, 0x40, 0x01]
      + [UInt8](repeating: 0, count: 968) + [0xAF, 0x06]
  }

  private static func pdf(_ parts: [UInt8]) -> [UInt8] {
    Array("%PDF-1.7\n".utf8) + parts + Array("\nstartxref\n9\n%%EOF\n".utf8)
  }

  private static func objectStream(_ packed: [UInt8]) -> [UInt8] {
    Array("1 0 obj\n<</Type/ObjStm>>\nstream\n".utf8) + packed
      + Array("\nendstream\nendobj\n".utf8)
  }

  /// A megabyte each, of which sixty are looked at.
  @Test func manyObjectStreamsAreBounded() {
    let one = Self.objectStream(Self.noughts(framed: true))
    var parts: [UInt8] = []
    for _ in 0..<10_000 { parts += one }
    let cost = Cost()
    #expect(cost.type(Self.pdf(parts)) == "application/pdf")
    #expect(cost.unpacked == 60_000_000 && cost.most <= 1_000_000 && cost.calls <= 61)
  }

  /// What comes before does not hide a script, as long as it is within bounds.
  @Test func aScriptBehindManyObjectStreamsIsFound() {
    var parts: [UInt8] = []
    for _ in 0..<10_000 { parts += Self.objectStream(PackedSamples.quiet.bytes) }
    parts += Self.objectStream(PackedSamples.script.bytes)
    #expect(Cost().type(Self.pdf(parts)).contains("/JavaScript"))
  }

  /// Streams within streams, all of which unpack to nothing and are read to the end of the file.
  @Test func streamsThatUnpackToNothingAreReadWithinBounds() {
    let name = Array("/ObjStm stream\n".utf8) + [0x78, 0xDA]
    var parts: [UInt8] = []
    for _ in 0..<2000 {
      // A stored block of what follows would unpack; empty ones do not.
      parts += name
      for _ in 0..<200 { parts += [0, 0, 0, 0xFF, 0xFF] }
    }
    let cost = Cost()
    #expect(cost.type(Self.pdf(parts)) == "application/pdf")
    #expect(cost.read <= 60_000_000 && cost.calls <= 20_000)
  }

  /// Names without number before one stream are one look at it, and none where it is far.
  @Test func manyNamesOfOneStreamAreOneLook() {
    let names = Array(String(repeating: "/ObjStm", count: 200_000).utf8)
    let near = Cost()
    #expect(
      near.type(Self.pdf(names + Array(" stream\n".utf8) + PackedSamples.quiet.bytes))
        == "application/pdf")
    #expect(near.calls == 1)
    let none = Cost()
    #expect(none.type(Self.pdf(names + [UInt8](repeating: 32, count: 5000))) == "application/pdf")
    #expect(none.calls == 0)
  }

  /// The text of a document is not unpacked at all, its lists to four megabytes together.
  @Test func noughtsInADocumentAreBounded() {
    func hex(_ bytes: [UInt8]) -> String { Hexadecimal.text(bytes) }
    let packed = hex(Self.noughts(framed: false))
    let cost = Cost()
    let text = PackedSamples.Packed(length: 900_000, hex: packed)
    #expect(
      cost.type(SampleFiles.document([("word/document.xml", text)])) == FileType.docx.rawValue)
    #expect(cost.unpacked == 0)
    // More than the directory says, and just as much.
    for length in [900_000, 1_000_000] {
      let list = PackedSamples.Packed(length: length, hex: packed)
      let cost = Cost()
      #expect(cost.type(SampleFiles.document([("[Content_Types].xml", list)])) == "unknown")
      #expect(cost.unpacked == length)
    }
    let relations = PackedSamples.relations
    let spread = Cost()
    let lists = (0..<1000).map { (name: "word/_rels/\($0).rels", part: relations) }
    #expect(spread.type(SampleFiles.document(lists)) == "unknown")
    #expect(spread.unpacked <= 4_000_000)
    let fewer = Cost()
    #expect(
      fewer.type(SampleFiles.document(Array(lists.prefix(100)))) == FileType.docx.rawValue)
    #expect(fewer.unpacked == 100 * relations.length)
  }
}

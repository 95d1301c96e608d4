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
    Array("1 0 obj\n<</N 1/First 4/Filter/FlateDecode>>\nstream\n".utf8) + packed
      + Array("\nendstream\nendobj\n".utf8)
  }

  private static let tooMuch = "closed(found: \"> 60000000 B /ObjStm\", accepted: \"≤ 60000000 B\")"

  private static let tooTangled =
    "closed(found: \"> 100000000 B obj\", accepted: \"≤ 100000000 B\")"

  /// A million noughts each behind an object; what is beyond sixty of them is refused.
  @Test func manyObjectStreamsAreBounded() {
    // Stored in front of the packed ones: the head and a value.
    let content = Array("1 0 null ".utf8)
    let head = [0] + SampleFiles.packed(content).dropFirst()
    let one = Self.objectStream([0x78, 0xDA] + head + Self.noughts(framed: false))
    var parts: [UInt8] = []
    for _ in 0..<59 { parts += one }
    let few = Cost()
    #expect(few.type(Self.pdf(parts)) == "application/pdf")
    #expect(few.calls == 59)
    for _ in 59..<10_000 { parts += one }
    let cost = Cost()
    #expect(cost.type(Self.pdf(parts)) == Self.tooMuch)
    #expect(cost.unpacked == 60_000_000 && cost.most <= 1_000_009 && cost.calls <= 61)
  }

  /// What comes before does not hide a script, as long as it is within bounds.
  @Test func aScriptBehindManyObjectStreamsIsFound() {
    var parts: [UInt8] = []
    for _ in 0..<10_000 { parts += Self.objectStream(PackedSamples.quiet.bytes) }
    parts += Self.objectStream(PackedSamples.script.bytes)
    #expect(Cost().type(Self.pdf(parts)).contains("/JavaScript"))
  }

  /// Streams within streams, all of which are whole and are read to the end of the file.
  @Test func streamsWithinStreamsAreReadWithinBounds() {
    let begin = Array("obj<</N 0/First 0/Filter/FlateDecode>>stream\n".utf8) + [0x78, 0xDA]
    var parts: [UInt8] = []
    for _ in 0..<2000 {
      // Each is a stored block of the other; empty ones unpack to nothing and are read as well.
      parts += [0] + SampleFiles.packed(begin).dropFirst()
      for _ in 0..<200 { parts += [0, 0, 0, 0xFF, 0xFF] }
    }
    parts += [1, 0, 0, 0xFF, 0xFF]
    let cost = Cost()
    #expect(cost.type(Self.pdf(Array("1 0 ".utf8) + begin + parts)) == Self.tooMuch)
    #expect(cost.read <= 60_000_000 && cost.calls <= 20_000 && cost.calls > 20)
  }

  /// Many streams are not looked at one by one for ever.
  @Test func tooManyObjectStreamsAreRefused() {
    var parts: [UInt8] = []
    for _ in 0..<20_001 { parts += Self.objectStream(PackedSamples.quiet.bytes) }
    let cost = Cost()
    #expect(cost.type(Self.pdf(parts)) == Self.tooMuch)
    #expect(cost.calls == 0)
  }

  /// Objects within each other, each of which has no end.
  @Test func objectsWithinObjectsAreRefused() {
    var parts: [UInt8] = []
    for _ in 0..<4_000 { parts += Array("obj(".utf8) + [UInt8](repeating: 0x20, count: 1000) }
    #expect(Cost().type(Self.pdf(parts)) == Self.tooTangled)
    // What has an end costs its length.
    let sound = Array(String(repeating: "obj ", count: 200_000).utf8)
    #expect(Cost().type(Self.pdf(sound)) == "application/pdf")
  }

  /// An object stream whose head says over and over that an object begins in the same place.
  @Test func theSameObjectOverAndOverIsRefused() {
    let head = String(repeating: "1 0 ", count: 4_000)
    let content = Array((head + "(").utf8) + [UInt8](repeating: 0x20, count: 40_000)
    let dictionary = "<</N 4000/First 16000/Filter/FlateDecode>>"
    let file = SampleFiles.pdf(dictionary, stream: SampleFiles.zlib(content))
    #expect(Cost().type(file) == Self.tooTangled)
  }

  /// Of the text of a document eight bytes are unpacked, its lists to four megabytes together.
  @Test func noughtsInADocumentAreBounded() {
    func hex(_ bytes: [UInt8]) -> String { Hexadecimal.text(bytes) }
    let packed = hex(Self.noughts(framed: false))
    let cost = Cost()
    let text = PackedSamples.Packed(length: 900_000, hex: packed)
    #expect(
      cost.type(SampleFiles.document([("word/document.xml", text)])) == FileType.docx.rawValue)
    #expect(cost.unpacked == 8 && cost.most == 8)
    // More than the directory says, and just as much.
    for length in [900_000, 1_000_000] {
      let list = PackedSamples.Packed(length: length, hex: packed)
      let cost = Cost()
      #expect(
        cost.type(SampleFiles.document([("[Content_Types].xml", list)])).hasPrefix("closed"))
      #expect(cost.unpacked == length)
    }
    let relations = PackedSamples.relations
    let spread = Cost()
    let lists = (0..<1000).map { (name: "word/_rels/\($0).rels", part: relations) }
    #expect(
      spread.type(SampleFiles.document(lists))
        == "closed(found: \"word/_rels/839.rels: 4000088 B\", accepted: \"≤ 4000000 B\")")
    #expect(spread.unpacked <= 4_000_000)
    let fewer = Cost()
    #expect(
      fewer.type(SampleFiles.document(Array(lists.prefix(100)))) == FileType.docx.rawValue)
    #expect(fewer.unpacked == 100 * relations.length)
  }
}

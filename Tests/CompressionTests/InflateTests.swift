import Compression
import Testing

/// What Python's zlib packed, and what was done to it.
@Suite struct InflateTests {
  private static let text = String(repeating: "Ao nuoi ca, dat va nuoc. ", count: 8)
  private static let fixedCode: [UInt8] = [
    0x73, 0xCC, 0x57, 0xC8, 0x2B, 0xCD, 0xCF, 0x54, 0x48, 0x4E, 0xD4, 0x51, 0x48, 0x49, 0x2C, 0x51,
    0x28, 0x4B, 0x04, 0xF1, 0x93, 0xF5, 0x14, 0x1C, 0x87, 0x96, 0x04, 0x00,
  ]
  private static let check: [UInt8] = [0x5C, 0xA7, 0x40, 0x71]
  private static let framed: [UInt8] = [0x78, 0xDA] + fixedCode + check
  /// A million noughts.
  private static let noughts: [UInt8] =
    [0xED, 0xC1, 0x01, 0x01, 0, 0, 0, 0x82, 0x20, 0xFF, 0xAF, 0x6E, 0x48, 0x40, 0x01]
    + [UInt8](repeating: 0, count: 968) + [0xAF, 0x06]
  private static let letters =
    "es.zycidpyopumzgdpa, mntyyawoixzhsd,kaaaura,mvgnxaqhyoprhlhvhyojan rudfux.jdxk,xwqnq vgjjs,p.qm"
    + "s.bphxzmnvflr,wyvxlcovqdy"
  /// Those letters, in a code of their own.
  private static let ownCode: [UInt8] = [
    0x0D, 0xCA, 0xCB, 0x15, 0x84, 0x20, 0x0C, 0x00, 0xC0, 0x56, 0x28, 0x20, 0x8F, 0x9E, 0xA2, 0x59,
    0x41, 0xE4, 0xCF, 0x12, 0x12, 0xAA, 0xD7, 0xDB, 0x1C, 0xE6, 0x37, 0xEC, 0xD6, 0xF3, 0xA6, 0xAA,
    0xA5, 0xCE, 0xB4, 0x1D, 0x55, 0x04, 0x93, 0xF2, 0x5F, 0x15, 0x57, 0xB9, 0x65, 0xFB, 0x41, 0xF0,
    0x20, 0xE2, 0xEC, 0x08, 0x89, 0x5D, 0x16, 0x6C, 0xFE, 0xAB, 0xDD, 0x47, 0xCF, 0x1F, 0x02, 0x66,
    0xD3, 0x27, 0x5D, 0x53, 0x6C, 0x20, 0x79, 0x40, 0x56, 0xCB, 0xCD, 0xB0, 0x0B, 0x61, 0x40, 0xB5,
    0x2D, 0x0D, 0x7B, 0x54, 0x2F, 0x3B, 0x65, 0xBE, 0x62, 0x87, 0xA5, 0x2C, 0xF1, 0x2C, 0xDC, 0x48,
    0x5F,
  ]
  /// "abc" as it is.
  private static let stored: [UInt8] = [0x01, 0x03, 0, 0xFC, 0xFF, 0x61, 0x62, 0x63]

  private func unpack(
    _ bytes: [UInt8], in frame: Inflate.Frame = .none, most: Int = 1000
  ) -> Inflate.Unpacked {
    Inflate.unpack(bytes[...], in: frame, most: most)
  }

  @Test(arguments: [
    (fixedCode, text), (ownCode, letters), (stored, "abc"), ([3, 0], ""),
  ]) func whatWasPackedComesBack(_ row: (packed: [UInt8], text: String)) {
    let found = unpack(row.packed)
    #expect(String(decoding: found.bytes, as: UTF8.self) == row.text)
    #expect(found.end == .whole && found.read == row.packed.count)
    // It may take exactly as much as it has, and what follows is not read.
    #expect(unpack(row.packed, most: row.text.utf8.count) == found)
    #expect(unpack(row.packed + [1, 2, 3]) == found)
    let within = ([9, 9] + row.packed + [9])[2...]
    #expect(Inflate.unpack(within, in: .none, most: 1000) == found)
  }

  @Test func aFrameIsTakenOff() {
    let found = unpack(Self.framed, in: .zlib)
    #expect(found.bytes == Array(Self.text.utf8) && found.end == .whole)
    #expect(found.read == Self.fixedCode.count + 2)
    // Neither check sum nor window size matter: there are readers who look at neither.
    #expect(unpack(Array(Self.framed.dropLast(4)), in: .zlib) == found)
    #expect(unpack([0x08, 0x1D] + Self.fixedCode, in: .zlib) == found)
    for head: [UInt8] in [[0x78, 0xDB], [0x79, 0x9C], [0, 0]] {
      let other = unpack(head + Self.fixedCode, in: .zlib)
      #expect(other.bytes.isEmpty && other.end == .damaged)
    }
    for head in [[], [0x78]] as [[UInt8]] { #expect(unpack(head, in: .zlib).end == .cutOff) }
  }

  @Test(arguments: [fixedCode, ownCode, stored])
  func whatIsCutOffGivesWhatPrecedes(_ packed: [UInt8]) {
    let whole = unpack(packed, most: 1000).bytes
    for end in 0..<packed.count {
      let found = unpack(Array(packed[..<end]), most: 1000)
      #expect(found.end == .cutOff && found.read == end)
      #expect(whole.starts(with: found.bytes) && found.bytes.count <= whole.count)
    }
  }

  @Test func whatIsDamagedGivesWhatPrecedes() {
    #expect(unpack([0xFF, 0xFF, 0xFF]).end == .damaged)
    // A stored block whose length is not confirmed, behind one that is whole.
    let two = unpack([0x00] + Self.stored.dropFirst() + [0x01, 0x03, 0, 0, 0, 0x61])
    #expect(two.bytes == Array("abc".utf8) && two.end == .damaged)
    // Back to before the beginning.
    #expect(unpack([0x03, 0x02, 0x00]).end == .damaged)
  }

  @Test(arguments: [0, 1, 199]) func nothingBeyondTheLimitIsKept(_ most: Int) {
    let found = unpack(Self.fixedCode, most: most)
    #expect(found.end == .tooLong)
    #expect(found.bytes == Array(Self.text.utf8.prefix(most)))
  }

  @Test(arguments: [0, 16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1, 999_999])
  func aBombStopsAtTheLimit(_ most: Int) {
    let found = unpack(Self.noughts, most: most)
    #expect(found.end == .tooLong)
    #expect(found.bytes.count == most && found.bytes.capacity <= most + 64)
    #expect(unpack(Self.noughts, most: 1_000_000).end == .whole)
  }

  /// Empty blocks unpack to nothing, over more than one step of reading.
  @Test func whatUnpacksToNothingIsReadOnce() {
    var packed: [UInt8] = []
    for _ in 0..<300_000 { packed += [0, 0, 0, 0xFF, 0xFF] }
    let found = unpack(packed, most: 0)
    #expect(found.bytes.isEmpty && found.end == .cutOff && found.read == packed.count)
    #expect(unpack(packed + Self.stored, most: 3).bytes == Array("abc".utf8))
  }

  @Test func noBytesMakeItFall() {
    var state: UInt64 = 7
    for packed in [Self.fixedCode, Self.ownCode, Self.framed] {
      for _ in 0..<3000 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        var changed = packed
        changed[Int(state >> 33) % packed.count] ^= UInt8(truncatingIfNeeded: state >> 24) | 1
        for frame in [Inflate.Frame.none, .zlib] {
          let found = unpack(changed, in: frame, most: 500)
          #expect(found.bytes.count <= 500 && found.read <= changed.count)
        }
      }
    }
  }
}

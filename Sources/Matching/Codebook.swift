/// What the rows of a segment are written in: a row is a sequence of codes, and a code stands for
/// a word as it is spelt, what stands between two words, the mention of a concept, or the beginning
/// of a member.
///
/// So the row of a record is at once its text, to the byte, and its words and concepts, ready to
/// be compared with a query. The frequent codes are the small ones, which take one byte.
struct Codebook: Sendable {
  /// By code.
  let meanings: ContiguousArray<Meaning>
  private let bytes: ContiguousArray<UInt8>
  private let ends: ContiguousArray<UInt32>
  private let heads: ContiguousArray<Head>

  /// How a spelling begins; most words are no longer than that.
  private struct Head {
    /// The first eight bytes, the first one lowest.
    var bytes: UInt64 = 0
    /// Bytes of the whole spelling.
    let length: UInt32
    /// Unicode scalars of the whole spelling.
    var scalars: UInt32 = 0

    static let room = 8

    init(_ spelling: ContiguousArray<UInt8>.SubSequence) {
      length = UInt32(spelling.count)
      for byte in spelling where byte & 0xC0 != 0x80 { scalars += 1 }
      for byte in spelling.prefix(Self.room).reversed() { bytes = bytes << 8 | UInt64(byte) }
    }
  }

  /// - Parameters:
  ///   - meanings: by code.
  ///   - bytes: the spellings one after another.
  ///   - ends: where each spelling ends.
  init(
    meanings: ContiguousArray<Meaning>, bytes: ContiguousArray<UInt8>,
    ends: ContiguousArray<UInt32>
  ) {
    self.meanings = meanings
    self.bytes = bytes
    self.ends = ends
    var heads: ContiguousArray<Head> = []
    heads.reserveCapacity(ends.count)
    var start = 0
    for end in ends {
      heads.append(Head(bytes[start..<Int(end)]))
      start = Int(end)
    }
    self.heads = heads
  }

  var count: Int { meanings.count }

  @inline(__always)
  func meaning(_ code: UInt32) -> Meaning { meanings[Int(code)] }

  /// The bytes that a code stands for in a text.
  @inline(__always)
  func spelling(_ code: UInt32) -> ContiguousArray<UInt8>.SubSequence {
    bytes[Int(code == 0 ? 0 : ends[Int(code) - 1])..<Int(ends[Int(code)])]
  }

  /// How many Unicode scalars a code stands for.
  @inline(__always)
  func scalars(_ code: UInt32) -> UInt32 { heads[Int(code)].scalars }

  /// Writes what a code stands for into a text, moves the place to its end and returns how many
  /// Unicode scalars it is. There is always room for one more byte.
  @inline(__always)
  func spell(
    _ code: UInt32, into text: inout ContiguousArray<UInt8>, at place: inout Int
  ) -> UInt32 {
    let head = heads[Int(code)]
    let end = place &+ Int(head.length)
    if end >= text.count {
      text.append(contentsOf: repeatElement(0, count: max(1024, end - text.count + 1, text.count)))
    }
    if head.length > Head.room {
      for byte in spelling(code) {
        text[place] = byte
        place &+= 1
      }
    } else {
      var span = text.mutableSpan
      var rest = head.bytes
      while place < end {
        span[place] = UInt8(truncatingIfNeeded: rest)
        rest >>= 8
        place &+= 1
      }
    }
    return head.scalars
  }
}

/// What a code means, in 32 bits.
struct Meaning: Sendable, Hashable {
  let bits: UInt32

  /// What a code that is no word stands for.
  enum Kind: UInt32 {
    /// What stands between two words where it is not one space.
    case gap
    /// The words that follow name a concept.
    case concept
    /// A member of the record begins.
    case part
    /// What follows counts less than other words.
    case mark
  }

  /// Where what counts less begins or ends.
  enum Mark: UInt32 {
    /// The sentence that follows was said before in this record.
    case repetition
    /// A bare list of concepts begins.
    case list
    /// Such a list ends; it ends with its member anyway.
    case listEnd
  }

  /// Words that a segment can tell apart.
  static let wordLimit = 1 << 24

  private static let other: UInt32 = 1 << 31

  private init(_ bits: UInt32) { self.bits = bits }

  private init(_ kind: Kind, _ value: UInt32) {
    bits = Self.other | kind.rawValue << 29 | value
  }

  // A word: 24 bits of number, 5 of traits, 2 of length.

  static func word(_ number: Int, _ traits: Token.Traits, length: UInt8) -> Meaning {
    Meaning(
      UInt32(number) | UInt32(traits.rawValue & 31) << 24 | UInt32(min(3, length)) << 29)
  }

  static func mark(_ mark: Mark) -> Meaning { Meaning(.mark, mark.rawValue) }

  static func gap(opens: Bool) -> Meaning { Meaning(.gap, opens ? 1 : 0) }

  static func concept(_ number: Int, words: Int) -> Meaning {
    Meaning(.concept, UInt32(number) | UInt32(min(words, 511)) << 20)
  }

  static func part(_ field: MemberField, _ index: Int, _ script: Script) -> Meaning {
    Meaning(
      .part,
      UInt32(field.rawValue) | UInt32(script.rawValue) << 8 | UInt32(min(index, 0x7FFFF)) << 10)
  }

  @inline(__always) var isWord: Bool { bits & Self.other == 0 }

  /// Number of the word in the segment's dictionary.
  @inline(__always) var word: Int { Int(bits & 0xFF_FFFF) }

  /// What is known of the word from its letters alone.
  @inline(__always) var traits: Token.Traits {
    Token.Traits(rawValue: UInt16(truncatingIfNeeded: bits >> 24 & 31))
  }

  /// Letters of the word; 3 stands for more too.
  @inline(__always) var length: UInt8 { UInt8(truncatingIfNeeded: bits >> 29 & 3) }

  /// The same word under another number.
  func numbered(_ number: Int) -> Meaning { Meaning(bits & ~0xFF_FFFF | UInt32(number)) }

  @inline(__always) var kind: Kind { Kind(rawValue: bits >> 29 & 3) ?? .gap }

  var mark: Mark { Mark(rawValue: bits & 3) ?? .repetition }

  /// Whether a sentence ends in this gap.
  @inline(__always) var opens: Bool { bits & 1 != 0 }

  @inline(__always) var concept: Int { Int(bits & 0xF_FFFF) }
  @inline(__always) var conceptWords: Int { Int(bits >> 20 & 511) }

  var field: MemberField {
    MemberField(rawValue: UInt8(truncatingIfNeeded: bits)) ?? .description
  }
  var script: Script { Script(rawValue: UInt8(truncatingIfNeeded: bits >> 8 & 3)) ?? .foreign }
  var index: Int { Int(bits >> 10 & 0x7FFFF) }
}

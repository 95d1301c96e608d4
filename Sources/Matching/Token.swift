/// A word of a text: a Vietnamese syllable, a foreign word or a number, with where it stands.
struct Token: Sendable {
  /// First Unicode scalar, counted from the start of the member's text.
  var start: UInt32
  /// One past the last Unicode scalar.
  var end: UInt32
  /// Identifies the word as written, but for case and the place of the tone mark.
  var written: UInt64
  /// Identifies the word without marks.
  var folded: UInt64
  /// Where its dictionary bytes start in the reading's scratch.
  var bytes: UInt32
  /// How many of these bytes are the word without marks.
  var foldedLength: UInt8
  /// How many bytes tell the written form apart.
  var markLength: UInt8
  var traits: Traits
  /// Its bytes in the text it was read from.
  var from: UInt32 = 0
  var to: UInt32 = 0
  /// Position of its spelling among the reading's forms.
  var form: UInt32 = 0

  /// What is known of a word from its letters alone.
  struct Traits: OptionSet, Sendable {
    let rawValue: UInt16
    /// It carries a Vietnamese mark.
    static let marked = Traits(rawValue: 1)
    /// It is written in capitals throughout.
    static let capitals = Traits(rawValue: 2)
    /// It is made of digits.
    static let number = Traits(rawValue: 4)
    /// Its letters could be a Vietnamese syllable.
    static let syllable = Traits(rawValue: 8)
    /// It is a function word, which says nothing about the matter.
    static let stop = Traits(rawValue: 16)
    /// A sentence ends before it.
    static let opens = Traits(rawValue: 32)
    /// It stands in a sentence that the document has said before.
    static let repeated = Traits(rawValue: 64)
    /// A form of a concept begins with it.
    static let leads = Traits(rawValue: 128)
    /// A form of a concept begins with it where there are no marks.
    static let leadsFolded = Traits(rawValue: 512)
    /// It stands further on in a form of a concept, as written and without marks.
    static let follows = Traits(rawValue: 1024)
    static let followsFolded = Traits(rawValue: 2048)
    /// It stands in a bare list of concepts.
    static let listed = Traits(rawValue: 256)
  }

  /// The identity under which the word is indexed.
  func key(_ script: Script) -> UInt64 {
    script == .unmarked && traits.contains(.syllable) ? Key.unmarked(folded) : written
  }

  /// Whether it counts when records are matched; numbers and function words do not.
  var carriesMeaning: Bool {
    traits.isDisjoint(with: [.number, .stop, .repeated]) && foldedLength > 1
  }
}

/// How a text is written.
enum Script: UInt8, Sendable {
  /// Vietnamese with its marks.
  case marked
  /// Vietnamese typed without any mark.
  case unmarked
  /// Any other language.
  case foreign
}

/// 64-bit identities of words and word pairs; two words that share one would only meet.
enum Key {
  static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

  /// FNV-1a.
  @inline(__always)
  static func adding(_ byte: UInt8, to hash: UInt64) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  /// The same for a Unicode scalar.
  @inline(__always)
  static func adding(scalar: UInt32, to hash: UInt64) -> UInt64 {
    (hash ^ UInt64(scalar)) &* 0x100_0000_01B3
  }

  static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
    mixed(bytes.reduce(seed) { adding($1, to: $0) })
  }

  /// Spreads the bits, since tables use the low ones.
  @inline(__always)
  static func mixed(_ hash: UInt64) -> UInt64 {
    var value = hash
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  /// The identity of a word in a text without marks: it may be any word that folds to it.
  @inline(__always)
  static func unmarked(_ folded: UInt64) -> UInt64 { mixed(folded &+ 0x9E37_79B9_7F4A_7C15) }

  /// The identity of two words in sequence.
  @inline(__always)
  static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 {
    mixed(first &* 0x2545_F491_4F6C_DD1D &+ second)
  }
}

/// What a text says once it is read: its words, its members and the concepts in them.
///
/// It is scratch that is filled again for every text, so that reading allocates nothing.
struct Reading {
  /// A member of the record, such as its description.
  struct Part {
    let field: MemberField
    let index: Int
    /// Its words.
    let tokens: Range<Int>
    /// Its bytes in `text`.
    let bytes: Range<Int>
    let script: Script
  }

  /// A concept of the lexicon, found in the text.
  struct Mention {
    let concept: Int
    /// The words that name it.
    let tokens: Range<Int>
    /// Position of its member in `parts`.
    let part: Int
  }

  /// The texts of all members, one after another; there may be room behind the last one.
  var text: ContiguousArray<UInt8> = []
  var tokens: ContiguousArray<Token> = []
  var parts: ContiguousArray<Part> = []
  var mentions: ContiguousArray<Mention> = []
  /// The dictionary bytes of the forms: letters without marks, then what tells the form apart.
  var bytes: ContiguousArray<UInt8> = []
  /// Features of word forms that were seen before.
  var forms: ContiguousArray<WordForm> = []
  /// Where each form stands in `forms`, by the bytes it is written with.
  var formAt = KeyTable()
  /// Scratch for forms that were not seen before.
  var letters = WordForm.Scratch()
  /// Sentences of this document, to see repetitions.
  var sentences = KeyTable()

  mutating func clear() {
    tokens.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
    mentions.removeAll(keepingCapacity: true)
    sentences.removeAll()
  }

  /// The mentions of concepts but for those in bare lists.
  var told: some Sequence<Mention> {
    mentions.lazy.filter { !tokens[$0.tokens.lowerBound].traits.contains(.listed) }
  }

  /// Forgets the forms that were seen before.
  mutating func forgetForms() {
    forms.removeAll()
    formAt.removeAll()
    bytes.removeAll()
  }

  /// The text of the member at that position.
  func text(part: Int) -> String { String(decoding: text[parts[part].bytes], as: UTF8.self) }

  /// The letters of a word without marks.
  func letters(_ token: Token) -> ContiguousArray<UInt8>.SubSequence {
    bytes[Int(token.bytes)..<Int(token.bytes) + Int(token.foldedLength)]
  }

  /// The bytes under which a word stands in a dictionary.
  ///
  /// Sorting them keeps together all forms that are one word without marks.
  func dictionaryBytes(_ token: Token, unmarked: Bool) -> ContiguousArray<UInt8> {
    let start = Int(token.bytes)
    var result = ContiguousArray(bytes[start..<start + Int(token.foldedLength)])
    if unmarked {
      result.append(2)
    } else {
      result.append(1)
      let marks = start + Int(token.foldedLength)
      result.append(contentsOf: bytes[marks..<marks + Int(token.markLength)])
    }
    return result
  }
}

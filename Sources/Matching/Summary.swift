import Domain

/// The one sentence that tells an officer why a match is there.
struct Summary {
  /// Something that both sides speak of.
  struct Topic {
    /// The concept and those it is a case of; none for a phrase.
    private(set) var concept: Int?
    private(set) var implied: ContiguousArray<Lexicon.Ancestor>.SubSequence = []
    /// What people call it; nil in a language that has no name for it.
    let vi: String?
    let en: String?
    /// Its words in small letters with a space on either side.
    private let words: [UInt8]
    /// Whether it is as wide as a sector, so that sharing it says little.
    private(set) var isWide = false
    /// Whether it may begin or end inside a word.
    private(set) var isFragment = false
    /// What the two name where they are only close.
    private(set) var near: Near?

    /// Two concepts that are a step apart.
    struct Near {
      let problem: Bilingual
      let organisation: Bilingual
      /// How the organisation's stands to the problem's.
      let link: ConceptLink
    }

    /// A concept that the problem names; a phrase that both use is shown instead of its label.
    init(
      concept: Int, implied: ContiguousArray<Lexicon.Ancestor>.SubSequence, label: Bilingual,
      cases: Int, phrase: String?, near: Near?
    ) {
      self.concept = concept
      self.implied = implied
      vi = phrase.flatMap { Self.isVietnamese($0) ? Self.lowered($0) : nil } ?? label.vi
      en = phrase.flatMap { Self.isVietnamese($0) ? nil : Self.lowered($0) } ?? label.en
      words = Self.bare(vi ?? label.vi)
      isWide = cases > Self.wide
      self.near = near
    }

    /// A run of words in the spelling of either side, shown to those who read that language.
    init(phrases: [String], words: Int) {
      let marked = phrases.first(where: Self.isVietnamese)
      let phrase = marked ?? phrases.first ?? ""
      self.words = Self.bare(phrase)
      vi = "“\(phrase)”"
      en = marked == nil ? vi : nil
      // Vietnamese words are of two syllables for the most part: of an odd number, one is likely
      // cut off from its word.
      isFragment = marked != nil && words % 2 != 0
    }

    /// Whether one of the two says no more than the other.
    func repeats(_ other: Topic) -> Bool {
      other.implies(concept) || implies(other.concept)
        || Self.isWithin(words, other.words) || Self.isWithin(other.words, words)
    }

    private func implies(_ other: Int?) -> Bool {
      other.map { other in implied.contains { $0.concept == other } } ?? false
    }

    private static func bare(_ text: String) -> [UInt8] { SmallLetters.of(text, within: [0x20]) }

    private static func isWithin(_ words: [UInt8], _ other: [UInt8]) -> Bool {
      guard words.count <= other.count else { return false }
      return (0...other.count - words.count).contains {
        other[$0] == words[0] && other[$0..<$0 + words.count].elementsEqual(words)
      }
    }

    private static func isVietnamese(_ text: String) -> Bool {
      !text.utf8.allSatisfy { $0 < 0x80 }
    }

    /// Without the capital of a sentence's first word; abbreviations keep theirs.
    private static func lowered(_ text: String) -> String {
      let letters = text.unicodeScalars
      guard let first = letters.first, !first.properties.isLowercase,
        let second = letters.dropFirst().first,
        !second.properties.isUppercase
      else { return text }
      return first.properties.lowercaseMapping + String(letters.dropFirst())
    }

    /// Sectors and whole branches of technology have more cases than this.
    private static let wide = 44
  }

  private enum Fit {
    case strong, good, partial, weak
  }

  private let fit: Fit
  private let named: [Topic]
  private let wide: Topic?
  private let near: Topic?
  private let sharedField: Bilingual?
  private let pastProject: String?
  private let gap: Bilingual?

  /// At most this many topics are named; more would not be read.
  private static let topicLimit = 3
  /// Scores, in millionths, from which a fit is called strong, good and partial. On judged data
  /// nine of ten above the first are clearly capable, half between the first two, one of ten
  /// between the last two and one of two hundred below; they go with the standard weights.
  static let steps = (strong: 640_000, good: 500_000, partial: 360_000)

  /// - Parameters:
  ///   - score: in millionths.
  ///   - topics: what both sides speak of, weightiest first.
  ///   - sharedField: a sector that both have declared.
  ///   - pastProject: the text of a past project that speaks of one of the topics.
  ///   - gap: what is most wanted and not known.
  init(
    score: Int, topics: [Topic], sharedField: Bilingual?, pastProject: String?, gap: Bilingual?
  ) {
    var named: [Topic] = []
    for topic in topics where topic.near == nil && !topic.isWide && !topic.isFragment {
      if named.count < Self.topicLimit, !named.contains(where: topic.repeats) {
        named.append(topic)
      }
    }
    self.named = named
    wide = topics.first { $0.near == nil && $0.isWide }
    near = topics.first { $0.near != nil }
    // One topic alone is no strong reason, whatever else adds to the score.
    let reasons = named.count + (pastProject == nil ? 0 : 1)
    switch (score, named.count) {
    case (Self.steps.strong..., 2...) where reasons >= 3: fit = .strong
    case (Self.steps.good..., 2...), (Self.steps.strong..., 1): fit = .good
    case (Self.steps.partial..., 1...): fit = .partial
    case (Self.steps.good..., 0) where near != nil: fit = .partial
    default: fit = .weak
    }
    self.sharedField = sharedField
    self.pastProject = fit == .weak || named.isEmpty ? nil : pastProject.map(Self.title)
    self.gap = gap
  }

  /// How well it fits, in what both sides meet, what was done before and what is unknown.
  var sentence: Bilingual {
    let (verdict, reason) = (verdict, reason)
    return Bilingual(
      vi: sentence(verdict.vi, reason.vi, "; đã từng làm việc liên quan: “", gap?.vi),
      en: sentence(verdict.en, reason.en, "; related work was done before: “", gap?.en))
  }

  private func sentence(
    _ verdict: String, _ reason: String, _ before: String, _ gap: String?
  ) -> String {
    var text = verdict
    text.reserveCapacity(300)
    text += ": "
    text += reason
    if let pastProject {
      text += before
      text += pastProject
      text += "”"
    }
    if let gap {
      text += "; "
      text += gap
    }
    text += "."
    return text
  }

  private var verdict: Bilingual {
    switch fit {
    case .strong: Bilingual(vi: "Rất phù hợp", en: "Fits very well")
    case .good: Bilingual(vi: "Phù hợp", en: "Fits well")
    case .partial: Bilingual(vi: "Phù hợp một phần", en: "Fits in part")
    case .weak: Bilingual(vi: "Ít phù hợp", en: "Fits poorly")
    }
  }

  private var reason: Bilingual {
    if !named.isEmpty {
      let vi = Self.list(named.compactMap(\.vi), "và")
      let english = named.compactMap(\.en)
      let en = Self.list(english.isEmpty ? named.compactMap(\.vi) : english, "and")
      return fit == .weak
        ? Bilingual(
          vi: "hồ sơ và bài toán chỉ gặp nhau ở \(vi)", en: "profile and problem meet only in \(en)"
        )
        : Bilingual(
          vi: "hồ sơ và bài toán cùng nói về \(vi)", en: "profile and problem both speak of \(en)")
    }
    if let near = near?.near {
      let link = Self.words(near.link)
      return Bilingual(
        vi: "hồ sơ nói về \(near.organisation.vi), \(link.vi) \(near.problem.vi) của bài toán",
        en: "the profile speaks of \(near.organisation.en), \(link.en) the problem's "
          + near.problem.en)
    }
    if let vi = wide?.vi ?? sharedField?.vi, let en = wide?.en ?? sharedField?.en {
      return Bilingual(
        vi: "chỉ trùng về lĩnh vực (\(vi)), chưa thấy nội dung cụ thể nào trùng",
        en: "only the field (\(en)) is the same; nothing specific meets")
    }
    return Bilingual(
      vi: "chỉ trùng một số từ chung, chưa thấy nội dung cụ thể nào trùng",
      en: "only some common words are the same; nothing specific meets")
  }

  private static func words(_ link: ConceptLink) -> Bilingual {
    switch link {
    case .narrower: Bilingual(vi: "hẹp hơn", en: "narrower than")
    case .broader: Bilingual(vi: "rộng hơn", en: "broader than")
    case .related: Bilingual(vi: "có liên quan đến", en: "related to")
    }
  }

  private static func list(_ items: [String], _ and: String) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " \(and) " + last
  }

  /// The title of a past project, which its text begins with, cut between words where it is long.
  private static func title(_ text: String) -> String {
    let text = ContiguousArray(text.utf8)
    var title: [UInt8] = []
    var length = 0
    var position = 0
    func isSpace(_ value: UInt32) -> Bool {
      if value < 0x80 { return value <= 0x20 }
      let isLetter = 0xC0..<0x1680 ~= value || 0x1E00..<0x2000 ~= value
      return !isLetter && Unicode.Scalar(value)?.properties.isWhitespace == true
    }
    while position < text.count {
      let start = position
      var count = 0
      var first: UInt32 = 0
      var width = 0
      while position < text.count {
        let scalar = UTF8Scalar.decode(text, position)
        width = scalar.width
        if isSpace(scalar.value) { break }
        if count == 0 { first = scalar.value }
        count += 1
        position += width
      }
      let word = text[start..<position]
      if position < text.count { position += width }
      if word.isEmpty { continue }
      if length + count > 90 { return String(decoding: title, as: UTF8.self) + "…" }
      if !title.isEmpty { title.append(0x20) }
      title.append(contentsOf: word)
      length += count + 1
      // A short word with a full stop is an abbreviation (TP. Hồ Chí Minh).
      if word.last == UInt8(ascii: "."),
        count > 4 || Unicode.Scalar(first)?.properties.isUppercase == false
      {
        break
      }
    }
    if title.last == UInt8(ascii: ".") { title.removeLast() }
    return String(decoding: title, as: UTF8.self)
  }
}

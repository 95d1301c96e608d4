/// What tells who asked a question: the names of an organisation and of its people, and how it is
/// reached or found.
///
/// Letters and digits alone are compared, without marks and case, so that spaces, dots, dashes and
/// tags between them hide nothing, nor do letters of other kinds that look the same; in what is long
/// enough not even digits written for letters, or signs of an address that are spelt out. Whether
/// what was found stands in a text by itself counts the more the shorter it is: a name of one
/// syllable is an ordinary word in most places.
package struct AskerMarks: Sendable {
  /// One of them, and how it is looked for.
  private struct Mark: Sendable {
    let written: String
    let search: Search
  }

  private enum Search: Sendable {
    /// Anywhere in the letters and digits of the text.
    case anywhere(String)
    /// Where it begins and ends with words.
    case words(String)
    /// The same as it is written, marks and capitals included.
    case exactWords(String)
    /// As one word written like this, in a sentence and not at its beginning; or spelt out.
    case name(String, folded: String)
  }

  /// A word of a text.
  private struct Word {
    let written: String
    let folded: String
    let beginsSentence: Bool
  }

  private let marks: [Mark]

  /// What tells of an organisation with people of these names.
  package init(_ asker: OrganisationProfile, people: [String]) {
    var marks: [Mark] = []
    for name in [asker.name, asker.nameEN].compactMap({ $0 }) {
      if let search = Self.organisation(name) { marks.append(Mark(written: name, search: search)) }
    }
    for text in [asker.taxCode, asker.email, asker.website.map(Self.host)].compactMap({ $0 }) {
      let letters = Self.squeezed(text)
      if letters.count >= 6 { marks.append(Mark(written: text, search: .anywhere(letters))) }
    }
    if let phone = asker.phone {
      let digits = Self.squeezed(phone).filter(\.isNumber)
      let national = digits.drop { $0 == "0" }
      // The same number is written with 0 or with 84 before it.
      let rest = national.hasPrefix("84") ? national.dropFirst(2) : national
      if rest.count >= 7 {
        marks.append(Mark(written: phone, search: .anywhere(String(rest))))
      }
    }
    for name in people {
      if let search = Self.person(name) { marks.append(Mark(written: name, search: search)) }
    }
    self.marks = marks
  }

  /// What tells of a registered organisation with these members: besides the above what its names
  /// and tax code are to become, under which identifiers its page stands, and how its members are
  /// written to.
  package init(_ asker: Organisation, members: [Account]) {
    var marks = Self(asker.profile, people: members.map(\.name)).marks
    let waiting = asker.registration.pending?.changes
    for case .string(let name)? in [waiting?["name"], waiting?["name_en"]] {
      if let search = Self.organisation(name) { marks.append(Mark(written: name, search: search)) }
    }
    var rest = members.map(\.email) + [asker.id.text]
    if case .string(let code)? = waiting?["tax_code"] { rest.append(code) }
    for text in rest {
      let letters = Self.squeezed(text)
      if letters.count >= 6 { marks.append(Mark(written: text, search: .anywhere(letters))) }
    }
    if let text = asker.externalID {
      let letters = Self.squeezed(text)
      // A running number alone is a number like any other.
      if letters.count >= 6 {
        marks.append(Mark(written: text, search: .anywhere(letters)))
      } else if letters.count >= 3, !letters.allSatisfy(\.isNumber) {
        marks.append(Mark(written: text, search: .words(letters)))
      }
    }
    self.marks = marks
  }

  /// The first of them that a text gives away, as it was declared; nil where there is none.
  package func first(in text: String) -> String? {
    let texts = VisibleText.readings(of: text).map(Read.init)
    return marks.first { mark in texts.contains { $0.gives(mark.search) } }?.written
  }

  /// A text as it is compared.
  private struct Read {
    private let words: [Word]
    private let skeletons: [String]
    /// Its letters and digits without what parts them, in all ways in which they are looked for.
    private let squeezed: [String]

    init(_ text: String) {
      words = AskerMarks.words(of: text)
      skeletons = words.map { Lookalikes.skeleton($0.folded) }
      let letters = AskerMarks.squeezed(text)
      let unspelt = AskerMarks.unspelt(words.map(\.folded)).map(Lookalikes.skeleton).joined()
      squeezed = [letters, Lookalikes.skeleton(letters), unspelt]
    }

    func gives(_ search: Search) -> Bool {
      switch search {
      case .anywhere(let letters):
        let skeleton = Lookalikes.skeleton(letters)
        return squeezed[0].contains(letters)
          || squeezed.dropFirst().contains { $0.contains(skeleton) }
      case .words(let letters):
        return AskerMarks.stands(letters, in: words.map(\.folded))
          || (letters.count >= AskerMarks.longEnough
            && AskerMarks.stands(Lookalikes.skeleton(letters), in: skeletons))
      case .exactWords(let letters): return AskerMarks.stands(letters, in: words.map(\.written))
      case .name(let written, let folded):
        return words.contains { $0.written == written && !$0.beginsSentence }
          || AskerMarks.stands(folded, in: words.map { $0.folded.count == 1 ? $0.folded : "" })
      }
    }
  }

  /// Letters from which on a name is looked for with digits for letters: AI is not A1.
  private static let longEnough = 5

  /// The words without those by which signs of an address are spelt out: at, dot, a còng, chấm.
  private static func unspelt(_ words: [String]) -> [String] {
    words.enumerated().filter { index, word in
      let next = index + 1 < words.count ? words[index + 1] : ""
      let last = index > 0 ? words[index - 1] : ""
      return !["at", "dot", "cham", "acong"].contains(word)
        && !(word == "a" && ["cong", "moc", "vong"].contains(next))
        && !(last == "a" && ["cong", "moc", "vong"].contains(word))
    }.map(\.element)
  }

  private static func organisation(_ name: String) -> Search? {
    let words = words(of: name)
    let letters = words.map(\.folded).joined()
    if words.count > 1 { return letters.count >= 10 ? .anywhere(letters) : .words(letters) }
    guard let word = words.first, letters.count > 1 else { return nil }
    // No syllable of Vietnamese is longer; capitals and digits are an abbreviation.
    let isSyllable = letters.count <= 7 && letters.allSatisfy(\.isLetter)
    let isAbbreviation = letters.count > 2 && word.written == word.written.uppercased()
    return isSyllable && !isAbbreviation
      ? .name(word.written, folded: letters) : .words(letters)
  }

  private static func person(_ name: String) -> Search? {
    let words = words(of: name)
    guard words.count > 1 else { return nil }
    return words.count > 2
      ? .words(words.map(\.folded).joined()) : .exactWords(words.map(\.written).joined())
  }

  /// Whether words that follow each other make up these letters.
  private static func stands(_ letters: String, in words: [String]) -> Bool {
    for start in words.indices where !words[start].isEmpty {
      var rest = Substring(letters)
      for word in words[start...] {
        guard !word.isEmpty, rest.hasPrefix(word) else { break }
        rest = rest.dropFirst(word.count)
        if rest.isEmpty { return true }
      }
    }
    return false
  }

  private static func words(of text: String) -> [Word] {
    var words: [Word] = []
    var word = String.UnicodeScalarView()
    var begins = true
    func end() {
      guard !word.isEmpty else { return }
      let written = String(word)
      words.append(
        Word(
          written: written, folded: Folding.fold(written), beginsSentence: begins))
      word = String.UnicodeScalarView()
      begins = false
    }
    for scalar in Folding.nfc(Lookalikes.plain(text)).unicodeScalars {
      if VisibleText.isInvisible(scalar) { continue }
      if counts(scalar) {
        word.append(scalar)
      } else {
        end()
        if ".!?:\n".unicodeScalars.contains(scalar) { begins = true }
      }
    }
    end()
    return words
  }

  private static func squeezed(_ text: String) -> String {
    var letters = String.UnicodeScalarView()
    letters.append(contentsOf: Folding.fold(Lookalikes.plain(text)).unicodeScalars.filter(counts))
    return String(letters)
  }

  private static func counts(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
  }

  private static func host(_ website: String) -> String {
    var rest = Substring(website.lowercased())
    for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) {
      rest = rest.dropFirst(scheme.count)
    }
    let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    return String(host.hasPrefix("www.") ? host.dropFirst(4) : host)
  }
}

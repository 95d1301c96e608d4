/// The shape of Vietnamese syllables and the light stemming of English words, on folded letters.
enum Syllable {
  /// Whether the letters could be a Vietnamese syllable without its marks.
  ///
  /// Onset, vowels and final consonant are taken from the closed lists of the writing system.
  static func isPossible(_ letters: ContiguousArray<UInt8>.SubSequence) -> Bool {
    guard letters.count <= 7, letters.allSatisfy({ $0 >= UInt8(ascii: "a") && $0 <= 122 }) else {
      return false
    }
    let vowelsAt = letters.firstIndex(where: isVowel) ?? letters.endIndex
    var onset = letters[..<vowelsAt]
    var rest = letters[vowelsAt...]
    if onset.elementsEqual("q".utf8), rest.first == UInt8(ascii: "u") {
      onset = letters[...vowelsAt]
      rest = rest.dropFirst()
    } else if onset.elementsEqual("g".utf8), rest.first == UInt8(ascii: "i"), rest.count > 1,
      isVowel(rest[rest.index(after: rest.startIndex)])
    {
      rest = rest.dropFirst()
    }
    guard isListed(onset, onsets) else { return false }
    let finalAt = rest.firstIndex { !isVowel($0) } ?? rest.endIndex
    let vowels = rest[..<finalAt]
    return (1...3).contains(vowels.count) && isListed(vowels, nuclei)
      && isListed(rest[finalAt...], finals)
  }

  /// Writes y as i where it is the only vowel after one of these consonants, since both
  /// spellings are in use (kỹ/kĩ, lý/lí, quý/quí).
  static func unifyY(_ letters: inout ContiguousArray<UInt8>, from start: Int) {
    let count = letters.count - start
    guard count == 2 || count == 3, letters[letters.count - 1] == UInt8(ascii: "y") else { return }
    let first = letters[start]
    let hit =
      count == 2
      ? variableY.contains(first)
      : first == UInt8(ascii: "q") && letters[start + 1] == UInt8(ascii: "u")
    if hit { letters[letters.count - 1] = UInt8(ascii: "i") }
  }

  /// Takes plural, -ing, -ed and a final e off an English word.
  ///
  /// No Vietnamese syllable of that length has such an ending.
  static func stem(_ letters: inout ContiguousArray<UInt8>) {
    guard letters.count >= 4 else { return }
    if letters.ends("ies"), letters.count >= 5 {
      letters.removeLast(2)
    } else if ["sses", "xes", "ches", "shes"].contains(where: letters.ends) {
      letters.removeLast(2)
    } else if letters.ends("s"), !["ss", "us", "is"].contains(where: letters.ends) {
      letters.removeLast()
    }
    for ending in ["ing", "ed"] where letters.ends(ending) {
      let stem = letters.dropLast(ending.utf8.count)
      guard stem.count >= 3, stem.contains(where: isVowel) else { continue }
      letters.removeLast(ending.utf8.count)
      let last = letters[letters.count - 1]
      if letters[letters.count - 2] == last, !isVowel(last), !"ls".utf8.contains(last) {
        letters.removeLast()
      }
      break
    }
    if letters.count >= 5, letters.ends("e") { letters.removeLast() }
    if letters.count >= 5, letters.ends("y"), !isPossible(letters[...]) {
      letters[letters.count - 1] = UInt8(ascii: "i")
    }
  }

  private static func isVowel(_ letter: UInt8) -> Bool {
    switch letter {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"),
      UInt8(ascii: "u"), UInt8(ascii: "y"):
      true
    default: false
    }
  }

  private static let variableY = Array("hklmstv".utf8)
  private static let onsets = words(
    " b c ch d g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x")
  private static let nuclei = words(
    "a e i o u y ai ao au ay eo eu ia ie iu oa oe oi oo ua ue ui uo uu uy ye"
      + " oai oay oao oeo uay uya uye uyu uoi uou ieu yeu uao ueo uau uai")
  private static let finals = words(" c ch m n ng nh p t")

  /// Up to seven letters as one number, so that the lists are looked up without allocation.
  private static func word(_ letters: some Sequence<UInt8>) -> UInt64 {
    letters.reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func words(_ list: String) -> KeyTable {
    var table = KeyTable()
    for entry in list.split(separator: " ", omittingEmptySubsequences: false) {
      table.set(Key.mixed(word(entry.utf8)), 0)
    }
    return table
  }

  private static func isListed(_ letters: some Sequence<UInt8>, _ list: KeyTable) -> Bool {
    list[Key.mixed(word(letters))] != nil
  }
}

extension ContiguousArray<UInt8> {
  fileprivate func ends(_ ending: String) -> Bool {
    suffix(ending.utf8.count).elementsEqual(ending.utf8)
  }
}

/// Finds personal identification numbers that somebody has written into a text for everybody.
///
/// A number has the shape of Decree 137/2015/NĐ-CP, Article 13: twelve digits, written together or
/// in one of the usual groups, the first three a province's code, the fourth sex and century, the
/// next two a year of birth that is neither to come nor longer ago than people live. Digits are
/// something else where they are part of a longer number, of a word or an address of the web, where
/// a currency follows, or where the word before says what else they are, such as a telephone; and
/// nothing else where the word before says that a person's number follows, which may then be parted
/// in any way. Any sign may part the groups, as it may part single digits.
package struct PersonalIDFinder: Sendable {
  /// The first three digits, from the codes that provinces have or had.
  private let provinces: Set<String>
  private let years: ClosedRange<Int>

  /// Nobody is older than this, in years.
  private static let longestLife = 110

  /// A finder for texts that are written in a year.
  package init(places: Gazetteer, year: Int) {
    provinces = Set(places.rows.map { "0" + $0.code })
    years = (year - Self.longestLife)...year
  }

  /// The first number in a text, as it may be repeated: its first four digits and a mark.
  package func first(in text: String) -> String? {
    var seen: Set<[Unicode.Scalar]> = []
    for reading in VisibleText.readings(of: text) {
      let scalars = reading.unicodeScalars.filter { !Self.isPassedOver($0) }
      // Digits of other scripts and shapes read as well as ours; raised ones may be a note, and
      // letters a word, so that the text is read without taking them for digits first.
      let plain = scalars.map { $0.isASCII ? $0 : Lookalikes.digit($0) ?? $0 }
      let numbers = Self.withNumbers(plain)
      guard numbers.contains(where: Self.isDigit) else { continue }
      let oneLine = numbers.map { $0 == "\n" ? " " : $0 }
      for scalars in [plain, numbers, oneLine] where seen.insert(scalars).inserted {
        if let found = first(in: scalars) { return found }
      }
    }
    return nil
  }

  private func first(in scalars: [Unicode.Scalar]) -> String? {
    for chain in Self.chains(in: scalars) {
      for found in candidates(chain) where isPerson(scalars, found) {
        return Self.digits(scalars, found).prefix(4) + "…"
      }
    }
    for chain in Self.chains(in: scalars, parted: Self.parted) {
      for found in chain.runs
      where Self.groupings.contains(found.map(\.count)) || found.allSatisfy({ $0.count == 1 }) {
        guard let start = found.first?.lowerBound, let end = found.last?.upperBound,
          found.reduce(0, { $0 + $1.count }) == 12, isPerson(scalars, start..<end)
        else { continue }
        return Self.digits(scalars, start..<end).prefix(4) + "…"
      }
      if let found = named(chain, scalars) { return found }
    }
    return nil
  }

  /// Whatever stands for a number as its digits, and letters that are written for 0 and 1 beside
  /// digits.
  private static func withNumbers(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    for scalar in scalars {
      if !scalar.isASCII, let number = Lookalikes.number(scalar) {
        result += String(number).unicodeScalars
      } else {
        result.append(scalar)
      }
    }
    var start = 0
    while start < result.count {
      guard isDigit(result[start]) || result[start].properties.isAlphabetic else {
        start += 1
        continue
      }
      let word = result[start...].prefix { isDigit($0) || $0.properties.isAlphabetic }
      if word.contains(where: isDigit), !word.allSatisfy(isDigit) {
        let digits = word.compactMap { digit($0) }
        if digits.count == word.count { result.replaceSubrange(word.indices, with: digits) }
      }
      start = word.endIndex
    }
    return result
  }

  /// What nobody sees, and marks over or through what they do.
  private static func isPassedOver(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x300 { return scalar == "\r" || scalar == "\u{AD}" }
    return VisibleText.isInvisible(scalar)
      || scalar.properties.generalCategory == .nonspacingMark
  }

  /// A digit, also one for which a letter is written.
  private static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    if isDigit(scalar) { return scalar }
    switch Lookalikes.plain(String(scalar)) {
    case "O", "o": return "0"
    case "I", "l", "i": return "1"
    default: return nil
    }
  }

  /// A number that is parted in no usual way, behind a word that says that it is a person's.
  private func named(_ chain: Chain, _ scalars: [Unicode.Scalar]) -> String? {
    guard let first = chain.groups.first,
      Self.isNamed(scalars[..<first.lowerBound], Self.personNumbers, past: Self.linking)
    else { return nil }
    var length = 0
    for (index, group) in chain.groups.enumerated() {
      length += group.count
      guard length >= 12 else { continue }
      let isWhole = index == chain.groups.count - 1 || chain.separators[index] == " "
      let text = Self.digits(scalars, first.lowerBound..<group.upperBound)
      return length == 12 && isWhole && hasShape(text) ? text.prefix(4) + "…" : nil
    }
    return nil
  }

  /// The first number in an address of the web, where nothing beside it makes it part of something
  /// else: a page that is called after it gives it away as well.
  package func first(inAddress text: String) -> String? {
    var digits = ""
    var groups: [String] = []
    for scalar in text.unicodeScalars {
      if Self.isDigit(scalar) {
        digits.unicodeScalars.append(scalar)
      } else {
        if !digits.isEmpty { groups.append(digits) }
        digits = ""
        // A letter or the end of a part of the address ends what belongs together.
        if scalar.properties.isAlphabetic || "/?&=#".unicodeScalars.contains(scalar) {
          groups.append("")
        }
      }
    }
    groups += [digits, ""]
    var run: [String] = []
    for group in groups {
      if group.isEmpty {
        let joined = run.joined()
        if run.count == 1 || Self.groupings.contains(run.map(\.count))
          || run.allSatisfy({ $0.count == 1 }), hasShape(joined)
        {
          return joined.prefix(4) + "…"
        }
        run = []
      } else {
        run.append(group)
      }
    }
    return nil
  }

  // MARK: Digits

  /// Groups of digits that stand one separator apart, and the separators.
  private struct Chain {
    var groups: [Range<Int>]
    var separators: [Unicode.Scalar] = []

    /// Groups that stand one kind of sign apart, a space or another.
    var runs: [[Range<Int>]] {
      var runs: [[Range<Int>]] = []
      for (index, group) in groups.enumerated() {
        if index > 0, separators[index - 1] != " " || separators.allSatisfy({ $0 == " " }) {
          runs[runs.count - 1].append(group)
        } else {
          runs.append([group])
        }
      }
      return runs
    }
  }

  private static func chains(
    in scalars: [Unicode.Scalar], parted: (Unicode.Scalar) -> Unicode.Scalar? = separator
  ) -> [Chain] {
    var chains: [Chain] = []
    var place = 0
    while place < scalars.count {
      guard isDigit(scalars[place]) else {
        place += 1
        continue
      }
      let start = place
      while place < scalars.count, isDigit(scalars[place]) { place += 1 }
      let group = start..<place
      if let last = chains.last?.groups.last, last.upperBound == start - 1,
        let separator = parted(scalars[start - 1])
      {
        chains[chains.count - 1].groups.append(group)
        chains[chains.count - 1].separators.append(separator)
      } else if let last = chains.last?.groups.last, last.upperBound == start - 3,
        separator(scalars[start - 1]) == " ", separator(scalars[start - 3]) == " ",
        let separator = parted(scalars[start - 2]), separator != " "
      {
        // A sign with spaces around it.
        chains[chains.count - 1].groups.append(group)
        chains[chains.count - 1].separators.append(separator)
      } else {
        chains.append(Chain(groups: [group]))
      }
    }
    return chains
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  /// Spaces count as one, dashes as another.
  private static func separator(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case " ", "\u{A0}", "\u{2009}", "\u{202F}": " "
    case ".": "."
    case "-", "\u{2010}", "\u{2011}", "\u{2013}": "-"
    default: nil
    }
  }

  /// Any sign parts, but what begins a line or belongs to a sum of money.
  private static func parted(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    if let known = separator(scalar) { return known }
    let isSign = !scalar.properties.isAlphabetic && !isDigit(scalar) && scalar != "\n"
    return isSign && !"₫$€%".unicodeScalars.contains(scalar) ? scalar : nil
  }

  /// How many digits stand together where people part the twelve.
  private static let groupings: Set<[Int]> = [
    [3, 3, 3, 3], [4, 4, 4], [6, 6], [3, 3, 6], [3, 1, 2, 6],
  ]

  /// Where twelve digits stand that belong together and to nothing longer.
  private func candidates(_ chain: Chain) -> [Range<Int>] {
    let lengths = chain.groups.map(\.count)
    if Self.groupings.contains(lengths), Set(chain.separators).count == 1 {
      return [chain.groups[0].lowerBound..<chain.groups[lengths.count - 1].upperBound]
    }
    return chain.groups.indices.filter { index in
      // A space parts two numbers, a dot or a dash parts one.
      lengths[index] == 12
        && (index == 0 || chain.separators[index - 1] == " ")
        && (index == lengths.count - 1 || chain.separators[index] == " ")
    }.map { chain.groups[$0] }
  }

  private static func digits(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> String {
    var text = ""
    for scalar in scalars[range] where isDigit(scalar) { text.unicodeScalars.append(scalar) }
    return text
  }

  // MARK: What stands around them

  private func isPerson(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Bool {
    guard hasShape(Self.digits(scalars, range)) else { return false }
    let before = scalars[..<range.lowerBound]
    if Self.isNamed(before, Self.personNumbers, past: Self.linking) { return true }
    let after = scalars[range.upperBound...]
    // Digits in groups are no word, so that letters that end with the word make none of them.
    let isParted = scalars[range].contains { !Self.isDigit($0) }
    let rest = isParted && Self.isLastWord(after) ? [] : after
    // A full stop may end the sentence before, and begin what a file name ends with.
    return !Self.goesOn(before.last, before.dropLast().last, pointBeforeLetter: false)
      && !Self.goesOn(rest.first, rest.dropFirst().first, pointBeforeLetter: true)
      && !Self.isMoney(after) && !Self.isNamed(before, Self.otherNumbers)
  }

  /// Whether twelve digits are such as a person has.
  private func hasShape(_ text: String) -> Bool {
    let digits = text.utf8.map { Int($0) - 0x30 }
    guard digits.count == 12 else { return false }
    let year = (digits[3] < 2 ? 1900 : 2000) + digits[4] * 10 + digits[5]
    return provinces.contains(String(text.prefix(3))) && digits[3] <= 3 && years.contains(year)
  }

  /// Whether what stands next to digits makes them part of something longer.
  private static func goesOn(
    _ next: Unicode.Scalar?, _ beyond: Unicode.Scalar?, pointBeforeLetter: Bool
  ) -> Bool {
    guard let next else { return false }
    if next.properties.isAlphabetic || "+=/\\#%&".unicodeScalars.contains(next) { return true }
    guard let beyond else { return false }
    // One that stands alone marks words, it joins none.
    if next == "_" { return isDigit(beyond) || beyond.properties.isAlphabetic }
    switch next == "," ? "," : separator(next) {
    case "-": return isDigit(beyond) || beyond.properties.isAlphabetic
    case ".": return isDigit(beyond) || (pointBeforeLetter && beyond.properties.isAlphabetic)
    case ",": return isDigit(beyond)
    default: return false
    }
  }

  private static let currencies: Set<String> = ["d", "dong", "vnd", "usd", "eur"]

  private static func isMoney(_ after: ArraySlice<Unicode.Scalar>) -> Bool {
    let rest = after.drop { separator($0) == " " }
    if let sign = rest.first, "₫$€".unicodeScalars.contains(sign) { return true }
    let word = rest.prefix { $0.properties.isAlphabetic }
    return currencies.contains(folded(word))
  }

  /// Words that say what number follows: a telephone, a bank account, a bar code, a device,
  /// a series (số sê-ri), a batch (mã lô), a bill (vận đơn, hoá đơn).
  private static let otherNumbers: Set<String> = [
    "tel", "phone", "telephone", "mobile", "hotline", "fax", "zalo", "dt", "dtdd", "sdt", "thoai",
    "stk", "khoan", "account", "iban", "vach", "barcode", "gtin", "ean", "upc", "imei", "serial",
    "seri", "ri", "lo", "don", "bi",
  ]

  /// Words that say that a person's number follows: CCCD, CMND, căn cước, (mã) định danh.
  private static let personNumbers: Set<String> = ["cccd", "cmnd", "cmt", "cmtnd", "cuoc", "danh"]

  /// Words that may stand between such a name and its number: số, là.
  private static let linking: Set<String> = ["so", "la", "is", "no", "number"]

  /// Whether only letters follow up to the end of a word, and no number or sign behind them.
  private static func isLastWord(_ after: ArraySlice<Unicode.Scalar>) -> Bool {
    let rest = after.drop { $0.properties.isAlphabetic }
    guard let next = rest.first else { return true }
    return !isDigit(next) && !"-_/\\".unicodeScalars.contains(next)
  }

  private static func isNamed(
    _ before: ArraySlice<Unicode.Scalar>, _ names: Set<String>, past linking: Set<String> = []
  ) -> Bool {
    var rest = before
    while let last = rest.last, !last.properties.isAlphabetic, !isDigit(last), last != "\n" {
      rest = rest.dropLast()
    }
    let start = rest.lastIndex { !$0.properties.isAlphabetic }.map { $0 + 1 } ?? rest.startIndex
    let word = folded(rest[start...])
    if linking.contains(word) { return isNamed(rest[..<start], names) }
    return names.contains(word)
  }

  private static func folded(_ word: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: word)
    return Folding.fold(String(text))
  }
}

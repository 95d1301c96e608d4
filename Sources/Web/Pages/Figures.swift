import Domain

/// Numbers, money and days as people read them.
enum Figures {
  /// A whole number with its digits grouped: `1.500.000` in Vietnamese, `1,500,000` in English.
  static func grouped(_ number: Int64, _ language: Language) -> String {
    let digits = Array(String(number.magnitude))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) {
        text += language == .vi ? "." : ","
      }
      text.append(digit)
    }
    return number < 0 ? "−" + text : text
  }

  /// Whole đồng to the đồng: `1.500.000.000 ₫`.
  static func money(_ amount: Int64, _ language: Language) -> String {
    grouped(amount, language) + "\u{A0}₫"
  }

  /// Whole đồng in the unit that people say, to three decimals at most: `1,5 tỷ`; nil where that
  /// would not be the same amount, or not be shorter.
  static func spoken(_ amount: Int64, _ language: Language) -> String? {
    let units: [(size: Int64, vi: String, en: String)] = [
      (1_000_000_000, "tỷ", "billion"), (1_000_000, "triệu", "million"),
    ]
    for unit in units where amount.magnitude >= UInt64(unit.size) {
      guard amount.isMultiple(of: unit.size / 1000) else { return nil }
      let thousandths = (amount.magnitude % UInt64(unit.size)) / UInt64(unit.size / 1000)
      var decimals = String(String(1000 + thousandths).dropFirst())
      while decimals.last == "0" { decimals.removeLast() }
      let whole = grouped(amount / unit.size, language)
      let point = language == .vi ? "," : "."
      return (decimals.isEmpty ? whole : whole + point + decimals) + "\u{A0}"
        + language.pick(Bilingual(vi: unit.vi, en: unit.en))
    }
    return nil
  }

  /// An amount to the đồng and, where that is shorter, as people say it:
  /// `1.500.000.000 ₫ (1,5 tỷ)`.
  static func moneyTold(_ amount: Int64, _ language: Language) -> String {
    let exact = money(amount, language)
    return spoken(amount, language).map { "\(exact) (\($0))" } ?? exact
  }

  /// A day, kept as yyyy-mm-dd: `31/12/2026`.
  static func day(_ day: String) -> String {
    let parts = day.split(separator: "-")
    return parts.count == 3 ? parts.reversed().joined(separator: "/") : day
  }

  /// A share between 0 and 1 in whole per cent: `83 %`.
  static func percent(_ share: Double) -> String { "\(Shares.hundredths(share))\u{A0}%" }
}

extension Instant {
  /// A deadline as pages show it: to the second, without seconds that tell nothing, those of a full
  /// minute and of the end of a day.
  var deadlineOnPages: String {
    let exact = deadlineTextInVietnam
    return exact.hasSuffix(":00") || exact.hasSuffix(" 23:59:59") ? textInVietnam : exact
  }
}

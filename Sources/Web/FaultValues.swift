import Domain

/// What a fault has found and what would be accepted, as people write it in their language: numbers
/// grouped, money with its sign, days as dd/mm/yyyy, and bounds in words instead of signs.
struct FaultValues {
  /// What was found.
  let found: String
  /// What would be accepted.
  let accepted: String
  /// Whether they are sums of several values.
  let isSum: Bool

  init(_ fault: Fault, _ messages: Messages, _ language: Language) {
    let (found, accepted) = (fault.found ?? "", fault.accepted ?? "?")
    guard Self.measured.contains(fault.rule) else {
      (self.found, self.accepted, isSum) = (found, accepted, false)
      return
    }
    let writer = Writer(
      messages: messages, language: language,
      isMoney: fault.path.split(separator: "/").last { Int($0) == nil }?.hasSuffix("_vnd") ?? false)
    isSum = found.hasPrefix(Self.sum) && accepted.hasPrefix(Self.sum)
    let skipped = isSum ? Self.sum.count : 0
    self.found = writer.value(String(found.dropFirst(skipped)))
    self.accepted = writer.bounds(String(accepted.dropFirst(skipped)), of: isSum)
  }

  /// The rules whose values are numbers, days or moments.
  private static let measured: Set<Fault.Rule> = [
    .outOfRange, .inThePast, .tooLong, .tooShort, .tooMany, .tooDeep,
  ]
  private static let sum = "Σ "

  private struct Writer {
    let messages: Messages
    let language: Language
    let isMoney: Bool

    /// Bounds such as `≥ 5`, `0…10` and `0…10, 0.01`, whose last part is the step between values.
    func bounds(_ text: String, of isSum: Bool) -> String {
      for (sign, name) in [("≥ ", "least"), ("≤ ", "most"), ("> ", "above"), ("< ", "below")]
      where text.hasPrefix(sign) {
        let bound = String(text.dropFirst(sign.count))
        let kind = isTime(bound) ? ".time" : ""
        return messages("fault.\(name)\(kind)", language, ["value": value(bound)])
      }
      guard let mark = text.firstRange(of: "…") else {
        return isSum ? messages("fault.exactly", language, ["value": value(text)]) : value(text)
      }
      let least = String(text[..<mark.lowerBound])
      let rest = text[mark.upperBound...].split(separator: ", ", maxSplits: 1).map(String.init)
      let values = [
        "least": value(least), "most": value(rest.first ?? ""),
        "step": value(rest.last ?? ""),
      ]
      return messages(rest.count == 2 ? "fault.range.step" : "fault.range", language, values)
    }

    private func isTime(_ text: String) -> Bool { Instant(rfc3339: text) != nil }

    /// A value; what is neither number, day nor moment stays as it is.
    func value(_ text: String) -> String {
      if CalendarDay(text) != nil { return Figures.day(text) }
      if let moment = Instant(rfc3339: text) { return moment.textInVietnam }
      if let number = Int64(text) {
        if isMoney { return Figures.money(number, language) }
        // Years are not grouped.
        return number.magnitude < 10_000 ? text : Figures.grouped(number, language)
      }
      return Double(text) != nil && language == .vi ? text.replacing(".", with: ",") : text
    }
  }
}

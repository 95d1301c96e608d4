import Domain
import UseCases
import Web

/// How a command speaks: its language, and the labels and sentences that the service uses too.
struct Voice: Sendable {
  let language: Language
  let codes: CodeBook
  let places: Gazetteer
  let errors: ErrorPresenter

  init(_ language: Language, codes: CodeBook, places: Gazetteer) throws(Failure) {
    self.language = language
    self.codes = codes
    self.places = places
    do {
      errors = ErrorPresenter(messages: try Messages(), codes: codes, places: places)
    } catch {
      throw Failure(.software, "\(error.source): \(error.detail)")
    }
  }

  /// A sentence in the language of this call.
  func callAsFunction(vi: String, en: String) -> String { language(vi: vi, en: en) }

  /// A number with the English word that goes with it.
  static func counted(_ count: Int, _ one: String, _ many: String) -> String {
    "\(count) " + (count == 1 ? one : many)
  }

  func label<C: Code>(_ code: C) -> String { language.pick(codes.label(code)) }

  func label(_ list: String, _ code: String) -> String { language.pick(codes.label(list, code)) }

  /// A province's name; empty for none.
  func province(_ code: String?) -> String {
    code.map { language.pick(places.name($0)) } ?? ""
  }

  func yes(_ answer: Bool) -> String {
    answer ? self(vi: "có", en: "yes") : self(vi: "không", en: "no")
  }

  /// A day, kept as yyyy-mm-dd, as people write it: `31/12/2026`; any other text as it is.
  static func day(_ text: String) -> String {
    CalendarDay(text) == nil
      ? text : text.split(separator: "-").reversed().joined(separator: "/")
  }

  /// Whole đồng, grouped by points as in Vietnam or by commas.
  func money(_ amount: Int64) -> String { grouped(amount) + self(vi: " đ", en: " VND") }

  /// A whole number, its digits grouped by points as in Vietnam or by commas.
  func grouped(_ amount: Int64) -> String {
    let digits = Array(String(amount.magnitude))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += self(vi: ".", en: ",") }
      text.append(digit)
    }
    return (amount < 0 ? "-" : "") + text
  }

  /// A number that was written with a point, with the decimal mark of the language.
  func decimal(_ written: String) -> String {
    language == .vi ? String(written.map { $0 == "." ? "," : $0 }) : written
  }

  /// A score of so many millionths with three decimals.
  func score(_ micros: Int) -> String { decimal(MatchView.score(micros)) }

  /// What is wrong, one line each: every fault of an input, or the one thing that went wrong.
  func lines(of error: DomainError) -> [String] {
    switch error {
    case .invalid(let faults):
      faults.map { fault in
        let text = errors.text(of: fault, language)
        return fault.path.isEmpty ? text : "\(fault.path): \(text)"
      }
    case .internalFault(let detail), .unavailable(let detail):
      ["\(errors.title(error, language)): \(detail)"]
    default: [errors.detail(error, language)]
    }
  }

  /// The same for programs, as the API lists it.
  func json(of error: DomainError) -> JSON {
    guard case .invalid(let faults) = error else {
      return [
        ["code": .string(ErrorPresenter.key(error)), "message": .string(lines(of: error)[0])]
      ]
    }
    return .array(
      faults.map { fault in
        var members: [(String, JSON)] = [
          ("pointer", .string(fault.path)), ("code", .string(fault.rule.rawValue)),
        ]
        if let found = fault.found { members.append(("found", .string(found))) }
        if let accepted = fault.accepted { members.append(("accepted", .string(accepted))) }
        members.append(("message", .string(errors.text(of: fault, language))))
        return .object(JSONObject(members))
      })
  }

  /// The end of a command that an error stops.
  func failure(_ error: DomainError) -> Failure {
    let lines = lines(of: error)
    guard case .invalid = error, lines.count != 1 else {
      return Failure(Self.code(error), lines: lines)
    }
    return Failure(Self.code(error), lines: [errors.title(error, language)] + lines)
  }

  private static func code(_ error: DomainError) -> ExitCode {
    switch error {
    case .invalid, .notJSON, .ineligible, .conflict, .keyReused, .refused, .stale,
      .versionRequired, .deadlinePassed, .tooEarly, .lastHolder, .pending, .obstructed:
      .data
    case .badCursor: .usage
    case .notFound: .noInput
    case .unauthenticated, .forbidden, .badCredentials, .secondFactorRequired: .permission
    case .unavailable, .throttled: .temporary
    case .internalFault: .software
    }
  }
}

extension Language {
  /// The sentence in this language.
  func callAsFunction(vi: String, en: String) -> String {
    switch self {
    case .vi: vi
    case .en: en
    }
  }
}

extension Invocation {
  /// The language that results are wanted in.
  var language: Language {
    get throws(Failure) { try choice("language", of: Language.self) }
  }
}

/// The languages of the register; the first is the default.
package enum Language: String, Code {
  case vi, en
  package static let list = "languages"

  /// The text in this language.
  package func pick(_ text: Bilingual) -> String {
    switch self {
    case .vi: text.vi
    case .en: text.en
    }
  }
}

/// A text in the two languages of the registry.
package struct Bilingual: Sendable, Equatable {
  /// Vietnamese, the first language.
  package let vi: String
  /// English.
  package let en: String

  /// A text in both languages.
  package init(vi: String, en: String) {
    self.vi = vi
    self.en = en
  }

  /// As the object `{"vi":…,"en":…}`.
  package var json: JSON { ["vi": .string(vi), "en": .string(en)] }
}

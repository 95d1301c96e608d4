import Domain
import Testing

/// How somebody looks at the pages.
struct Setting: Sendable, CustomTestStringConvertible {
  /// The language they read.
  let language: Language
  /// Whether scripts run.
  let runsScripts: Bool
  /// The width of the window in CSS pixels.
  let width: Int

  var testDescription: String {
    "\(language.rawValue), \(runsScripts ? "with" : "without") JavaScript, \(width) px"
  }

  /// Each pair of language, scripting and width in one of them.
  static let pairs = [
    Setting(language: .en, runsScripts: true, width: 1280),
    Setting(language: .en, runsScripts: false, width: 360),
    Setting(language: .vi, runsScripts: true, width: 360),
    Setting(language: .vi, runsScripts: false, width: 1280),
  ]
}

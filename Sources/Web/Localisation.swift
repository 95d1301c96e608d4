private import Assets
package import Domain

/// The sentences that people read, by key, from `Locale/vi.json` and `Locale/en.json`.
package struct Messages: Sendable {
  private let texts: [Language: [String: String]]

  /// Reads the sentences that are baked into the program.
  /// - Throws: `ReferenceDataError` where a file is no object of strings.
  package init() throws(ReferenceDataError) {
    var texts: [Language: [String: String]] = [:]
    for language in Language.allCases {
      let name = "Sources/Web/Locale/\(language.rawValue).json"
      let json: JSON
      do { json = try JSONParser.parse(Asset.named(name).bytes, memberLimit: 10_000) } catch {
        throw ReferenceDataError(source: name, detail: "\(error)")
      }
      guard case .object(let object) = json else {
        throw ReferenceDataError(source: name, detail: "not an object")
      }
      var table: [String: String] = [:]
      for (key, value) in object.members {
        guard let text = value.text else {
          throw ReferenceDataError(source: name, detail: key)
        }
        table[key] = text
      }
      texts[language] = table
    }
    self.texts = texts
  }

  /// Every key of a language.
  package func keys(_ language: Language) -> Set<String> {
    Set(texts[language, default: [:]].keys)
  }

  /// The sentence of a key with its `{places}` filled in; the key itself where there is none.
  ///
  /// `{count:proposal|proposals}` is the word for one where the value of `count` is 1, and the word
  /// for many otherwise.
  package func callAsFunction(
    _ key: String, _ language: Language, _ values: [String: String] = [:]
  ) -> String {
    guard let text = texts[language]?[key] else { return key }
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let name = String(rest[rest.index(after: open)..<close])
      result += values[name] ?? Self.counted(name, values) ?? "{\(name)}"
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  /// The word that goes with a number; nil where the place is no such choice.
  private static func counted(_ place: String, _ values: [String: String]) -> String? {
    let parts = place.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let value = values[String(parts[0])] else { return nil }
    let words = parts[1].split(separator: "|", omittingEmptySubsequences: false)
    guard words.count == 2 else { return nil }
    return String(value == "1" ? words[0] : words[1])
  }
}

/// The labels of every code, read from `fixtures/codes/codes.json`.
package struct CodeBook: Sendable {
  /// One code with its labels.
  package struct Entry: Sendable, Equatable {
    /// The code itself.
    package let code: String
    /// What people read instead of it.
    package let label: Bilingual
  }

  /// The lists in the order of the file.
  package let lists: [(name: String, entries: [Entry])]
  private let labels: [String: [String: Bilingual]]

  /// Reads the code lists.
  /// - Throws: `ReferenceDataError` where the text is not an object of lists of
  ///   `{"code","vi","en"}`.
  package init(json: JSON) throws(ReferenceDataError) {
    guard case .object(let object) = json else {
      throw ReferenceDataError(source: "codes", detail: "not an object")
    }
    var lists: [(name: String, entries: [Entry])] = []
    for (name, value) in object.members {
      var entries: [Entry] = []
      for element in value.elements ?? [] {
        guard let code = element["code"]?.text, let vi = element["vi"]?.text,
          let en = element["en"]?.text
        else { throw ReferenceDataError(source: "codes", detail: "\(name): \(element.compact)") }
        entries.append(Entry(code: code, label: Bilingual(vi: vi, en: en)))
      }
      lists.append((name, entries))
    }
    self.lists = lists
    labels = Dictionary(
      uniqueKeysWithValues: lists.map { list in
        (
          list.name,
          Dictionary(
            list.entries.map { ($0.code, $0.label) }, uniquingKeysWith: { first, _ in first })
        )
      })
  }

  /// The label of a code; the bare code where a list lacks it.
  package func label<C: Code>(_ code: C) -> Bilingual {
    label(C.list, code.rawValue)
  }

  /// The label of a code in a list by name; the bare code where the list lacks it.
  package func label(_ list: String, _ code: String) -> Bilingual {
    labels[list]?[code] ?? Bilingual(vi: code, en: code)
  }
}

/// Reference data that is baked into the program and cannot be read.
package struct ReferenceDataError: Error, Sendable, Equatable {
  /// Which data.
  package let source: String
  /// What is wrong with it.
  package let detail: String

  /// Names the data and what is wrong with it.
  package init(source: String, detail: String) {
    self.source = source
    self.detail = detail
  }
}

/// Marks text for a terminal; leaves it alone where marks would be noise.
package struct Style: Sendable, Equatable {
  /// Whether marks are written at all.
  package let isOn: Bool

  /// Marks that are written or not.
  package init(isOn: Bool) {
    self.isOn = isOn
  }

  /// Stronger, for headings.
  package func bold(_ text: String) -> String { mark(text, "1") }
  /// Weaker, for what is beside the point.
  package func dim(_ text: String) -> String { mark(text, "2") }
  /// Underlined, for the header of a table.
  package func underlined(_ text: String) -> String { mark(text, "4") }
  /// For what is well.
  package func green(_ text: String) -> String { mark(text, "32") }
  /// For faults.
  package func red(_ text: String) -> String { mark(text, "31") }
  /// For warnings.
  package func yellow(_ text: String) -> String { mark(text, "33") }

  /// An ECMA-48 "select graphic rendition"; the reset closes it, so marks do not nest.
  private func mark(_ text: String, _ code: String) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

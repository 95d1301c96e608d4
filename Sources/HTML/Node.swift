/// A piece of a document. Text is escaped when it is written, and there is no way to write any
/// that is not, so that what people typed can never become markup.
package indirect enum Node: Sendable, Equatable {
  /// An element with its attributes and what stands in it.
  case element(String, [Attribute], [Node])
  /// Words, escaped when they are written.
  case text(String)
  /// Several pieces after each other; empty for nothing.
  case group([Node])

  /// Nothing.
  package static let nothing = Node.group([])
}

extension Node: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  /// Words.
  package init(stringLiteral text: String) { self = .text(text) }
}

/// An attribute of an element. Names come from this file and from literals alone; values are
/// escaped when they are written.
package struct Attribute: Sendable, Equatable {
  /// The name.
  package let name: String
  /// The value; nil for an attribute that only is there, such as `required`.
  package let value: String?

  init(_ name: String, _ value: String?) {
    self.name = name
    self.value = value
  }

  /// An attribute of that name. Addresses have functions of their own, and scripts, which would
  /// stand in `on…` and `style`, have no way in.
  package static func attribute(_ name: StaticString, _ value: String) -> Attribute {
    let text = String(describing: name)
    let isBarred =
      text.hasPrefix("on")
      || ["style", "href", "src", "action", "formaction", "srcdoc"].contains(text)
    return Attribute(isBarred ? "data-barred" : text, isBarred ? "" : value)
  }

  /// An attribute that only is there, where `condition` holds.
  package static func flag(_ name: StaticString, _ condition: Bool = true) -> Attribute {
    condition ? Attribute(String(describing: name), nil) : Attribute("", nil)
  }

  /// Classes for the style sheet.
  package static func `class`(_ value: String) -> Attribute { Attribute("class", value) }
  /// The identifier within the page.
  package static func id(_ value: String) -> Attribute { Attribute("id", value) }
  /// The language of what stands in the element (BCP 47).
  package static func lang(_ value: String) -> Attribute { Attribute("lang", value) }
  /// The name of a form field.
  package static func name(_ value: String) -> Attribute { Attribute("name", value) }
  /// The type of a field, button or link.
  package static func type(_ value: String) -> Attribute { Attribute("type", value) }
  /// The value of a field.
  package static func value(_ value: String) -> Attribute { Attribute("value", value) }
  /// The field that a label belongs to.
  package static func `for`(_ value: String) -> Attribute { Attribute("for", value) }
  /// A hint.
  package static func title(_ value: String) -> Attribute { Attribute("title", value) }
  /// How a link relates to the page.
  package static func rel(_ value: String) -> Attribute { Attribute("rel", value) }
  /// The time in a form for programs.
  package static func datetime(_ value: String) -> Attribute { Attribute("datetime", value) }
  /// The ARIA role.
  package static func role(_ value: String) -> Attribute { Attribute("role", value) }

  /// `aria-NAME`.
  package static func aria(_ name: StaticString, _ value: String) -> Attribute {
    Attribute("aria-\(name)", value)
  }

  /// `data-NAME`.
  package static func data(_ name: StaticString, _ value: String) -> Attribute {
    Attribute("data-\(name)", value)
  }

  /// Where a link leads; `#` where the address is none that a page may lead to.
  package static func href(_ address: String) -> Attribute {
    Attribute("href", Self.safe(address))
  }

  /// Where an image or a script is.
  package static func src(_ address: String) -> Attribute { Attribute("src", Self.safe(address)) }

  /// Where a form goes.
  package static func action(_ address: String) -> Attribute {
    Attribute("action", Self.safe(address))
  }

  /// Addresses of this site, and those of the schemes that lead to another page or a letter;
  /// everything else, `javascript:` above all, is none.
  private static func safe(_ address: String) -> String {
    let scalars = address.unicodeScalars
    guard !scalars.contains(where: { $0.value < 0x21 || $0.value == 0x7F || $0 == "\\" }) else {
      return "#"
    }
    if address.hasPrefix("//") { return "#" }
    if let first = scalars.first, first == "/" || first == "#" || first == "?" { return address }
    let lower = address.lowercased()
    let schemes = ["https://", "http://", "mailto:", "tel:", "urn:"]
    return schemes.contains { lower.hasPrefix($0) } ? address : "#"
  }
}

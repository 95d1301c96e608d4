/// Puts the pieces of a page after each other, with `if`, `for` and optional values.
@resultBuilder
package enum Markup {
  package static func buildExpression(_ node: Node) -> [Node] { [node] }
  package static func buildExpression(_ nodes: [Node]) -> [Node] { nodes }
  package static func buildExpression(_ node: Node?) -> [Node] { node.map { [$0] } ?? [] }
  package static func buildExpression(_ text: String) -> [Node] { [.text(text)] }
  package static func buildBlock(_ parts: [Node]...) -> [Node] { parts.flatMap { $0 } }
  package static func buildOptional(_ part: [Node]?) -> [Node] { part ?? [] }
  package static func buildEither(first part: [Node]) -> [Node] { part }
  package static func buildEither(second part: [Node]) -> [Node] { part }
  package static func buildArray(_ parts: [[Node]]) -> [Node] { parts.flatMap { $0 } }
}

/// A kind of element, called with attributes and contents: `p(.class("lead")) { "Xin chào" }`.
package struct Tag: Sendable {
  private let name: String

  /// An element of that name.
  package init(_ name: StaticString) { self.name = String(describing: name) }

  /// An element with attributes and contents.
  package func callAsFunction(
    _ attributes: Attribute..., @Markup contents: () -> [Node]
  ) -> Node {
    .element(name, attributes, contents())
  }

  /// An element with attributes and a text, or none.
  package func callAsFunction(_ attributes: Attribute..., text: String = "") -> Node {
    .element(name, attributes, text.isEmpty ? [] : [.text(text)])
  }

  /// The same with a list of attributes that was made elsewhere.
  package func with(_ attributes: [Attribute], @Markup contents: () -> [Node]) -> Node {
    .element(name, attributes, contents())
  }
}

/// Writes documents as text.
package enum Renderer {
  /// The rules by which elements without contents are closed.
  package enum Syntax: Sendable {
    /// The HTML standard: void elements have no end tag, all others have one.
    case html
    /// XML 1.0, for feeds and drawings that stand alone.
    case xml
  }

  /// A whole HTML page.
  package static func page(_ root: Node) -> [UInt8] {
    var bytes = Array("<!DOCTYPE html>\n".utf8)
    write(root, .html, into: &bytes)
    return bytes
  }

  /// A whole XML document.
  package static func document(_ root: Node) -> [UInt8] {
    var bytes = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
    write(root, .xml, into: &bytes)
    return bytes
  }

  /// A piece of a page.
  package static func fragment(_ node: Node, _ syntax: Syntax = .html) -> [UInt8] {
    var bytes: [UInt8] = []
    write(node, syntax, into: &bytes)
    return bytes
  }

  /// Elements that never have contents (HTML standard §13.1.2).
  private static let void: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
  ]
  /// Elements whose text HTML does not unescape, so that none may stand there.
  private static let raw: Set<String> = ["script", "style"]

  private static func write(_ node: Node, _ syntax: Syntax, into bytes: inout [UInt8]) {
    switch node {
    case .text(let text): write(text, isAttribute: false, into: &bytes)
    case .group(let nodes): for node in nodes { write(node, syntax, into: &bytes) }
    case .element(let name, let attributes, let contents):
      bytes.append(UInt8(ascii: "<"))
      bytes += name.utf8
      for attribute in attributes where !attribute.name.isEmpty {
        bytes.append(UInt8(ascii: " "))
        bytes += attribute.name.utf8
        guard let value = attribute.value ?? (syntax == .xml ? attribute.name : nil) else {
          continue
        }
        bytes += "=\"".utf8
        write(value, isAttribute: true, into: &bytes)
        bytes.append(UInt8(ascii: "\""))
      }
      if syntax == .xml, contents.isEmpty {
        bytes += "/>".utf8
        return
      }
      bytes.append(UInt8(ascii: ">"))
      if syntax == .html, void.contains(name) { return }
      if syntax == .xml || !raw.contains(name) {
        for node in contents { write(node, syntax, into: &bytes) }
      }
      bytes += "</".utf8
      bytes += name.utf8
      bytes.append(UInt8(ascii: ">"))
    }
  }

  /// What has a meaning in markup becomes a reference; control characters, which no document may
  /// hold, become the replacement character.
  private static func write(_ text: String, isAttribute: Bool, into bytes: inout [UInt8]) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      case UInt8(ascii: "\"") where isAttribute: bytes += "&quot;".utf8
      case UInt8(ascii: "'") where isAttribute: bytes += "&#39;".utf8
      case 0..<0x20 where byte != 0x09 && byte != 0x0A && byte != 0x0D, 0x7F:
        bytes += "\u{FFFD}".utf8
      default: bytes.append(byte)
      }
    }
  }
}

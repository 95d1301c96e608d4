import HTML

/// A form that was refused since somebody else had changed the record meanwhile.
extension WebPage {
  /// The same page, the form that is sent to `path` holding the version that it was filled from,
  /// although the record has another by now.
  func holding(version: String, inFormTo path: String) -> WebPage {
    var page = self
    page.contents = contents.map { $0.holding(version: version, inFormTo: path, isInside: false) }
    return page
  }
}

extension Node {
  fileprivate func holding(version: String, inFormTo path: String, isInside: Bool) -> Node {
    switch self {
    case .text: return self
    case .group(let nodes):
      return .group(
        nodes.map { $0.holding(version: version, inFormTo: path, isInside: isInside) })
    case .element(let name, let attributes, let nodes):
      if isInside, name == "input", attributes.contains(.name("version")) {
        return .element(
          name, attributes.map { $0.name == "value" ? .value(version) : $0 }, nodes)
      }
      let isForm = name == "form" && attributes.contains(.action(path))
      return .element(
        name, attributes,
        nodes.map {
          $0.holding(version: version, inFormTo: path, isInside: isInside || isForm)
        })
    }
  }
}

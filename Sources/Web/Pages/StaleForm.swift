import Domain
import HTML
import HTTP
import UseCases

/// A form that was refused since somebody else had changed the record meanwhile.
extension Visit {
  /// A page, its form keeping the version that it was filled from where it was refused for that:
  /// sent once more, it would overwrite what nobody here has seen.
  func holdingVersion(_ page: WebPage) -> WebPage {
    guard case .stale? = refusal, let version = posted["version"] else { return page }
    var page = page
    page.contents = page.contents.map {
      $0.holding(version: version, inFormTo: request.rawPath, isInside: false)
    }
    return page
  }
}

extension Node {
  /// The same, the forms that are sent to `path` holding that version.
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

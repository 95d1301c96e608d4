package import Domain
import Storage

/// What can be exported.
package enum ExportKind: String, CaseIterable, Sendable {
  case organisations, problems
}

extension Registry {
  /// Hands out every record of a kind that the actor may know of, as the actor may see it, a page
  /// at a time in the order of identifiers.
  package func export(
    _ kind: ExportKind, by actor: Actor, _ page: ([JSON]) throws(DomainError) -> Void
  ) throws(DomainError) {
    let (places, size) = (places, 1000)
    var last = ""
    while true {
      let after = last
      let (records, end) = try store.read(bulk: true) {
        db throws(DomainError) -> ([JSON], String?) in
        switch kind {
        case .organisations:
          let items = try db.organisations(afterID: after, limit: size, places: places)
          let seen = items.filter { Visibility.sees(actor, $0) }.map {
            self.show($0, to: actor).json
          }
          return (seen, items.last?.id.text)
        case .problems:
          let items = try db.problems(afterID: after, limit: size, places: places)
          return (items.filter { Visibility.sees(actor, $0) }.map(\.json), items.last?.id.text)
        }
      }
      guard let end else { return }
      last = end
      if !records.isEmpty { try page(records) }
    }
  }
}

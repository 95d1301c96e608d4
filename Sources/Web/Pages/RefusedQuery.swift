import Domain
import HTML
import HTTP

/// What was asked for in the address of a page and could not be taken. The page is shown as without
/// it, says what was wrong, and keeps what was typed.
struct RefusedQuery: Sendable {
  /// Everything that was asked for.
  let typed: Query
  /// What of it was not taken.
  let faults: [Fault]

  /// The faults of a parameter.
  fileprivate func faults(of name: String) -> [Fault] { faults.filter { $0.path == "?" + name } }
}

extension Site {
  /// A page of which parameters were not taken, shown without those, or without any where the
  /// others mean nothing by themselves; nil where that is no page either, or the error is another.
  func pageWithout(
    _ error: DomainError, _ visit: Visit, _ action: PageAction
  ) -> Response? {
    guard visit.request.method.isSafe, visit.refusedQuery == nil,
      case .invalid(let faults) = error, faults.allSatisfy({ $0.path.hasPrefix("?") })
    else { return nil }
    let refused = Set(faults.map { String($0.path.dropFirst()) })
    let kept = visit.request.query.items.filter { !refused.contains($0.name) }
    for query in [Query(kept.map { ($0.name, $0.value) }), Query()] {
      var again = visit
      again.request = visit.request.asking(query)
      again.refusedQuery = RefusedQuery(typed: visit.request.query, faults: faults)
      guard var response = try? action(again), response.status == .ok,
        response.headers["Content-Type"]?.hasPrefix(MediaType.html.essence) == true
      else { continue }
      response.status = .unprocessableContent
      return response
    }
    return nil
  }
}

extension Visit {
  /// What of the address was not taken, each fault leading to its field.
  var queryFaults: Node {
    guard let refusedQuery else { return .nothing }
    let faults = refusedQuery.faults
    return div(.class("faults"), .id("faults"), .role("alert"), .attribute("tabindex", "-1")) {
      h2(text: say("form.faults", ["count": String(faults.count)]))
      ul {
        for fault in faults {
          li {
            let name = String(fault.path.dropFirst())
            let (key, sentence) = ("query." + name, sentence(fault))
            if say(key) == key || fault.rule == .unknownMember {
              text(name + ": " + sentence)
            } else {
              a(.href("#by-" + name), text: say(key) + ": " + sentence)
            }
          }
        }
      }
    }
  }

  /// A field of a form that only asks, with what was typed and what was wrong with it; named by
  /// `query.NAME` unless it has a label of its own.
  func queryField(
    _ name: String, _ value: String, type: String = "text", most: Int = 200,
    label words: String? = nil, isRequired: Bool = false
  ) -> Node {
    let id = "by-" + name
    let faults = refusedQuery?.faults(of: name) ?? []
    return div(.class("field")) {
      label(.for(id), text: words ?? say("query." + name))
      if !faults.isEmpty {
        p(
          .class("fault"), .id(id + "-fault"),
          text: faults.map(sentence).joined(separator: " "))
      }
      input.with(
        [
          .id(id), .name(name), .type(type), .value(refusedQuery?.typed[name] ?? value),
          .flag("required", isRequired),
        ]
          + (type == "date" ? [] : [.attribute("maxlength", String(most))])
          + (faults.isEmpty
            ? [] : [.aria("invalid", "true"), .aria("describedby", id + "-fault")])
      ) {}
    }
  }
}

import Domain
import HTTP
import UseCases

/// A list in an incubator's profile whose elements have forms of their own: programmes, mentors.
struct ProfilePart: Sendable {
  /// The member of the incubator's part of the record.
  let list: String
  /// Under which path its pages are.
  let path: String

  private func elements(_ own: Organisation) -> [JSON] {
    own.json["incubator"]?[list]?.elements ?? []
  }

  /// The element that the address names; nothing where a new one is meant.
  /// - Throws: `.notFound` where there is none of that name.
  func element(
    _ visit: Visit, _ own: Organisation
  ) throws(DomainError) -> (id: String?, record: JSON?) {
    let id = visit.parameter("part")
    guard !id.isEmpty else { return (nil, nil) }
    guard let found = elements(own).first(where: { $0["id"]?.text == id }) else {
      throw .notFound(aggregate: "organisation", id: id)
    }
    return (id, found)
  }

  /// Writes what was filled in into the record.
  /// - Throws: what the record says, its pointers made those of the form.
  func store(_ form: Form, _ visit: Visit, _ own: Organisation) throws(DomainError) {
    var all = elements(own)
    let (id, record) = try element(visit, own)
    let typed = FormValues(visit.posted)
    let place: Int
    if let record, let found = all.firstIndex(where: { $0["id"]?.text == id }) {
      place = found
      all[place] = record.merging(form.patch(from: typed, of: record))
    } else {
      place = all.count
      all.append(form.record(from: typed))
    }
    do throws(DomainError) {
      try write(all, visit, own)
    } catch {
      guard case .invalid(let faults) = error else { throw error }
      let prefix = "/incubator/\(list)/\(place)"
      throw .invalid(
        faults.map { fault in
          guard fault.path.hasPrefix(prefix) else { return fault }
          return Fault(
            String(fault.path.dropFirst(prefix.count)), fault.rule, found: fault.found,
            accepted: fault.accepted)
        })
    }
  }

  /// Takes the element out of the record.
  func remove(_ visit: Visit, _ own: Organisation) throws(DomainError) {
    let (id, _) = try element(visit, own)
    try write(elements(own).filter { $0["id"]?.text != id }, visit, own)
  }

  private func write(
    _ elements: [JSON], _ visit: Visit, _ own: Organisation
  ) throws(DomainError) {
    _ = try visit.site.registry.updateOrganisation(
      own.id.text, patch: ["incubator": .object(JSONObject([(list, .array(elements))]))],
      expecting: visit.expectedVersion ?? own.version, by: visit.actor)
  }
}

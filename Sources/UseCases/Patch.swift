import Domain

extension JSON {
  /// Refuses a merge patch that is no object or touches what the register itself keeps.
  func refuse(members fixed: Set<String>) throws(DomainError) {
    guard case .object(let patch) = self else {
      throw .invalid([Fault("", .wrongType, found: compact, accepted: "object")])
    }
    let faults = patch.members.filter { fixed.contains($0.name) }
      .map { Fault("/" + $0.name, .readOnly, found: $0.value.compact) }
    guard faults.isEmpty else { throw .invalid(faults) }
  }

  /// `{"before":…,"after":…}` with only the members that differ, apart from bookkeeping.
  static func difference(from before: JSON, to after: JSON) -> JSON {
    guard case .object(let left) = before, case .object(let right) = after else {
      return ["before": before, "after": after]
    }
    let bookkeeping: Set<String> = [
      "version", "updated_at", "completeness", "open_questions", "in_vietnam",
    ]
    func changed(_ object: JSONObject, against other: JSONObject) -> JSON {
      let members = object.members.filter {
        other[$0.name] != $0.value && !bookkeeping.contains($0.name)
      }
      return .object(JSONObject(members.map { ($0.name, $0.value) }))
    }
    return ["before": changed(left, against: right), "after": changed(right, against: left)]
  }
}

import Domain

extension Registry {
  /// Members that hold numbers of their own kind, or are shown to nobody who does not know them.
  private static let otherMembers: Set<String> = [
    "id", "external_id", "tax_code", "tax_code_override", "personal_id", "email", "phone",
    "address", "file", "status_reason",
  ]

  /// Refuses a person's identification number in what everybody is to read.
  ///
  /// Only what is written now is looked at, so that a text of old keeps nobody from changing
  /// something else. `members` are those to look at, nil for all but those that hold other numbers.
  /// - Throws: `.invalid` with a fault for each text that has one
  func refusePersonalNumbers(
    in json: JSON, members: Set<String>? = nil
  ) throws(DomainError) {
    let finder = PersonalIDFinder(places: places, year: clock().yearInVietnam)
    var faults: [Fault] = []
    func walk(_ json: JSON, _ path: String, isAddress: Bool = false) {
      switch json {
      case .string(let text):
        if let found = isAddress ? finder.first(inAddress: text) : finder.first(in: text) {
          faults.append(Fault(path, .personalIDInText, found: found))
        }
      case .array(let elements):
        for (index, element) in elements.enumerated() { walk(element, "\(path)/\(index)") }
      case .object(let object):
        for (name, value) in object.members where !Self.otherMembers.contains(name) {
          // Members of other names are refused by whoever reads the record.
          guard name.unicodeScalars.allSatisfy({ $0 != "/" && $0 != "~" }) else { continue }
          guard !path.isEmpty || members?.contains(name) ?? true else { continue }
          walk(value, "\(path)/\(name)", isAddress: name == "website")
        }
      case .null, .bool, .integer, .number: break
      }
    }
    walk(json, "")
    guard faults.isEmpty else { throw .invalid(faults) }
  }

  /// Likewise for one text.
  func refusePersonalNumbers(in text: String?, at name: String) throws(DomainError) {
    let finder = PersonalIDFinder(places: places, year: clock().yearInVietnam)
    guard let found = text.flatMap({ finder.first(in: $0) }) else { return }
    throw .invalid([Fault("/" + name, .personalIDInText, found: found)])
  }
}

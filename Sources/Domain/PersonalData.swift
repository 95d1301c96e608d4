/// Which members of what the audit log tells are a person's, so that they can be taken out of it
/// one by one while the rest stays.
package enum PersonalData {
  /// Members that hold personal data in records of any kind.
  private static let everywhere: Set<String> = ["email", "phone", "personal_id"]

  /// Members that do so in records of one kind.
  private static let members: [Aggregate: Set<String>] = [
    .account: ["name"],
    .organisation: ["address"],
    .dataRequest: ["applicant", "details", "reply"],
    .claim: ["grounds"],
  ]

  /// The member of an entry that says where its act came from.
  package static let origin = "from"

  /// A value of an entry that is a person's.
  package struct Value: Sendable, Equatable {
    /// Whose it is, such as `account:ID`; nil where nobody knows.
    package let subject: String?
    /// The value.
    package let json: JSON
  }

  /// Takes the personal values out of an entry's payload.
  ///
  /// - Parameters:
  ///   - payload: what the entry is to tell
  ///   - aggregate: the kind of record that the act is on
  ///   - id: the record
  ///   - actor: who acts; where they came from is theirs
  ///   - mark: what stands in a value's place, by its number from 1
  /// - Returns: the payload with marks, and the values in the order of their numbers.
  package static func take(
    from payload: JSON, on aggregate: Aggregate, _ id: String, by actor: ID<Account>?,
    mark: (Int, JSON) -> JSON
  ) -> (payload: JSON, values: [Value]) {
    let personal = everywhere.union(members[aggregate] ?? [])
    var values: [Value] = []
    func taken(_ value: JSON, _ subject: String?) -> JSON {
      values.append(Value(subject: subject, json: value))
      return mark(values.count, value)
    }
    func walk(_ json: JSON) -> JSON {
      switch json {
      case .object(let object):
        .object(
          JSONObject(
            object.members.map { name, value in
              guard personal.contains(name), value != .null else { return (name, walk(value)) }
              return (name, taken(value, "\(aggregate.rawValue):\(id)"))
            }))
      case .array(let elements): .array(elements.map(walk))
      default: json
      }
    }
    guard case .object(let object) = walk(payload) else { return (payload, []) }
    let whole = object.members.map { name, value in
      guard name == origin, value != .null else { return (name, value) }
      // Who is not logged in yet and acts on an account is, as a rule, its person.
      let owner = actor?.text ?? (aggregate == .account ? id : nil)
      return (name, taken(value, owner.map { "account:\($0)" }))
    }
    return (.object(JSONObject(whole)), values)
  }

  /// What readers of the log find in the place of a value that was erased.
  package static let erased: JSON = ["erased": true]
}

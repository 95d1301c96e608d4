extension Organisation {
  /// What the register itself keeps of a registration, beside what the organisation says.
  package struct Registration: Sendable, Equatable {
    /// Since when it waits to be verified; nil where it does not.
    package var submittedAt: Instant?
    /// The version that an officer last looked at.
    package var lookedVersion: Int?
    /// The day of its last verification, in Vietnam, yyyy-mm-dd.
    package var verifiedOn: String?
    /// The day on which it last confirmed that its record is right, in Vietnam, yyyy-mm-dd.
    package var confirmedOn: String?
    /// Why it was returned, member by member.
    package var reasons: [FieldReason] = []
    /// A change of key members that waits for DOST.
    package var pending: Revision?
    /// The last such change, where DOST refused it.
    package var refusal: Refusal?
    /// The record that this one was merged into.
    package var mergedInto: ID<Organisation>?

    /// A registration that nothing has happened to.
    package init() {}
  }

  /// A change of members for which the register vouches: everybody goes on seeing the verified
  /// ones until an officer accepts it.
  package struct Revision: Sendable, Equatable {
    /// The members as they are to become, as a merge patch (RFC 7396).
    package var changes: JSONObject
    /// Since when it waits; a further change does not put it back in the queue.
    package let at: Instant

    /// A change that waits.
    package init(changes: JSONObject, at: Instant) {
      self.changes = changes
      self.at = at
    }
  }

  /// A change of key members that DOST has refused.
  package struct Refusal: Sendable, Equatable {
    /// Why.
    package let reason: String
    /// When.
    package let at: Instant

    /// A refusal.
    package init(reason: String, at: Instant) {
      self.reason = reason
      self.at = at
    }
  }

  /// Since when an officer has something to decide; nil where there is nothing.
  package var waitingSince: Instant? {
    switch status {
    case .submitted: registration.submittedAt ?? updatedAt
    case .verified: registration.pending?.at
    case .draft, .returned, .suspended, .withdrawn: nil
    }
  }

  /// Whether its tax code is nobody else's: a draft must not keep others from theirs.
  package var holdsTaxCode: Bool {
    switch status {
    case .submitted, .verified, .suspended: true
    case .draft, .returned, .withdrawn: false
    }
  }
}

/// Why an officer returns a record, for one of its members.
package struct FieldReason: Sendable, Equatable {
  /// Which, as a JSON pointer (RFC 6901).
  package let pointer: String
  /// Why.
  package let reason: String

  /// A reason for a member.
  package init(pointer: String, reason: String) {
    self.pointer = pointer
    self.reason = reason
  }
}

extension OrganisationProfile {
  /// The members that make the register vouch for an organisation.
  ///
  /// A number of a person can only go, with the class that it was for: a new one is an officer's to
  /// enter, since what waits stands in the clear.
  private static let keyMembers = [
    "kind", "name", "name_en", "tax_code", "legal", "foreign_register", "personal_id",
  ]
  /// The parts that go with a kind.
  private static let partMembers = ["startup", "fund", "incubator"]

  /// Splits a wish of a verified organisation into what may change at once and what must wait.
  /// - Returns: the members to show from now on, and those that wait as a merge patch, empty where
  ///   nothing does.
  package func split(wish: OrganisationProfile) -> (now: JSON, waiting: JSONObject) {
    let verified = JSONObject(members)
    var now = JSONObject(wish.members)
    var waiting = JSONObject()
    let names = Self.keyMembers + (kind == wish.kind ? [] : Self.partMembers)
    for name in names where verified[name] != now[name] {
      waiting[name] = now[name] ?? .null
      now[name] = verified[name]
    }
    return (.object(now), waiting)
  }
}

/// What one member was and is to become.
package struct MemberChange: Sendable, Equatable {
  /// Which, as a JSON pointer.
  package let pointer: String
  /// What it was; nil where it was not there.
  package let before: JSON?
  /// What it is; nil where it is taken out.
  package let after: JSON?

  /// The change as it stands in the API.
  package var json: JSON {
    var members: [(String, JSON)] = [("pointer", .string(pointer))]
    if let before { members.append(("before", before)) }
    if let after { members.append(("after", after)) }
    return .object(JSONObject(members))
  }

  /// What differs between two records, member by member; the parts of a kind are looked into.
  package static func between(_ before: JSON, _ after: JSON) -> [MemberChange] {
    changes(before, after, at: "", depth: 2)
  }

  private static func changes(
    _ before: JSON, _ after: JSON, at path: String, depth: Int
  ) -> [MemberChange] {
    guard depth > 0, case .object(let left) = before, case .object(let right) = after else {
      return before == after ? [] : [MemberChange(pointer: path, before: before, after: after)]
    }
    let added = right.members.map(\.name).filter { left[$0] == nil }
    return (left.members.map(\.name) + added).flatMap { name -> [MemberChange] in
      let pointer = path + "/" + name
      guard let old = left[name], let new = right[name] else {
        return [MemberChange(pointer: pointer, before: left[name], after: right[name])]
      }
      return changes(old, new, at: pointer, depth: depth - 1)
    }
  }
}

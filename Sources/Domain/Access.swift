/// That somebody looked at a confidential part of a record on a day.
package struct Access: Sendable, Equatable {
  /// The day in Vietnam, yyyy-mm-dd.
  package let day: String
  /// Who, by the name that the audit log keeps too.
  package let actor: String
  /// Their account, where they have one.
  package let account: ID<Account>?
  /// In which capacity: a role, or `fund` for members of a fund that looks at its matches.
  package let role: String
  /// What of it.
  package let part: Visibility.Part
  /// The record.
  package let record: String
  /// The organisation whose record it is.
  package let owner: ID<Organisation>?
  /// Where the last look came from.
  package let address: String?
  /// The first look of that day.
  package let firstAt: Instant
  /// The last look of that day.
  package let lastAt: Instant
  /// How many looks there were.
  package let times: Int

  /// Puts a record together.
  package init(
    day: String, actor: String, account: ID<Account>?, role: String, part: Visibility.Part,
    record: String, owner: ID<Organisation>?, address: String?, firstAt: Instant,
    lastAt: Instant, times: Int
  ) {
    self.day = day
    self.actor = actor
    self.account = account
    self.role = role
    self.part = part
    self.record = record
    self.owner = owner
    self.address = address
    self.firstAt = firstAt
    self.lastAt = lastAt
    self.times = times
  }

  /// One look of an actor at a part of a record.
  package init(
    _ actor: Actor, at part: Visibility.Part, of record: String, owner: ID<Organisation>?,
    now: Instant
  ) {
    self.init(
      day: now.dayInVietnam, actor: actor.name, account: actor.account,
      role: actor.role == .member ? "fund" : actor.role?.rawValue ?? "public", part: part,
      record: record, owner: owner, address: actor.address, firstAt: now, lastAt: now, times: 1)
  }

  /// Everything, for administrators.
  package var json: JSON {
    var members: [(String, JSON)] = [
      ("day", .string(day)), ("actor", .string(actor)), ("role", .string(role)),
      ("part", .string(part.rawValue)), ("record", .string(record)),
    ]
    members.add("owner", owner?.text)
    members.add("from", address)
    members += [
      ("first_at", .string(firstAt.description)), ("last_at", .string(lastAt.description)),
      ("times", JSON(times)),
    ]
    return .object(JSONObject(members))
  }
}

/// How often people of one role looked at a part of an organisation's records on a day, as its
/// members read it.
package struct AccessCount: Sendable, Equatable {
  /// The day in Vietnam, yyyy-mm-dd.
  package let day: String
  /// In which capacity.
  package let role: String
  /// What of it.
  package let part: Visibility.Part
  /// How many looks there were.
  package let times: Int

  /// Puts a count together.
  package init(day: String, role: String, part: Visibility.Part, times: Int) {
    self.day = day
    self.role = role
    self.part = part
    self.times = times
  }

  /// The count as it stands in the API.
  package var json: JSON {
    [
      "day": .string(day), "role": .string(role), "part": .string(part.rawValue),
      "times": JSON(times),
    ]
  }
}

/// Which looks at confidential records are wanted; nil does not restrict.
package struct AccessFilter: Sendable {
  /// Only those of this actor.
  package var actor: String?
  /// Only at this part.
  package var part: Visibility.Part?
  /// Only at this record.
  package var record: String?
  /// Only at records of this organisation.
  package var owner: ID<Organisation>?
  /// Only from this day on, yyyy-mm-dd.
  package var since: String?
  /// Only up to this day, yyyy-mm-dd.
  package var until: String?

  /// No restriction.
  package init() {}
}

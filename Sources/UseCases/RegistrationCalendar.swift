import Domain
import Storage

extension Duty {
  /// Tells holders of evidence that ends and of records to confirm, and has lists and index count
  /// legal classes as they stand on the day.
  static let registrationCalendar = Duty("registrations") { registry, now throws(DomainError) in
    try registry.settleDueRegistrations(at: now)
  }
}

extension Registry {
  /// Records settled in one go; the rest follow a moment later.
  private static let settledAtOnce = 100

  func settleDueRegistrations(at now: Instant) throws(DomainError) {
    let (today, places, limit) = (CalendarDay(inVietnam: now), places, Self.settledAtOnce)
    let due = try store.read { db throws(DomainError) in
      try db.dueOrganisations(by: today, limit: limit, places: places).count
    }
    guard due > 0 else { return }
    try commit { db throws(DomainError) in
      for (record, noted) in try db.dueOrganisations(by: today, limit: limit, places: places) {
        try self.settle(record, noted: noted, on: today, &db, now)
      }
    }
  }

  /// Does for one record what fell due from the noted day on.
  private func settle(
    _ record: Organisation, noted: String, on today: CalendarDay, _ db: inout Database,
    _ now: Instant
  ) throws(DomainError) {
    var hasChanged = false
    for (day, event) in record.calendar where day <= today {
      switch event {
      case .classChange: hasChanged = hasChanged || noted <= day.description
      case .evidenceReminder(let status, let last, let days):
        try remind(record, of: event, status, last, days, on: today, &db, now)
      case .confirmation(let since):
        if let key = event.key, try db.remind(record.id, of: key, at: now) {
          try tell(
            .confirmationDue, to: .organisation(record.id), record, &db, now, ["since": since])
        }
      }
    }
    try db.settle(record, due: record.dueDay(after: today))
    if hasChanged {
      try tellOfEnded(record, noted: noted, on: today, &db, now)
      try audit(
        &db, .clock, "recount_classes", .organisation, id: record.id.text,
        version: record.version, at: now,
        payload: [
          "counting": .array(
            record.profile.counting(on: today.description).legal
              .map { .string($0.status.rawValue) })
        ])
    }
  }

  /// One reminder for each number of days; where the service was not running, the nearest alone.
  private func remind(
    _ record: Organisation, of event: RegistrationEvent, _ status: LegalClass, _ last: String,
    _ days: Int, on today: CalendarDay, _ db: inout Database, _ now: Instant
  ) throws(DomainError) {
    guard let key = event.key, let end = CalendarDay(last), today <= end else { return }
    let isNearest = !Organisation.reminderDays.contains { nearer in
      nearer < days && end.adding(days: -nearer) <= today
    }
    guard try db.remind(record.id, of: key, at: now), isNearest else { return }
    try tell(
      .evidenceEnding, to: .organisation(record.id), record, &db, now,
      ["class": label(status), "last": last, "days": String(end.number - today.number)])
  }

  private func tellOfEnded(
    _ record: Organisation, noted: String, on today: CalendarDay, _ db: inout Database,
    _ now: Instant
  ) throws(DomainError) {
    for evidence in record.profile.legal {
      guard let last = evidence.expiresOn, let end = CalendarDay(last), end < today,
        noted <= end.adding(days: 1).description,
        try db.remind(record.id, of: "ended \(evidence.status.rawValue) \(last)", at: now)
      else { continue }
      try tell(
        .evidenceEnded, to: .organisation(record.id), record, &db, now,
        ["class": label(evidence.status), "last": last])
    }
  }

  /// Notices are written before it is known in which language they are read.
  private func label(_ status: LegalClass) -> String {
    let label = codes.label(LegalClass.list, status.rawValue)
    return "\(label.vi) / \(label.en)"
  }
}

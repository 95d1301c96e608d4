extension LegalStatus {
  /// Whether it counts on a day (yyyy-mm-dd): from the day of issue to the last day, both included.
  package func counts(on day: String) -> Bool {
    (issuedOn ?? day) <= day && day <= (expiresOn ?? day)
  }

  /// Whether it is the same evidence, whoever has looked at it.
  package func isSameEvidence(as other: LegalStatus) -> Bool {
    var (left, right) = (self, other)
    left.isRecognised = false
    right.isRecognised = false
    return left == right
  }
}

extension OrganisationProfile {
  /// The profile with those legal classes alone that count on a day (yyyy-mm-dd), as requirements,
  /// lists and matching look at it.
  package func counting(on day: String) -> OrganisationProfile {
    guard !legal.allSatisfy({ $0.counts(on: day) }) else { return self }
    var profile = self
    profile.legal.removeAll { !$0.counts(on: day) }
    return profile
  }

  /// The legal classes that count on a day (yyyy-mm-dd).
  package func legalClasses(on day: String) -> Set<LegalClass> {
    Set(legal.filter { $0.counts(on: day) }.map(\.status))
  }
}

extension Organisation {
  /// The record with those legal classes alone that count on a day.
  package func counting(on day: String) -> Organisation {
    var copy = self
    copy.profile = profile.counting(on: day)
    return copy
  }
}

/// Something that falls due for a verified organisation on a day.
package enum RegistrationEvent: Sendable, Hashable {
  /// A legal class begins or ceases to count.
  case classChange
  /// The holder is told that evidence ends in so many days.
  case evidenceReminder(LegalClass, expiresOn: String, days: Int)
  /// The holder is asked to confirm its record, which it last did on that day.
  case confirmation(since: String)

  /// By what the register knows that it has been done; nil where doing it again does no harm.
  package var key: String? {
    switch self {
    case .classChange: nil
    case .evidenceReminder(let status, let expires, let days):
      "evidence \(status.rawValue) \(expires) \(days)"
    case .confirmation(let since): "confirmation \(since)"
    }
  }
}

extension Organisation {
  /// How many days before its evidence ends a holder is told.
  package static let reminderDays = [30, 7]
  /// Months after which an organisation is asked to confirm its record.
  package static let confirmationMonths = 12
  /// Months without an answer after which the page says that the record may be out of date.
  package static let graceMonths = 1

  /// The day since which its record counts as confirmed.
  package var freshSince: CalendarDay {
    [registration.confirmedOn, registration.verifiedOn].compactMap { $0.flatMap(CalendarDay.init) }
      .max() ?? CalendarDay(inVietnam: createdAt)
  }

  /// Whether it was asked to confirm its record and has not for a month.
  package func isStale(on day: CalendarDay) -> Bool {
    status == .verified
      && freshSince.adding(months: Self.confirmationMonths + Self.graceMonths) <= day
  }

  /// Everything that falls due, each with its day; nothing for what is not verified.
  package var calendar: [(day: CalendarDay, event: RegistrationEvent)] {
    guard status == .verified else { return [] }
    var entries: [(day: CalendarDay, event: RegistrationEvent)] = []
    for evidence in profile.legal {
      if let day = evidence.issuedOn.flatMap(CalendarDay.init) {
        entries.append((day, .classChange))
      }
      guard let text = evidence.expiresOn, let last = CalendarDay(text) else { continue }
      entries.append((last.adding(days: 1), .classChange))
      for days in Self.reminderDays {
        entries.append(
          (
            last.adding(days: -days),
            .evidenceReminder(evidence.status, expiresOn: text, days: days)
          ))
      }
    }
    let since = freshSince
    entries.append(
      (
        since.adding(months: Self.confirmationMonths), .confirmation(since: since.description)
      ))
    return entries
  }

  /// The next day after one on which everything was done.
  package func dueDay(after done: CalendarDay) -> CalendarDay? {
    calendar.map(\.day).filter { $0 > done }.min()
  }

  /// The next day on which something falls due; `today` itself where a reminder is owed already.
  package func dueDay(asOf today: CalendarDay) -> CalendarDay? {
    calendar.compactMap { day, event in
      switch event {
      case .classChange: day > today ? day : nil
      case .evidenceReminder(_, let expires, _):
        expires < today.description ? nil : max(day, today)
      case .confirmation: max(day, today)
      }
    }.min()
  }
}

extension Engagement {
  /// How many days before a controlled trial ends people are told: twice before, and on the day.
  package static let endReminderDays = [30, 7, 0]

  /// What was last told of the end of a controlled trial.
  package struct ToldEnd: Sendable, Equatable {
    /// The last day that it was told of, yyyy-mm-dd.
    package let end: String
    /// How many days before it.
    package let days: Int

    /// What was told.
    package init(end: String, days: Int) {
      self.end = end
      self.days = days
    }
  }

  /// The numbers of days before the end of which nobody was told yet; a trial that was prolonged or
  /// cut short is told of anew.
  private var untoldDays: [Int] {
    guard let sandbox = terms.sandbox, status == .active else { return [] }
    guard let told = toldEnd, told.end == sandbox.end else { return Self.endReminderDays }
    return Self.endReminderDays.filter { $0 < told.days }
  }

  /// The next day on which people are to be told that the trial comes to its end, yyyy-mm-dd; nil
  /// where nothing is owed.
  package var sandboxDue: String? {
    guard let end = terms.sandbox.flatMap({ CalendarDay($0.end) }) else { return nil }
    return untoldDays.map { end.adding(days: -$0) }.min()?.description
  }

  /// What is to be told of the trial's end on a day: of what has come due the nearest to the end
  /// alone; nil where nothing has.
  package func endToTell(on today: CalendarDay) -> ToldEnd? {
    guard let sandbox = terms.sandbox, let end = CalendarDay(sandbox.end) else { return nil }
    return untoldDays.filter { end.adding(days: -$0) <= today }.min()
      .map { ToldEnd(end: sandbox.end, days: $0) }
  }

  /// Whether its controlled trial has had its last day before a day.
  package func hasSandboxEnded(on today: String) -> Bool {
    terms.sandbox.map { $0.end < today } ?? false
  }
}

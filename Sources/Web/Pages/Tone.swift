import Domain

/// What a state means for whoever reads it; colours follow it and say no more than the words.
enum Tone: String, Sendable {
  /// It went as it should.
  case good
  /// Somebody has something to do.
  case waits
  /// It went wrong, or somebody said no.
  case bad
  /// None of these: not begun, under way by itself, or simply over.
  case plain

  /// The tone of a state by its code; a code means the same in most lists that have it.
  init<C: Code>(_ state: C) {
    let isIntake = C.list == Cohort.Intake.list
    switch state.rawValue {
    case "open" where isIntake: self = .good
    case "published", "verified", "solved", "awarded", "in_progress", "admissible", "shortlisted",
      "selected", "accepted", "confirmed", "active", "completed", "joined", "graduated", "running",
      "announced", "answered", "issued", "locked", "done", "sent", "on":
      self = .good
    case "submitted", "returned", "reviewing", "requested", "asked", "invited", "received",
      "open", "assigned", "unconfirmed", "waiting", "begun":
      self = .waits
    case "suspended", "cancelled", "failed", "no_award", "declined", "inadmissible", "refused",
      "terminated", "barred", "disabled":
      self = .bad
    default: self = .plain
    }
  }

  /// The classes of a box that says where something stands; `isTheirs` where it is the reader who
  /// has something to do.
  func box(isTheirs: Bool = false) -> String {
    switch self {
    case .good: "done"
    case .bad: "notice bad"
    case .waits, .plain: isTheirs ? "notice" : "notice calm"
    }
  }
}

extension Question {
  /// What DOST publishes.
  package struct Reply: Sendable, Equatable {
    /// The answer.
    package let answer: String
    /// The question as everybody is to read it; nil for the asker's own words.
    package let wording: String?

    /// Reads an answer.
    /// - Throws: `DomainError.invalid` with all faults.
    package init(_ json: JSON) throws(DomainError) {
      let log = FaultLog()
      var (answer, wording): (String?, String?)
      if var reader = ObjectReader(json, log: log) {
        answer = reader.text("answer", most: TextLimit.text)
        wording = reader.text("wording", most: 5000)
        reader.require("answer", answer != nil)
        reader.finish(readOnly: ["number", "answered_on", "organisation", "text"])
      }
      try log.check()
      guard let answer else { throw .invalid([Fault("/answer", .missing)]) }
      self.answer = answer
      self.wording = wording
    }
  }

  /// Reads what is asked.
  /// - Throws: `DomainError.invalid` with all faults.
  package static func text(_ json: JSON) throws(DomainError) -> String {
    let log = FaultLog()
    var text: String?
    if var reader = ObjectReader(json, log: log) {
      text = reader.text("text", most: 5000)
      reader.require("text", text != nil)
      reader.finish(readOnly: ["id", "problem", "organisation", "status"])
    }
    try log.check()
    guard let text else { throw .invalid([Fault("/text", .missing)]) }
    return text
  }

  /// The whole record, as the asker and DOST see it.
  package var json: JSON {
    var members = publicMembers
    members += [
      ("organisation", .string(organisation.text)), ("text", .string(text)),
      ("created_at", .string(createdAt.description)),
    ]
    members.add("status_reason", statusReason)
    return .object(JSONObject(members))
  }

  /// What everybody reads: nothing of who asked, and times by the day alone.
  package var publicJSON: JSON { .object(JSONObject(publicMembers)) }

  private var publicMembers: [(String, JSON)] {
    var members: [(String, JSON)] = [
      ("id", .string(id.text)), ("problem", .string(problem.text)),
      ("status", .string(status.rawValue)),
    ]
    members.add("number", number)
    members.add("wording", wording)
    members.add("answer", answer)
    members.add("answered_on", answeredAt?.dayInVietnam)
    members.append(("version", JSON(version)))
    return members
  }
}

/// A firm's request to one of an incubator's mentors, which goes through the incubator.
package struct MentorRequest: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<MentorRequest>
  /// Who asks.
  package let requester: ID<Organisation>
  /// Whose mentor is asked.
  package let incubator: ID<Organisation>
  /// Which of the incubator's mentors, by the entry in its profile.
  package let mentor: String
  /// On what help is wanted.
  package let message: String
  /// Where it stands.
  package var status: Status
  /// Why it was declined.
  package var statusReason: String?
  /// Counts changes from 1; the entity tag.
  package var version: Int
  /// When it was made.
  package let createdAt: Instant
  /// When it last changed.
  package var updatedAt: Instant
  /// When it was accepted; counts against the mentor's capacity of that month.
  package var acceptedAt: Instant?
  /// What both sides say afterwards, the earlier first.
  package var feedback: [Feedback]

  /// The states of a request.
  package enum Status: String, Code {
    case requested, accepted, declined, withdrawn, done
    package static let list = "mentor_request_states"
  }

  /// What can be done to a request.
  package enum Event: String, Code {
    case accept, decline, withdraw, complete
    package static let list = "mentor_request_events"
  }

  /// What one side says afterwards.
  package struct Feedback: Sendable, Equatable {
    /// Which side.
    package let by: ID<Organisation>
    /// From 1, of no use, to 5.
    package let rating: Int
    /// In words.
    package let text: String?
    /// When.
    package let at: Instant

    /// Puts feedback together.
    package init(by: ID<Organisation>, rating: Int, text: String?, at: Instant) {
      self.by = by
      self.rating = rating
      self.text = text
      self.at = at
    }
  }

  /// Puts a record together.
  package init(
    id: ID<MentorRequest>, requester: ID<Organisation>, incubator: ID<Organisation>,
    mentor: String, message: String, status: Status = .requested, statusReason: String? = nil,
    version: Int = 1, createdAt: Instant, updatedAt: Instant, acceptedAt: Instant? = nil,
    feedback: [Feedback] = []
  ) {
    self.id = id
    self.requester = requester
    self.incubator = incubator
    self.mentor = mentor
    self.message = message
    self.status = status
    self.statusReason = statusReason
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.acceptedAt = acceptedAt
    self.feedback = feedback
  }

  /// The life of a request, as data: the firm is the requester, the incubator the recipient.
  package static let lifecycle = StateMachine<Status, Event>(
    aggregate: "mentor_request",
    transitions: [
      Transition(.requested, .accept, .accepted, by: [.recipient]),
      Transition(.requested, .decline, .declined, by: [.recipient], needsReason: true),
      Transition(.requested, .withdraw, .withdrawn, by: [.requester]),
      Transition(.accepted, .withdraw, .withdrawn, by: [.requester]),
      Transition(.accepted, .complete, .done, by: [.requester, .recipient]),
    ])
}

extension MentorRequest {
  /// What a firm asks for.
  package struct Input: Sendable, Equatable {
    /// The incubator, as it was written.
    package let incubator: String
    /// Which of its mentors.
    package let mentor: String
    /// On what.
    package let message: String

    /// Reads the input.
    /// - Throws: `DomainError.invalid` with all faults.
    package init(_ json: JSON) throws(DomainError) {
      let log = FaultLog()
      var (incubator, mentor, message): (String?, String?, String?)
      if var reader = ObjectReader(json, log: log) {
        incubator = reader.line("incubator", most: 100)
        mentor = reader.line("mentor", most: PartID.limit)
        message = reader.text("message", most: 5000)
        reader.require("incubator", incubator != nil)
        reader.require("mentor", mentor != nil)
        reader.require("message", message != nil)
        reader.finish(readOnly: [
          "id", "from", "status", "status_reason", "feedback", "version", "created_at",
          "updated_at", "accepted_at",
        ])
      }
      try log.check()
      self.incubator = incubator ?? ""
      self.mentor = mentor ?? ""
      self.message = message ?? ""
    }
  }

  /// The record as it stands in the API.
  package var json: JSON {
    var members: [(String, JSON)] = [
      ("id", .string(id.text)), ("from", .string(requester.text)),
      ("incubator", .string(incubator.text)), ("mentor", .string(mentor)),
      ("message", .string(message)), ("status", .string(status.rawValue)),
    ]
    members.add("status_reason", statusReason)
    members.append(("feedback", .array(feedback.map(\.json))))
    members.append(("version", JSON(version)))
    members.append(("created_at", .string(createdAt.description)))
    members.append(("updated_at", .string(updatedAt.description)))
    members.add("accepted_at", acceptedAt?.description)
    return .object(JSONObject(members))
  }
}

extension MentorRequest.Feedback {
  /// What one side has to say.
  package struct Input: Sendable, Equatable {
    /// From 1 to 5.
    package let rating: Int
    /// In words.
    package let text: String?

    /// Reads the input.
    /// - Throws: `DomainError.invalid` with all faults.
    package init(_ json: JSON) throws(DomainError) {
      let log = FaultLog()
      var (rating, text): (Int?, String?)
      if var reader = ObjectReader(json, log: log) {
        rating = reader.integer("rating", in: 1...5)
        text = reader.text("text", most: 5000)
        reader.require("rating", rating != nil)
        reader.finish(readOnly: ["by", "at"])
      }
      try log.check()
      self.rating = rating ?? 1
      self.text = text
    }
  }

  var json: JSON {
    var members: [(String, JSON)] = [("by", .string(by.text)), ("rating", JSON(rating))]
    members.add("text", text)
    members.append(("at", .string(at.description)))
    return .object(JSONObject(members))
  }
}

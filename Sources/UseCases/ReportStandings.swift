import Domain
import Storage

/// How awarded work stood at a moment.
struct EngagementStanding: Sendable {
  /// Who does it, by its identifier.
  let solver: String
  /// The agreed amount, in đồng.
  let amountVND: Int64
  /// What of it was accepted.
  let acceptedVND: Int64
  /// Milestones whose day had passed without anything handed in.
  let overdue: Int
  /// Whether a controlled trial was running.
  let isOnTrial: Bool

  /// Reads the record as it stands in the API, as of a day.
  init(_ json: JSON, on day: String) {
    let milestones = json["milestones"]?.elements ?? []
    func with(_ statuses: Set<Milestone.Status>) -> [JSON] {
      milestones.filter { milestone in
        milestone["status"]?.text.flatMap(Milestone.Status.init(rawValue:))
          .map(statuses.contains) ?? false
      }
    }
    solver = json["organisation"]?.text ?? ""
    amountVND = json["amount_vnd"]?.wholeNumber ?? 0
    acceptedVND = with([.accepted]).reduce(0) { $0 + ($1["amount_vnd"]?.wholeNumber ?? 0) }
    overdue = with([.planned, .returned]).count { ($0["due"]?.text ?? day) < day }
    let trial = json["sandbox"]
    if let start = trial?["start"]?.text, let end = trial?["end"]?.text {
      isOnTrial = start <= day && day <= end
    } else {
      isOnTrial = false
    }
  }
}

/// What an incubator offered at a moment.
struct IncubatorStanding: Sendable {
  /// Programmes in its record.
  let programmes: Int
  /// Mentors in its record, listed one by one or, where it lists fewer, by their number.
  let mentors: Int

  /// Reads the profile as it stands in the API.
  init(_ json: JSON) {
    let own = json["incubator"]
    programmes = own?["programmes"]?.elements?.count ?? 0
    mentors = max(
      own?["mentor_profiles"]?.elements?.count ?? 0, Int(own?["mentors"]?.wholeNumber ?? 0))
  }
}

extension Database {
  /// Acts on one record up to which its log is replayed.
  private static let longestLog = 10_000

  /// The engagements that were going on at a moment, as they stood then.
  mutating func engagementsGoingOn(
    at moment: Instant, limit: Int
  ) throws(DomainError) -> [EngagementStanding] {
    let day = moment.dayInVietnam
    var found: [EngagementStanding] = []
    let state = Engagement.Status.active.rawValue
    for record in try records(of: .engagement, in: state, at: moment, limit: limit) {
      if record.updatedAt <= moment {
        if let now = try engagement(ID(record.id)) {
          found.append(EngagementStanding(now.json(on: day), on: day))
        }
      } else if let then = try replayed(.engagement, record.id, at: moment) {
        found.append(EngagementStanding(then, on: day))
      }
    }
    return found
  }

  /// The incubators that were verified at a moment, as they stood then.
  mutating func incubators(
    at moment: Instant, _ places: Gazetteer, limit: Int
  ) throws(DomainError) -> [IncubatorStanding] {
    var found: [IncubatorStanding] = []
    let state = Organisation.Status.verified.rawValue
    for record in try records(
      of: .organisation, in: state, at: moment, kind: .incubator, limit: limit)
    {
      if record.updatedAt <= moment {
        if let now = try organisation(ID(record.id), places: places) {
          found.append(IncubatorStanding(now.json))
        }
      } else if let then = try replayed(.organisation, record.id, at: moment) {
        found.append(IncubatorStanding(then))
      }
    }
    return found
  }

  /// A record as the audit log has it at a moment; nil where it does not tell.
  private mutating func replayed(
    _ aggregate: Aggregate, _ id: String, at moment: Instant
  ) throws(DomainError) -> JSON? {
    guard let version = try version(of: aggregate, id: id, at: moment) else { return nil }
    return AuditReplay(
      try auditPayloads(of: aggregate, id: id, upTo: version, limit: Self.longestLog)
    ).record
  }
}

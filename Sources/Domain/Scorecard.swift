/// Points by criterion, given by one reviewer or agreed on by all.
package struct Scorecard: Sendable, Equatable {
  /// The points with their remarks, each criterion once, in the order of the plan.
  package var scores: [Score]
  /// A remark on the whole.
  package var remark: String?

  /// The points on one criterion.
  package struct Score: Sendable, Equatable {
    /// Which criterion, by key.
    package let criterion: String
    /// How many, from nothing to the most that the criterion gives.
    package let points: Hundredths
    /// Why, in words.
    package let remark: String?

    /// Points on a criterion.
    package init(criterion: String, points: Hundredths, remark: String? = nil) {
      self.criterion = criterion
      self.points = points
      self.remark = remark
    }
  }

  /// Puts a card together; an empty one by default.
  package init(scores: [Score] = [], remark: String? = nil) {
    self.scores = scores
    self.remark = remark
  }

  /// The points on a criterion; nil where none were given.
  package func points(_ key: String) -> Hundredths? {
    scores.first { $0.criterion == key }?.points
  }

  /// The total on a scale of 100, the sum of what each criterion contributes; nil as long as any
  /// criterion has no points.
  package func total(by plan: ReviewPlan) -> Hundredths? {
    var sum = Hundredths.zero
    for criterion in plan.criteria {
      guard let points = points(criterion.key) else { return nil }
      sum = sum + criterion.contribution(of: points)
    }
    return sum
  }

  /// The criteria without points, as faults of a body that gives them.
  package func gaps(in plan: ReviewPlan) -> [Fault] {
    plan.criteria.filter { points($0.key) == nil }.map {
      Fault("/scores", .missing, found: nil, accepted: $0.key)
    }
  }

  /// Reads a card, leaving aside the members that say more.
  /// - Throws: `DomainError.invalid` with all faults.
  package init(
    _ json: JSON, by plan: ReviewPlan, ignoring ignored: Set<String> = []
  ) throws(DomainError) {
    let log = FaultLog()
    var scores: [Score] = []
    var remark: String?
    if var reader = ObjectReader(json, log: log) {
      for (element, path) in reader.elements("scores", most: ReviewPlan.most) {
        guard let score = Score(element, at: path, by: plan, log) else { continue }
        if scores.contains(where: { $0.criterion == score.criterion }) {
          log.add(Fault(path + "/criterion", .repeated, found: score.criterion))
        }
        scores.append(score)
      }
      remark = reader.text("remark", most: 10_000)
      if scores.isEmpty, log.faults.isEmpty { reader.require("scores", false) }
      reader.finish(ignored: ignored)
    }
    try log.check()
    let given = scores
    self.scores = plan.criteria.compactMap { criterion in
      given.first { $0.criterion == criterion.key }
    }
    self.remark = remark
  }

  /// The card as it stands in the API, with what each score contributes to the total.
  package func members(by plan: ReviewPlan) -> [(String, JSON)] {
    var members: [(String, JSON)] = [
      (
        "scores",
        .array(
          plan.criteria.compactMap { criterion in
            scores.first { $0.criterion == criterion.key }?.json(by: criterion)
          })
      )
    ]
    members.add("remark", remark)
    if let total = total(by: plan) { members.append(("total", total.json)) }
    return members
  }

  /// The card as it is stored.
  package var stored: JSON {
    var members: [(String, JSON)] = [
      ("scores", .array(scores.map { .object(JSONObject($0.members)) }))
    ]
    members.add("remark", remark)
    return .object(JSONObject(members))
  }

  /// Reads what `stored` gave.
  package init(stored json: JSON) {
    scores = (json["scores"]?.elements ?? []).compactMap { entry in
      guard let key = entry["criterion"]?.text, let points = Hundredths(entry["points"] ?? .null)
      else { return nil }
      return Score(criterion: key, points: points, remark: entry["remark"]?.text)
    }
    remark = json["remark"]?.text
  }
}

extension Scorecard.Score {
  /// Reads a score, noting its faults; nil where it has any.
  fileprivate init?(_ json: JSON, at path: String, by plan: ReviewPlan, _ log: FaultLog) {
    guard var reader = ObjectReader(json, path: path, log: log) else { return nil }
    let key = reader.line("criterion", most: PartID.limit)
    reader.accept(["points"])
    let remark = reader.text("remark", most: 5000)
    reader.require("criterion", key != nil)
    reader.finish()
    guard let key else { return nil }
    guard let criterion = plan.criteria.first(where: { $0.key == key }) else {
      log.add(
        Fault(
          path + "/criterion", .notAccepted, found: key,
          accepted: plan.criteria.map(\.key).joined(separator: ", ")))
      return nil
    }
    let written = json["points"] ?? .null
    guard written != .null else {
      log.add(Fault(path + "/points", .missing))
      return nil
    }
    switch written {
    case .integer, .number: break
    default:
      log.add(Fault(path + "/points", .wrongType, found: written.compact, accepted: "number"))
      return nil
    }
    guard let points = Hundredths(written), points <= Hundredths(criterion.maxPoints * 100) else {
      log.add(
        Fault(
          path + "/points", .outOfRange, found: written.compact,
          accepted: "0…\(criterion.maxPoints), 0.01"))
      return nil
    }
    self.init(criterion: key, points: points, remark: remark)
  }

  fileprivate var members: [(String, JSON)] {
    var members: [(String, JSON)] = [
      ("criterion", .string(criterion)), ("points", points.json),
    ]
    members.add("remark", remark)
    return members
  }

  fileprivate func json(by criterion: Criterion) -> JSON {
    .object(
      JSONObject(members + [("contribution", criterion.contribution(of: points).json)]))
  }
}

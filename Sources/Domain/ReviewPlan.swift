/// By what the proposals for a problem are judged, and how: fixed before they are opened, so that
/// nobody can fit the yardstick to what it measures.
package struct ReviewPlan: Sendable, Equatable {
  /// The problem.
  package let problem: ID<Problem>
  /// What is judged, in the order in which people read it; the weights sum to 100.
  package var criteria: [Criterion]
  /// Whether reviewers are not told who proposes.
  package var isBlindToSolver: Bool
  /// Where it comes from: the version of the template, or nil for one of the problem's own.
  package var template: String?
  /// Counts changes from 1; the entity tag. 0 for a template that nobody has fixed yet.
  package var version: Int
  /// When it last changed.
  package var updatedAt: Instant

  /// The most criteria of a plan.
  package static let most = 20

  /// Puts a plan together.
  package init(
    problem: ID<Problem>, criteria: [Criterion], isBlindToSolver: Bool = false,
    template: String? = nil, version: Int = 1, updatedAt: Instant
  ) {
    self.problem = problem
    self.criteria = criteria
    self.isBlindToSolver = isBlindToSolver
    self.template = template
    self.version = version
    self.updatedAt = updatedAt
  }

  /// The states of a problem in which its plan can be changed: until no more proposals come.
  package static let changeable: [Problem.Status] = [.draft, .submitted, .published, .suspended]

  /// The criteria by weight, the heaviest first, those of one weight in their own order: the order
  /// in which they break ties.
  package var byWeight: [Criterion] {
    criteria.enumerated()
      .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
      .map(\.element)
  }

  /// The plan as it stands in the API.
  package var json: JSON {
    var members: [(String, JSON)] = [
      ("problem", .string(problem.text)), ("criteria", .array(criteria.map(\.json))),
      ("blind_to_solver", .bool(isBlindToSolver)),
    ]
    members.add("template", template)
    members.append(("version", JSON(version)))
    members.append(("updated_at", .string(updatedAt.description)))
    return .object(JSONObject(members))
  }
}

/// One thing that proposals are judged by.
package struct Criterion: Sendable, Equatable {
  /// Names it within its plan, a `PartID`.
  package let key: String
  /// What it is called; the English title may be wanting.
  package let title: String
  /// The same in English.
  package let titleEN: String?
  /// Its share of the total, in percent.
  package let weight: Int
  /// The most points that a reviewer can give; points have two decimals at most.
  package let maxPoints: Int
  /// What to look at, in words; the English may be wanting.
  package let guidance: String?
  /// The same in English.
  package let guidanceEN: String?

  /// Puts a criterion together.
  package init(
    key: String, title: String, titleEN: String? = nil, weight: Int, maxPoints: Int,
    guidance: String? = nil, guidanceEN: String? = nil
  ) {
    self.key = key
    self.title = title
    self.titleEN = titleEN
    self.weight = weight
    self.maxPoints = maxPoints
    self.guidance = guidance
    self.guidanceEN = guidanceEN
  }

  /// What so many points contribute to a total of 100: weight × points ÷ most points, rounded to
  /// a hundredth, a half up. The contributions that are shown sum to the total exactly.
  package func contribution(of points: Hundredths) -> Hundredths {
    Hundredths((weight * points.count * 2 + maxPoints) / (maxPoints * 2))
  }

  /// The title in a language, Vietnamese where there is no other.
  package func title(_ language: Language) -> String {
    language == .en ? titleEN ?? title : title
  }

  /// What to look at in a language, Vietnamese where there is no other.
  package func guidance(_ language: Language) -> String? {
    language == .en ? guidanceEN ?? guidance : guidance
  }

  /// The criterion as it stands in the API.
  package var json: JSON {
    var titles: [(String, JSON)] = [("vi", .string(title))]
    titles.add("en", titleEN)
    var members: [(String, JSON)] = [
      ("key", .string(key)), ("title", .object(JSONObject(titles))), ("weight", JSON(weight)),
      ("max_points", JSON(maxPoints)),
    ]
    members.add("guidance", guidance)
    members.add("guidance_en", guidanceEN)
    return .object(JSONObject(members))
  }
}

extension ReviewPlan {
  /// What a client sends to set a plan.
  package struct Input: Sendable, Equatable {
    /// The criteria.
    package let criteria: [Criterion]
    /// Whether reviewers are not told who proposes.
    package let isBlindToSolver: Bool

    /// Reads a plan: one to 20 criteria with keys of their own whose weights sum to 100.
    /// - Throws: `DomainError.invalid` with all faults.
    package init(_ json: JSON) throws(DomainError) {
      let log = FaultLog()
      var criteria: [Criterion] = []
      var isBlind = false
      if var reader = ObjectReader(json, log: log) {
        for (element, path) in reader.elements("criteria", most: ReviewPlan.most) {
          if let criterion = Criterion(element, at: path, log) { criteria.append(criterion) }
        }
        isBlind = reader.bool("blind_to_solver") ?? false
        reader.finish(readOnly: ReviewPlan.readOnly)
      }
      if log.faults.isEmpty {
        if criteria.isEmpty { log.add(Fault("/criteria", .missing)) }
        for (index, criterion) in criteria.enumerated()
        where criteria[..<index].contains(where: { $0.key == criterion.key }) {
          log.add(Fault("/criteria/\(index)/key", .repeated, found: criterion.key))
        }
        let sum = criteria.reduce(0) { $0 + $1.weight }
        if !criteria.isEmpty, sum != 100 {
          log.add(Fault("/criteria", .outOfRange, found: "Σ \(sum)", accepted: "Σ 100"))
        }
      }
      try log.check()
      self.criteria = criteria
      isBlindToSolver = isBlind
    }
  }

  /// Members that the register itself keeps.
  package static let readOnly: Set<String> = ["problem", "template", "version", "updated_at"]
}

extension Criterion {
  /// Reads a criterion, noting its faults; nil where it has any.
  fileprivate init?(_ json: JSON, at path: String, _ log: FaultLog) {
    guard var reader = ObjectReader(json, path: path, log: log) else { return nil }
    var key = reader.line("key", most: PartID.limit)
    if let written = key, !PartID.isValid(written) {
      log.add(Fault(path + "/key", .badFormat, found: written, accepted: PartID.shape))
      key = nil
    }
    let titles = reader.object("title") { title in
      let texts = (title.line("vi", most: 300), title.line("en", most: 300))
      title.require("vi", texts.0 != nil)
      return texts
    }
    let weight = reader.integer("weight", in: 1...100)
    let points = reader.integer("max_points", in: 1...1000)
    let guidance = reader.text("guidance", most: 2000)
    let guidanceEN = reader.text("guidance_en", most: 2000)
    reader.require("key", key != nil)
    reader.require("title", titles != nil)
    reader.require("weight", weight != nil)
    reader.require("max_points", points != nil)
    reader.finish()
    guard let key, let title = titles?.0, let weight, let points else { return nil }
    self.init(
      key: key, title: title, titleEN: titles?.1, weight: weight, maxPoints: points,
      guidance: guidance, guidanceEN: guidanceEN)
  }
}

/// The criteria that hold where a problem has none of its own, as they come with the program.
package struct ReviewTemplate: Sendable, Equatable {
  /// Which version.
  package let version: String
  /// The criteria.
  package let criteria: [Criterion]

  /// Reads the data file.
  /// - Throws: `ReferenceDataError` naming what is wrong with it.
  package init(json: JSON) throws(ReferenceDataError) {
    let source = "review_criteria.json"
    guard let version = json["version"]?.text, let list = json["criteria"] else {
      throw ReferenceDataError(source: source, detail: "version, criteria")
    }
    do { criteria = try ReviewPlan.Input(["criteria": list]).criteria } catch {
      throw ReferenceDataError(source: source, detail: "\(error)")
    }
    self.version = version
  }

  /// The template as the plan of a problem.
  package func plan(for problem: ID<Problem>, version: Int, at now: Instant) -> ReviewPlan {
    ReviewPlan(
      problem: problem, criteria: criteria, template: self.version, version: version,
      updatedAt: now)
  }
}

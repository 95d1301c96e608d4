import Domain
import HTML
import HTTP
import UseCases

/// Points on each criterion of a plan, as reviewers give them and officers agree on them.
struct ScoreForm: Sendable {
  /// The criteria.
  let plan: ReviewPlan
  /// Its name within the page.
  let id: String
  /// Whether each criterion takes a remark of its own.
  let hasRemarks: Bool

  /// The scores that a filled-in form gives; criteria without points and remark are left out.
  func record(from posted: Query) -> JSON {
    var members: [(String, JSON)] = [("scores", .array(given(posted).map { $0.json }))]
    if let remark = posted["remark"]?.trimmed, !remark.isEmpty {
      members.append(("remark", .string(remark)))
    }
    return .object(JSONObject(members))
  }

  /// The error as it concerns this form's fields.
  func own(_ error: DomainError, _ posted: Query) -> DomainError {
    guard case .invalid(let faults) = error else { return error }
    let keys = given(posted).map(\.key)
    return .invalid(
      faults.map { fault in
        let parts = fault.path.split(separator: "/").map(String.init)
        var path = fault.path
        if parts.first == "scores" {
          if parts.count == 3, let number = Int(parts[1]), keys.indices.contains(number) {
            path = "/\(parts[2])/\(keys[number])"
          } else if let key = fault.accepted, plan.criteria.contains(where: { $0.key == key }) {
            path = "/points/" + key
          }
        }
        // Which criterion is missing is told by where the fault leads.
        return Fault(
          path, fault.rule, found: fault.found,
          accepted: fault.rule == .missing ? nil : fault.accepted)
      })
  }

  /// What the fields of each criterion are called, by their place in the form.
  func names(_ visit: Visit) -> [String: String] {
    var names: [String: String] = [:]
    for criterion in plan.criteria {
      let title = criterion.title(visit.language)
      names["points/" + criterion.key] = title
      names["remark/" + criterion.key] = title + ", " + visit.say("score.criterion_remark")
    }
    return names
  }

  private func given(_ posted: Query) -> [(key: String, json: JSON)] {
    plan.criteria.compactMap { criterion in
      let points = posted["points.\(criterion.key)"]?.trimmed ?? ""
      let remark = posted["remark.\(criterion.key)"]?.trimmed ?? ""
      guard !points.isEmpty || !remark.isEmpty else { return nil }
      var members: [(String, JSON)] = [("criterion", .string(criterion.key))]
      if !points.isEmpty { members.append(("points", Self.number(points))) }
      if !remark.isEmpty { members.append(("remark", .string(remark))) }
      return (criterion.key, .object(JSONObject(members)))
    }
  }

  /// Points as people write them, with a comma or a point.
  private static func number(_ text: String) -> JSON {
    if let whole = Int64(text) { return .integer(whole) }
    let plain = text.replacing(",", with: ".")
    let isNumber = plain.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 }
    return isNumber ? Double(plain).map(JSON.number) ?? .string(text) : .string(text)
  }
}

extension Visit {
  /// Fields for points, each beside its criterion's guidance.
  func scoreFields(_ form: ScoreForm, _ held: Scorecard?) -> Node {
    let isTried = refusal != nil && posted[StepForm.marker] == form.id
    var faults: [Fault] = []
    if isTried, case .invalid(let found)? = refusal { faults = found }
    func typed(_ name: String, _ stored: String?) -> String {
      isTried ? posted[name] ?? "" : stored ?? ""
    }
    return .group(
      form.plan.criteria.map { criterion in
        let score = held?.scores.first { $0.criterion == criterion.key }
        return criterionFields(
          form, criterion,
          points: typed(
            "points.\(criterion.key)",
            score.map {
              language == .vi
                ? $0.points.description.replacing(".", with: ",") : $0.points.description
            }),
          remark: typed("remark.\(criterion.key)", score?.remark),
          faults.filter { $0.path == "/points/" + criterion.key })
      } + [
        textArea(
          form.id + "-remark", "remark", say("score.remark"), typed("remark", held?.remark),
          most: 10_000)
      ])
  }

  private func criterionFields(
    _ form: ScoreForm, _ criterion: Criterion, points: String, remark: String, _ faults: [Fault]
  ) -> Node {
    let id = form.id + "-points-" + criterion.key
    return fieldset(.class("criterion")) {
      legend {
        text(criterion.title(language))
        " "
        small(text: say("score.weight", ["weight": String(criterion.weight)]))
      }
      criterion.guidance(language).map { guidance in
        div(.class("help"), .id(id + "-help")) { paragraphs(guidance) }
      }
      div(.class("field")) {
        HTML.label(
          .for(id), text: say("score.points", ["most": String(criterion.maxPoints)]))
        if !faults.isEmpty {
          p(
            .class("fault"), .id(id + "-fault"),
            text: faults.map(sentence).joined(separator: " "))
        }
        input.with(
          [
            .type("text"), .value(points), .id(id), .name("points." + criterion.key),
            .attribute("inputmode", "decimal"), .attribute("maxlength", "10"),
            .attribute("size", "6"),
          ]
            + (criterion.guidance(language) == nil ? [] : [.aria("describedby", id + "-help")])
            + (faults.isEmpty ? [] : [.aria("invalid", "true")])
        ) {}
      }
      if form.hasRemarks {
        textArea(
          form.id + "-remark-" + criterion.key, "remark." + criterion.key,
          say("score.criterion_remark"), remark, most: 5000, rows: 2)
      }
    }
  }

  /// Several lines of text with their label.
  func textArea(
    _ id: String, _ name: String, _ label: String, _ typed: String, most: Int, rows: Int = 4,
    isRequired: Bool = false
  ) -> Node {
    div(.class("field")) {
      HTML.label(.for(id), text: label)
      textarea(
        .id(id), .name(name), .attribute("rows", String(rows)),
        .attribute("maxlength", String(most)), .flag("required", isRequired)
      ) { typed }
    }
  }

  /// The criteria of a plan, to read.
  func criteria(of plan: ReviewPlan) -> Node {
    .group([
      dataTable(
        ["minutes.criterion", "minutes.weight", "minutes.max_points", "minutes.guidance"],
        caption: say("minutes.criteria"),
        rows: plan.criteria.map { criterion in
          [
            text(criterion.title(language)), .text("\(criterion.weight)\u{A0}%"),
            .text(String(criterion.maxPoints)), criterion.guidance(language).map(text) ?? "–",
          ]
        }),
      plan.isBlindToSolver ? p(text: say("minutes.blind")) : .nothing,
    ])
  }

  /// Points as people read them.
  func points(_ points: Hundredths) -> String {
    language == .vi ? points.description.replacing(".", with: ",") : points.description
  }
}

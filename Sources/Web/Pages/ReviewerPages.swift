import Domain
import HTML
import HTTP
import UseCases

/// `/reviews`: what a reviewer is asked to judge.
extension Site {
  /// The table of these pages, confidential, since they tell of proposals.
  var reviewerPages: [Route] {
    let one = "/reviews/{id}"
    func route(_ method: Method, _ path: String, _ handler: @escaping Handler) -> Route {
      Route(method, path, isConfidential: true, handler)
    }
    return [
      route(.GET, "/reviews", page(reviewer(listOwnReviews))),
      route(.GET, "/reviews/files/{id}", page(reviewer(handOutReviewedFile))),
      route(.GET, one, page(reviewer(showOwnReview))),
      route(.POST, one + "/declare", submission(reviewer(declareOwnReview))),
      route(.POST, one + "/scores", submission(reviewer(scoreOwnReview))),
      route(.POST, one + "/lock", submission(reviewer(lockOwnReview))),
      route(.POST, one + "/recuse", submission(reviewer(recuseFromReview))),
    ]
  }

  private func reviewer(_ action: @escaping PageAction) -> PageAction {
    { visit throws(DomainError) in
      guard visit.actor.isKnown else { throw .unauthenticated }
      guard visit.actor.role == .reviewer else {
        throw .forbidden(action: "reviews", needs: ["reviewer"])
      }
      return try action(visit)
    }
  }

  func listOwnReviews(_ visit: Visit) throws(DomainError) -> Response {
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    let found = try registry.reviews(page: try query.page(of: "own-reviews"), by: visit.actor)
    let problems = try registry.problems(
      Array(Set(found.items.map(\.review.problem))), by: visit.actor)
    let rows: [[Node]] = found.items.map { record in
      let problem = problems[record.review.problem]
      // Those for one problem are told apart by numbers, since proposers are not named here.
      let same = found.items.map(\.review).filter { $0.problem == record.review.problem }
        .map(\.id.text).sorted()
      let number = (same.firstIndex(of: record.review.id.text) ?? 0) + 1
      return [
        a(.href("/reviews/" + record.review.id.text)) {
          visit.text(problem?.statement.title ?? "–")
          if same.count > 1 {
            " – " + visit.say("reviews.number", ["number": String(number)])
          }
        },
        span(.class("code"), text: problem?.code ?? "–"), visit.badge(record.review.status),
        visit.moment(record.review.updatedAt),
      ]
    }
    let next = found.next.map { Cursor.encode("own-reviews", $0) }
    return visit.show(
      WebPage(visit.say("nav.reviews"), lead: visit.say("reviews.lead")) {
        if rows.isEmpty {
          p(.class("nothing"), text: visit.say("reviews.none"))
        } else {
          visit.dataTable(
            ["desk.problem.name", "proposals.code", "proposals.status", "proposals.updated"],
            caption: visit.say("nav.reviews"), rows: rows)
          visit.nextPage(next)
        }
      })
  }

  func showOwnReview(_ visit: Visit) throws(DomainError) -> Response {
    let record = try registry.review(ID(visit.parameter("id")), by: visit.actor)
    let review = record.review
    let problem = try registry.problem(review.problem.text, by: visit.actor)
    let plan = try registry.reviewPlan(of: problem.id.text, by: visit.actor)
    let events = Review.lifecycle.events(
      from: review.status, as: visit.actor.parties(towards: review))
    let json = record.json
    var page = WebPage(visit.say("reviews.title"), lead: problem.statement.title) {
      visit.refusedStep(
        ScoreForm(plan: plan, id: "scores", hasRemarks: true).names(visit))
      p(.class("line")) {
        visit.badge(review.status)
        a(.href(problem.path), text: visit.say("proposal.to_problem"))
      }
      visit.standing(of: review)
      visit.solver(json["solver"])
      if events.contains(.declare) { visit.declarationForm(review) }
      visit.material(json["material"])
      if events.contains(.score) {
        visit.scoring(review, plan, mayLock: events.contains(.lock))
      } else {
        visit.part("minutes.criteria", [visit.criteria(of: plan)])
        if review.status == .locked { visit.part("reviews.given", [visit.given(review, plan)]) }
      }
      if events.contains(.recuse) {
        visit.stepForm(
          StepForm(
            id: "recuse", path: "/reviews/\(review.id)/recuse", label: visit.say("reviews.recuse"),
            hidden: [("version", String(review.version))], fields: [Visit.reasonField()]))
      }
    }
    page.trail = [("/reviews", visit.say("nav.reviews"))]
    return visit.show(page)
  }

  /// Takes a step with a review; where it is refused, its page is shown again.
  private func reviewing(
    _ visit: Visit, done: String, _ step: (ID<Review>) throws(DomainError) -> Void
  ) throws(DomainError) -> Response {
    try take(visit, again: showOwnReview) { () throws(DomainError) in
      let id = ID<Review>(visit.parameter("id"))
      try step(id)
      return try visit.goOn(to: "/reviews/" + id.text, done: done)
    }
  }

  func declareOwnReview(_ visit: Visit) throws(DomainError) -> Response {
    try reviewing(visit, done: "declared") { (id) throws(DomainError) in
      _ = try registry.declare(
        id, visit.record(["conflict", "grounds"]), expecting: visit.expectedVersion,
        by: visit.actor)
    }
  }

  func scoreOwnReview(_ visit: Visit) throws(DomainError) -> Response {
    let isLast = visit.posted["then"] == "lock"
    return try reviewing(visit, done: isLast ? "locked" : "draft_saved") {
      (id) throws(DomainError) in
      let before = try registry.review(id, by: visit.actor).review
      let plan = try registry.reviewPlan(of: before.problem.text, by: visit.actor)
      let form = ScoreForm(plan: plan, id: "scores", hasRemarks: true)
      do throws(DomainError) {
        let scored = try registry.score(
          id, form.record(from: visit.posted), expecting: visit.expectedVersion, by: visit.actor)
        if isLast {
          _ = try registry.lock(id, expecting: scored.review.version, by: visit.actor)
        }
      } catch { throw form.own(error, visit.posted) }
    }
  }

  func lockOwnReview(_ visit: Visit) throws(DomainError) -> Response {
    try reviewing(visit, done: "locked") { (id) throws(DomainError) in
      _ = try registry.lock(id, expecting: visit.expectedVersion, by: visit.actor)
    }
  }

  func recuseFromReview(_ visit: Visit) throws(DomainError) -> Response {
    try reviewing(visit, done: "recused") { (id) throws(DomainError) in
      _ = try registry.end(
        id, .recuse, reason: visit.filled("reason"), expecting: visit.expectedVersion,
        by: visit.actor)
    }
  }

  func handOutReviewedFile(_ visit: Visit) throws(DomainError) -> Response {
    try fileResponse(try registry.content(of: ID(visit.parameter("id")), by: visit.actor))
  }
}

extension Visit {
  /// Where a review stands, in words.
  fileprivate func standing(of review: Review) -> Node {
    let isTheirs = [.assigned, .declared, .scored].contains(review.status)
    return div(.class(Tone(review.status).box(isTheirs: isTheirs))) {
      p(text: say("reviews.standing.\(review.status.rawValue)"))
      review.bar.map { bar in p(text: word(bar.kind)) }
      review.statusReason.map { reason in
        p {
          strong(text: say("organisation.reason") + " ")
          text(reason)
        }
      }
    }
  }

  /// Who proposes, as far as the reviewer is told.
  fileprivate func solver(_ solver: JSON?) -> Node {
    guard let solver, let name = solver["name"]?.text else { return .nothing }
    let partners = (solver["partners"]?.elements ?? []).compactMap { $0["name"]?.text }
    return part(
      "reviews.solver",
      [
        p { strong { text(name) } },
        partners.isEmpty
          ? .nothing : p(text: say("proposal.partners") + ": " + partners.joined(separator: ", ")),
      ])
  }

  fileprivate func declarationForm(_ review: Review) -> Node {
    let chosen = refusal == nil ? nil : posted["conflict"]
    return section {
      h2(text: say("reviews.declare"))
      p(text: say("reviews.declare.help"))
      postForm("/reviews/\(review.id)/declare") {
        hiddenField(StepForm.marker, "declare")
        versionField(review.version)
        fieldset(.class("field"), .id("declare-conflict")) {
          legend(text: say("reviews.conflict"))
          for conflict in Review.Declaration.Conflict.allCases {
            div {
              HTML.label {
                input(
                  .type("radio"), .name("conflict"), .value(conflict.rawValue), .flag("required"),
                  .flag("checked", chosen == conflict.rawValue))
                " " + word(conflict)
              }
            }
          }
        }
        textArea(
          "declare-grounds", "grounds", say("reviews.grounds"),
          refusal == nil ? "" : posted["grounds"] ?? "", most: 5000)
        button(text: say("reviews.declare"))
      }
    }
  }

  /// What is offered, without its proposer where the review is blind.
  fileprivate func material(_ material: JSON?) -> Node {
    guard let material else { return .nothing }
    func number(_ name: String) -> Int64? {
      if case .integer(let number)? = material[name] { number } else { nil }
    }
    let files = (material["attachments"]?.elements ?? []).compactMap {
      file -> (id: String, name: String, size: Int)? in
      guard let id = file["file"]?.text, let name = file["name"]?.text,
        case .integer(let size)? = file["size"]
      else { return nil }
      return (id, name, Int(size))
    }
    return part(
      "proposal.offer",
      [
        material["may_name_solver"] == true
          ? p(.class("help"), text: say("minutes.blind")) : .nothing,
        material["approach"]?.text.map { paragraphs($0) } ?? .nothing,
        facts([
          ("form.proposal.cost_vnd", number("cost_vnd").map { .text(money($0)) }),
          (
            "form.proposal.duration_months",
            number("duration_months").map { .text(say("proposal.months", ["count": String($0)])) }
          ),
          ("form.proposal.trl", number("trl").map { .text(say("trl.\($0)")) }),
        ]),
        fileList(files, at: "/reviews/files/"),
      ])
  }

  fileprivate func scoring(_ review: Review, _ plan: ReviewPlan, mayLock: Bool) -> Node {
    section {
      h2(text: say("reviews.scores"))
      p(text: say("reviews.scores.help"))
      postForm("/reviews/\(review.id)/scores", .data("keep", "true")) {
        hiddenField(StepForm.marker, "scores")
        versionField(review.version)
        scoreFields(ScoreForm(plan: plan, id: "scores", hasRemarks: true), review.scorecard)
        div(.class("actions")) {
          button(.class("second"), .name("then"), .value("save"), text: say("reviews.save"))
          button(.name("then"), .value("lock"), text: say("reviews.lock"))
          p(.class("help"), text: say("reviews.lock.help"))
        }
      }
    }
  }

  /// The scores that were given for good.
  fileprivate func given(_ review: Review, _ plan: ReviewPlan) -> Node {
    .group([
      dataTable(
        ["minutes.criterion", "minutes.scores", "minutes.remark"], caption: say("reviews.given"),
        rows: plan.criteria.map { criterion in
          let score = review.scorecard.scores.first { $0.criterion == criterion.key }
          return [
            text(criterion.title(language)), .text(score.map { points($0.points) } ?? "–"),
            score?.remark.map(text) ?? "–",
          ]
        }),
      p {
        strong(
          text: say("minutes.total") + ": "
            + (review.scorecard.total(by: plan).map(points) ?? "–"))
      },
    ])
  }
}

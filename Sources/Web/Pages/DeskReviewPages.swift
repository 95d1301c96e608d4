import Domain
import HTML
import HTTP
import UseCases

/// `/desk/problems/{id}/review`: criteria, reviewers, ranking, decisions and feedback.
extension Site {
  /// The table of these pages, confidential, since they tell of proposals.
  var deskReviewPages: [Route] {
    let one = "/desk/problems/{id}"
    func route(_ method: Method, _ path: String, _ handler: @escaping Handler) -> Route {
      Route(method, path, isConfidential: true, handler)
    }
    return [
      route(.GET, one + "/review", page(officer(showReviewing))),
      route(.GET, one + "/minutes", page(officer(showMinutes))),
      route(.POST, one + "/criteria", submission(officer(submitCriteria))),
      route(.POST, one + "/reviewers", submission(officer(submitReviewers))),
      route(.POST, one + "/reviews", submission(officer(endOneReview))),
      route(.POST, one + "/consensus", submission(officer(submitConsensus))),
      route(.POST, one + "/feedback", submission(officer(submitFeedback))),
    ]
  }

  private static let mostReviews = 100

  func showReviewing(_ asked: Visit) throws(DomainError) -> Response {
    let problem = try registry.problem(asked.parameter("id"), by: asked.actor)
    let visit = try asked.deciding(on: problem)
    let plan = try registry.reviewPlan(of: problem.id.text, by: visit.actor)
    let isOpened = try opening(of: problem, visit) != nil
    let isKept = try registry.isCompetitionKept(from: visit.actor, of: problem.id)
    let deliberation =
      isOpened && !isKept
      ? try registry.deliberation(on: problem.id.text, by: visit.actor) : nil
    let reviews =
      deliberation != nil
      ? try registry.reviews(
        problem: problem.id.text, page: PageRequest(limit: Self.mostReviews), by: visit.actor
      ).items : []
    let people = isOpened ? try registry.reviewers(by: visit.actor) : []
    let documents = try visit.issuedDocuments()
    let next = try visit.nextStep(of: problem, on: "/review")
    var page = WebPage(visit.say("desk.tab.review"), lead: problem.statement.title) {
      visit.refusedStep(ScoreForm(plan: plan, id: "", hasRemarks: false).names(visit))
      visit.problemLine(problem)
      visit.problemTabs(problem, "/review")
      visit.barredNotice
      next
      visit.problemStepsPart(problem, documents)
      visit.part(
        "minutes.criteria",
        [
          visit.criteria(of: plan),
          ReviewPlan.changeable.contains(problem.status) && !visit.isBarred
            ? visit.criteriaForm(plan, problem) : .nothing,
        ])
      if let deliberation {
        visit.part("review.reviewers", visit.reviewers(deliberation, reviews, people))
        visit.part("minutes.ranking", visit.ranking(deliberation))
        for entry in deliberation.cases { visit.deliberated(entry, deliberation) }
        p(.class("actions")) {
          a(
            .class("button second"), .href(problem.deskPath + "/minutes"),
            text: visit.say("review.minutes"))
        }
      } else {
        p(.class("notice"), text: visit.say(isKept ? "review.tied" : "review.not_opened"))
      }
    }
    page.trail = visit.trail(of: problem)
    page.isWide = true
    return visit.show(page)
  }

  /// The minutes to print and sign, in the language of the pages.
  func showMinutes(_ visit: Visit) throws(DomainError) -> Response {
    let deliberation = try registry.deliberation(on: visit.parameter("id"), by: visit.actor)
    return .bytes(
      MinutesPage(
        deliberation: deliberation, messages: messages, codes: registry.codes,
        language: visit.language
      ).bytes, type: .html)
  }

  /// Takes a step of the review; where it is refused, the page is shown again.
  private func reviewing(
    _ visit: Visit, done: String, _ step: (String) throws(DomainError) -> Void
  ) throws(DomainError) -> Response {
    try take(visit, again: showReviewing) { () throws(DomainError) in
      let id = visit.parameter("id")
      try step(id)
      return try visit.goOn(to: "/desk/problems/\(id)/review", done: done)
    }
  }

  func submitCriteria(_ visit: Visit) throws(DomainError) -> Response {
    try reviewing(visit, done: "saved") { (id) throws(DomainError) in
      let typed = Visit.criteriaFields.record(from: FormValues(visit.posted))
      let criteria = (typed["criteria"]?.elements ?? []).map { row in
        guard case .object(var object) = row else { return row }
        var title: [(String, JSON)] = []
        if let text = object["title"] { title.append(("vi", text)) }
        if let text = object["title_en"] { title.append(("en", text)) }
        object["title"] = title.isEmpty ? nil : .object(JSONObject(title))
        object["title_en"] = nil
        return .object(object)
      }
      _ = try registry.setReviewPlan(
        of: id, typed.merging(["criteria": .array(criteria)]), expecting: visit.expectedVersion,
        by: visit.actor)
    }
  }

  func submitReviewers(_ visit: Visit) throws(DomainError) -> Response {
    try reviewing(visit, done: "assigned") { (id) throws(DomainError) in
      let typed = Form(name: "step", fields: Visit.reviewerFields([]))
        .record(from: FormValues(visit.posted))
      let named = ["reviewers", "accounts"].flatMap { typed[$0]?.elements ?? [] }
      _ = try registry.assignReviewers(
        to: id, named.isEmpty ? [:] : ["accounts": .array(named)], by: visit.actor,
        key: visit.formKey)
    }
  }

  func endOneReview(_ visit: Visit) throws(DomainError) -> Response {
    try reviewing(visit, done: "decided") { (_) throws(DomainError) in
      guard let event = visit.filled("act").flatMap(Review.Event.init(rawValue:)),
        [.recuse, .waive].contains(event)
      else { throw .invalid([Fault("/act", .missing)]) }
      _ = try registry.end(
        ID(visit.filled("review") ?? ""), event, reason: visit.filled("reason"),
        expecting: visit.expectedVersion, by: visit.actor)
    }
  }

  func submitConsensus(_ visit: Visit) throws(DomainError) -> Response {
    try reviewing(visit, done: "saved") { (id) throws(DomainError) in
      let plan = try registry.reviewPlan(of: id, by: visit.actor)
      let proposal = ID<Proposal>(visit.filled("proposal") ?? "")
      let form = ScoreForm(plan: plan, id: "consensus-\(proposal)", hasRemarks: false)
      let record = form.record(from: visit.posted).merging(visit.record(["reason"]))
      do throws(DomainError) {
        _ = try registry.setConsensus(
          on: proposal, record, expecting: visit.expectedVersion, by: visit.actor)
      } catch { throw form.own(error, visit.posted) }
    }
  }

  func submitFeedback(_ visit: Visit) throws(DomainError) -> Response {
    try reviewing(visit, done: "saved") { (_) throws(DomainError) in
      _ = try registry.setFeedback(
        on: ID(visit.filled("proposal") ?? ""), visit.record(["text"]),
        expecting: visit.expectedVersion, by: visit.actor)
    }
  }
}

extension Visit {
  /// The form of a plan.
  static let criteriaFields = Form(
    name: "step",
    fields: [
      FormField(
        member: "criteria",
        kind: .rows(
          [
            FormField(member: "key", kind: .line(most: 40)),
            FormField(member: "title", kind: .line(most: 300)),
            FormField(member: "title_en", kind: .line(most: 300)),
            FormField(member: "weight", kind: .number(1...100)),
            FormField(member: "max_points", kind: .number(1...1000)),
            FormField(member: "guidance", kind: .text(most: 2000)),
            FormField(member: "guidance_en", kind: .text(most: 2000)),
          ], most: ReviewPlan.most)),
      FormField(member: "blind_to_solver", kind: .flag),
    ])

  /// The states in which something can still be said about opened proposals.
  private static let judgedStates: [Problem.Status] = [.closed, .reviewing]

  /// Whom to name as reviewers: some of those who can be asked, and others by their addresses.
  static func reviewerFields(_ known: [Account]) -> [FormField] {
    let choices = known.map { account in
      FormField.Choice(code: account.id.text, name: "\(account.name) (\(account.email))")
    }
    return [
      FormField(member: "reviewers", kind: .choices(choices)),
      FormField(member: "accounts", kind: .lines(most: 10_000)),
    ]
  }

  fileprivate func criteriaForm(_ plan: ReviewPlan, _ problem: Problem) -> Node {
    let rows = plan.criteria.map { criterion -> JSON in
      var members: [(String, JSON)] = [
        ("key", .string(criterion.key)), ("title", .string(criterion.title)),
        ("weight", JSON(criterion.weight)), ("max_points", JSON(criterion.maxPoints)),
      ]
      if let text = criterion.titleEN { members.append(("title_en", .string(text))) }
      if let text = criterion.guidance { members.append(("guidance", .string(text))) }
      if let text = criterion.guidanceEN { members.append(("guidance_en", .string(text))) }
      return .object(JSONObject(members))
    }
    let record: JSON = ["criteria": .array(rows), "blind_to_solver": .bool(plan.isBlindToSolver)]
    return stepForm(
      StepForm(
        id: "criteria", path: problem.deskPath + "/criteria", label: say("review.set_criteria"),
        hidden: [("version", String(plan.version))], fields: Self.criteriaFields.fields,
        values: FormValues(record: record, form: Self.criteriaFields)))
  }

  /// Who reviews what, how far each is, and the form to name more.
  fileprivate func reviewers(
    _ deliberation: Deliberation, _ reviews: [ReviewRecord], _ people: [Account]
  ) -> [Node] {
    let names = Dictionary(
      deliberation.cases.map { ($0.proposal.id, $0.organisation) },
      uniquingKeysWith: { first, _ in first })
    let path = deliberation.problem.deskPath
    let isOver = !Self.judgedStates.contains(deliberation.problem.status)
    let rows: [[Node]] = reviews.map { (record: ReviewRecord) -> [Node] in
      let review = record.review
      let events = Review.lifecycle.events(
        from: review.status, as: actor.parties(towards: review)
      ).filter { !isOver && ($0 == .recuse || $0 == .waive) }
      return [
        text(names[review.proposal] ?? "–"), text(record.reviewerName ?? "–"),
        .group([
          badge(review.status),
          review.bar.map { .text(" " + word($0.kind)) } ?? .nothing,
          review.statusReason.map { reason in p(.class("help")) { text(reason) } } ?? .nothing,
        ]),
        div(.class("steps")) {
          for event in events {
            stepForm(
              StepForm(
                id: "\(event.rawValue)-\(review.id)", path: path + "/reviews", label: word(event),
                hidden: [
                  ("act", event.rawValue), ("review", review.id.text),
                  ("version", String(review.version)),
                ], fields: [Self.reasonField()]))
          }
        },
      ]
    }
    let asked = Set(reviews.map(\.review.reviewer))
    let free = people.filter { !asked.contains($0.id) }
    return [
      rows.isEmpty
        ? p(.class("nothing"), text: say("review.none"))
        : dataTable(
          ["minutes.proposal", "minutes.reviewer", "minutes.status", "desk.steps"],
          caption: say("review.reviewers"), rows: rows),
      isOver
        ? .nothing
        : stepForm(
          StepForm(
            id: "assign", path: path + "/reviewers", label: say("review.assign"),
            fields: Self.reviewerFields(free).filter { $0.member == "accounts" || !free.isEmpty })),
    ]
  }

  fileprivate func ranking(_ deliberation: Deliberation) -> [Node] {
    let rows: [[Node]] = deliberation.cases.map { entry in
      let standing = entry.standing
      let notes = [
        standing?.isTied == true ? say("minutes.tied") : nil,
        standing.map { $0.isThin && !$0.totals.isEmpty } == true ? say("minutes.thin") : nil,
      ].compactMap(\.self).joined(separator: ", ")
      let spread = [standing?.min, standing?.max].compactMap(\.self).map(points)
        .joined(separator: "–")
      return [
        .text(standing?.rank.map(String.init) ?? "–"),
        a(.href("#c-" + entry.proposal.id.text)) { text(entry.organisation) },
        badge(entry.proposal.status),
        .group([
          strong(text: standing?.score.map(points) ?? "–"),
          notes.isEmpty ? .nothing : small(text: " (\(notes))"),
        ]),
        .text(standing?.mean.map(points) ?? "–"), .text(spread.isEmpty ? "–" : spread),
        .text(standing?.deviation.map(points) ?? "–"),
        .text(String(standing?.totals.count ?? 0)),
        .text(entry.proposal.offer?.costVND.map(money) ?? "–"),
      ]
    }
    return [
      p(.class("help"), text: say("minutes.rules")),
      deliberation.isComplete ? .nothing : p(.class("notice"), text: say("minutes.incomplete")),
      dataTable(
        [
          "minutes.rank", "minutes.proposal", "minutes.status", "minutes.score", "minutes.mean",
          "review.range", "minutes.spread", "minutes.counted", "minutes.cost",
        ], caption: say("minutes.ranking"), rows: rows),
    ]
  }

  /// One proposal in the deliberation: its scores, the consensus, the decision and the feedback.
  fileprivate func deliberated(_ entry: Deliberation.Case, _ all: Deliberation) -> Node {
    let (proposal, plan) = (entry.proposal, all.plan)
    let consensus = entry.consensus.last
    let rows: [[Node]] = entry.counted.map { review, name in
      [text(name)]
        + plan.criteria.map { .text(review.scorecard.points($0.key).map(points) ?? "–") }
        + [strong(text: review.scorecard.total(by: plan).map(points) ?? "–")]
    }
    let path = all.problem.deskPath
    let isOver = !Self.judgedStates.contains(all.problem.status)
    let mayAgree =
      !isOver && !isBarred && proposal.status != .inadmissible && !entry.counted.isEmpty
      && !entry.reviews.contains { $0.review.status.isOwed }
    return section(.class("card"), .id("c-" + proposal.id.text)) {
      h2 { text(entry.organisation) }
      p(.class("line")) {
        badge(proposal.status)
        a(.href(path + "/proposals#p-" + proposal.id.text), text: say("review.offer"))
      }
      standing(of: entry, in: all)
      if !rows.isEmpty { scoreTable(plan, rows) }
      if let consensus {
        p(.class("help"), text: say("review.consensus.counts"))
        facts([
          ("minutes.consensus", .text(consensus.scorecard.total(by: plan).map(points) ?? "–")),
          ("minutes.remark", consensus.scorecard.remark.map(text)),
        ])
      }
      entry.feedback.map { feedback in
        Node.group([h3(text: say("minutes.feedback")), paragraphs(feedback.text)])
      }
      if mayAgree { consensusForm(entry, plan, path) }
      if !isOver, !isBarred { feedbackForm(entry, path) }
      if !isOver, !isBarred { selectionHint(entry) }
      judgements(proposal, on: "review", isFirst: entry.isFirstAlone)
    }
  }

  private func scoreTable(_ plan: ReviewPlan, _ rows: [[Node]]) -> Node {
    div(
      .class("scroll"), .role("region"), .aria("label", say("minutes.scores")),
      .attribute("tabindex", "0")
    ) {
      HTML.table {
        caption(.class("hidden"), text: say("minutes.scores"))
        thead {
          tr {
            th(.attribute("scope", "col"), text: say("minutes.reviewer"))
            for criterion in plan.criteria {
              th(.attribute("scope", "col")) { text(criterion.title(language)) }
            }
            th(.attribute("scope", "col"), text: say("minutes.total"))
          }
        }
        tbody { for row in rows { tr { for cell in row { td { cell } } } } }
      }
    }
  }

  private func consensusForm(
    _ entry: Deliberation.Case, _ plan: ReviewPlan, _ path: String
  ) -> Node {
    let id = "consensus-" + entry.proposal.id.text
    let isTried = refusal != nil && posted[StepForm.marker] == id
    let isChange = !entry.consensus.isEmpty
    return details(.class("step"), .flag("open", isTried)) {
      summary(text: say("review.consensus"))
      postForm(path + "/consensus") {
        hiddenField(StepForm.marker, id)
        hiddenField("proposal", entry.proposal.id.text)
        hiddenField("version", String(entry.consensus.count))
        scoreFields(
          ScoreForm(plan: plan, id: id, hasRemarks: false), entry.consensus.last?.scorecard)
        if isChange {
          textArea(
            id + "-reason", "reason", say("form.step.reason"),
            isTried ? posted["reason"] ?? "" : "", most: 5000, isRequired: true)
        }
        button(text: say("review.consensus"))
      }
    }
  }

  private func feedbackForm(_ entry: Deliberation.Case, _ path: String) -> Node {
    let id = "feedback-" + entry.proposal.id.text
    let isTried = refusal != nil && posted[StepForm.marker] == id
    return details(.class("step"), .flag("open", isTried)) {
      summary(text: say("review.feedback"))
      postForm(path + "/feedback") {
        hiddenField(StepForm.marker, id)
        hiddenField("proposal", entry.proposal.id.text)
        if let feedback = entry.feedback { hiddenField("version", String(feedback.version)) }
        textArea(
          id + "-text", "text", say("review.feedback.text"),
          isTried ? posted["text"] ?? "" : entry.feedback?.text ?? "", most: 20_000,
          isRequired: true)
        button(.class("second"), text: say("review.feedback"))
      }
    }
  }
}

import Domain
import HTML
import HTTP
import UseCases

/// `/my/cohorts`: the intakes of an incubator, from the draft to the last graduate.
extension Site {
  /// The table of these pages.
  var incubatorCohortPages: [Route] {
    let base = "/my/cohorts"
    return [
      Route(.GET, base, page(member(of: .incubator, listMyCohorts))),
      Route(.GET, base + "/new", page(member(of: .incubator, showNewCohort))),
      Route(.POST, base + "/new", submission(member(of: .incubator, submitNewCohort))),
      Route(.GET, base + "/{id}", page(member(of: .incubator, showMyCohort))),
      Route(.GET, base + "/{id}/edit", page(member(of: .incubator, editMyCohort))),
      Route(.POST, base + "/{id}/edit", submission(member(of: .incubator, submitMyCohort))),
      Route(.POST, base + "/{id}/move", submission(member(of: .incubator, moveMyCohort))),
    ] + incubatorApplicationPages
  }

  private func cohortForm(_ visit: Visit, _ own: Organisation?) -> Form {
    let programmes = (own?.profile.incubator?.programmes ?? [])
      .map { FormField.Choice(code: $0.id, name: $0.title) }
    let terms = [
      FormField(member: "name", kind: .line(most: TextLimit.name), isRequired: true),
      FormField(member: "opens", kind: .moment, isRequired: true),
      FormField(member: "closes", kind: .moment, isRequired: true),
      FormField(member: "capacity", kind: .number(1...10_000), isRequired: true),
    ]
    return Form(
      name: "cohort",
      fields: own == nil
        ? terms
        : [FormField(member: "programme", kind: .choice(programmes), isRequired: true)] + terms)
  }

  func listMyCohorts(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    let page = try registry.cohorts(
      incubator: own.id.text, page: try query.page(of: "cohorts"), by: visit.actor)
    let next = page.next.map { Cursor.encode("cohorts", $0) }
    let mayEdit = visit.actor.parties(towards: own.id).contains(.owner)
    return visit.show(
      WebPage(visit.say("cohorts.title"), lead: visit.say("cohorts.lead")) {
        if own.profile.incubator?.programmes.isEmpty ?? true {
          p(.class("notice")) {
            visit.say("cohorts.no_programme") + " "
            a(.href("/my/programmes"), text: visit.say("programmes.title"))
          }
        } else if mayEdit {
          p { a(.class("button"), .href("/my/cohorts/new"), text: visit.say("cohorts.new")) }
        }
        if page.items.isEmpty {
          p(.class("nothing"), text: visit.say("cohorts.none"))
        } else {
          visit.cohortTable(page.items, own)
        }
        visit.nextPage(next)
      })
  }

  func showNewCohort(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let form = cohortForm(visit, own)
    let chosen = visit.request.query["programme"].map { Query([("programme", $0)]) }
    return visit.show(
      newCohortPage(visit, FormState(form: form, values: chosen.map { FormValues($0) } ?? .init())))
  }

  private func newCohortPage(_ visit: Visit, _ state: FormState) -> WebPage {
    var page = WebPage(visit.say("cohorts.new"), lead: visit.say("cohorts.new.lead")) {
      visit.problems(of: state)
      visit.postForm("/my/cohorts/new", .data("keep", "true")) {
        visit.fields(of: state)
        button(text: visit.say("cohorts.draft"))
      }
    }
    page.trail = [("/my/cohorts", visit.say("cohorts.title"))]
    return page
  }

  func submitNewCohort(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let form = cohortForm(visit, own)
    let made: CohortRecord
    do throws(DomainError) {
      made = try registry.createCohort(
        form.record(from: FormValues(visit.posted)), by: visit.actor, key: visit.formKey)
    } catch {
      return try visit.again(form, error) { newCohortPage(visit, $0) }
    }
    return try visit.goOn(to: "/my/cohorts/" + made.cohort.id.text, done: "draft_saved")
  }

  /// One of one's own cohorts.
  /// - Throws: `.notFound` for those of others.
  func ownCohort(_ visit: Visit, _ own: Organisation) throws(DomainError) -> CohortRecord {
    let record = try registry.cohort(ID(visit.parameter("id")), by: visit.actor)
    guard record.cohort.incubator == own.id else {
      throw .notFound(aggregate: "cohort", id: visit.parameter("id"))
    }
    return record
  }

  func editMyCohort(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let (record, form) = (try ownCohort(visit, own), cohortForm(visit, nil))
    let values = FormValues(record: record.json, form: form)
    return visit.show(editCohortPage(visit, record.cohort, FormState(form: form, values: values)))
  }

  private func editCohortPage(_ visit: Visit, _ cohort: Cohort, _ state: FormState) -> WebPage {
    let path = "/my/cohorts/" + cohort.id.text
    var page = WebPage(visit.say("cohorts.edit"), lead: cohort.terms.name) {
      visit.problems(of: state)
      if cohort.status == .announced {
        p(.class("notice"), text: visit.say("cohorts.edit.announced"))
      }
      visit.postForm(path + "/edit", .data("keep", "true")) {
        visit.versionField(cohort.version)
        visit.fields(of: state)
        button(text: visit.say("organisation.save"))
      }
    }
    page.trail = [("/my/cohorts", visit.say("cohorts.title")), (path, cohort.terms.name)]
    return page
  }

  func submitMyCohort(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let (before, form) = (try ownCohort(visit, own), cohortForm(visit, nil))
    let path = "/my/cohorts/" + before.cohort.id.text
    do throws(DomainError) {
      let typed = FormValues(visit.posted)
      let missing = form.missing(in: typed)
      guard missing.isEmpty else { throw .invalid(missing) }
      _ = try registry.updateCohort(
        before.cohort.id, patch: form.patch(from: typed, of: before.json),
        expecting: visit.expectedVersion, by: visit.actor)
    } catch {
      return try visit.again(form, error) { editCohortPage(visit, before.cohort, $0) }
    }
    return try visit.goOn(to: path, done: "saved")
  }

  func moveMyCohort(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let before = try ownCohort(visit, own)
    guard let event = visit.filled("event").flatMap(Cohort.Event.init(rawValue:)) else {
      return try visit.goOn(to: "/my/cohorts/" + before.cohort.id.text)
    }
    do throws(DomainError) {
      _ = try registry.moveCohort(
        before.cohort.id, event, reason: event == .cancel ? visit.filled("reason") : nil,
        expecting: visit.expectedVersion, by: visit.actor)
    } catch {
      let state = try FormState(form: cohortForm(visit, nil)).refused(error, visit.posted)
      return visit.showRefused(try cohortPage(visit, own, before, refusal: state), error)
    }
    return try visit.goOn(
      to: "/my/cohorts/" + before.cohort.id.text, done: "cohort_\(event.rawValue)")
  }
}

extension Visit {
  fileprivate func cohortTable(_ records: [CohortRecord], _ own: Organisation) -> Node {
    dataTable(
      [
        "cohort.name", "cohorts.programme", "cohort.state", "cohort.opens", "cohort.closes",
        "cohort.capacity", "cohorts.applications",
      ],
      caption: say("cohorts.title"),
      rows: records.map { record in
        let cohort = record.cohort
        return [
          a(.href("/my/cohorts/" + cohort.id.text)) { text(cohort.terms.name) },
          own.programme(cohort.programme).map { text($0.title) } ?? .text(cohort.programme),
          record.intake.map(badge) ?? badge(cohort.status), moment(cohort.terms.opens),
          time(
            .datetime(cohort.terms.closes.rfc3339InVietnam),
            text: cohort.terms.closes.deadlineOnPages),
          .text(String(cohort.terms.capacity)), .text(String(record.applicationCount)),
        ]
      })
  }
}

extension CohortRecord {
  /// How many applications were handed in and not taken back.
  var applicationCount: Int {
    let counts = json["applications"]
    return Application.Status.allCases.filter { $0 != .draft && $0 != .withdrawn }
      .reduce(0) { sum, status in
        guard case .integer(let count)? = counts?[status.rawValue] else { return sum }
        return sum + Int(count)
      }
  }
}

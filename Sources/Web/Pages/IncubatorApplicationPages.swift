import Domain
import HTML
import HTTP
import UseCases

/// `/my/cohorts/{id}/applications/{application}`: what a startup has handed in, for the incubator
/// that decides.
extension Site {
  /// The table of these pages.
  var incubatorApplicationPages: [Route] {
    let base = "/my/cohorts/{id}/applications/{application}"
    return [
      Route(.GET, base, page(member(of: .incubator, showApplicationToUs))),
      Route(.POST, base, submission(member(of: .incubator, moveApplicationToUs))),
    ]
  }

  private func found(
    _ visit: Visit, _ own: Organisation
  ) throws(DomainError) -> (CohortRecord, Application) {
    let record = try ownCohort(visit, own)
    let application = try registry.application(
      ID(visit.parameter("application")), by: visit.actor)
    guard application.cohort == record.cohort.id else {
      throw .notFound(aggregate: "application", id: application.id.text)
    }
    return (record, application)
  }

  func showApplicationToUs(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let (record, application) = try found(visit, own)
    return visit.show(try applicationPage(visit, record.cohort, application, nil))
  }

  private func applicationPage(
    _ visit: Visit, _ cohort: Cohort, _ application: Application, _ refusal: FormState?
  ) throws(DomainError) -> WebPage {
    var files: [StoredFile] = []
    for id in application.content.files { files.append(try registry.file(id, by: visit.actor)) }
    let firm = try registry.organisations([application.startup], by: visit.actor)[
      application.startup]
    let name = firm?.profile.name ?? visit.say("organisation.not_public")
    var page = WebPage(visit.say("cohorts.application", ["name": name])) {
      refusal.map(visit.problems)
      p(.class("line")) {
        visit.badge(application.status)
        firm.map { firm in a(.href(firm.path)) { visit.text(firm.profile.name) } }
        application.submittedAt.map { at in
          span {
            visit.say("cohorts.handed_in") + " "
            visit.moment(at)
          }
        }
      }
      application.statusReason.map { reason in
        p(.class(Tone(application.status).box())) {
          strong(text: visit.say("organisation.reason") + " ")
          visit.text(reason)
        }
      }
      section {
        h2(text: visit.say("cohorts.answers", ["name": name]))
        application.content.answers.map(visit.paragraphs)
          ?? p(.class("nothing"), text: visit.say("cohorts.no_answers"))
      }
      visit.part(
        "proposal.files",
        files.isEmpty
          ? []
          : [
            ul(.class("plain")) {
              for file in files {
                li {
                  a(.href("/my/files/" + file.id.text), text: file.name)
                  " "
                  span(.class("number"), text: visit.fileSize(file.size))
                }
              }
            }
          ])
      visit.decisions(application)
    }
    page.trail = [
      ("/my/cohorts", visit.say("cohorts.title")),
      ("/my/cohorts/" + cohort.id.text, cohort.terms.name),
    ]
    return page
  }

  func moveApplicationToUs(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let (record, before) = try found(visit, own)
    let path = "/my/cohorts/\(before.cohort)/applications/\(before.id)"
    guard let event = visit.filled("event").flatMap(Application.Event.init(rawValue:)) else {
      return try visit.goOn(to: path)
    }
    let needsReason = event == .decline || event == .leave
    do throws(DomainError) {
      _ = try registry.moveApplication(
        before.id, event, reason: needsReason ? visit.filled("reason") : nil,
        expecting: visit.expectedVersion, by: visit.actor)
    } catch {
      let state = try FormState(form: Form(name: "application", fields: []))
        .refused(error, visit.posted)
      return visit.showRefused(
        try applicationPage(visit, record.cohort, before, state), error)
    }
    return try visit.goOn(to: path, done: "saved")
  }
}

extension Visit {
  /// The steps that the incubator may take with an application now.
  fileprivate func decisions(_ application: Application) -> Node {
    let events = Application.lifecycle.events(
      from: application.status,
      as: actor.parties(asking: application.startup, asked: application.incubator))
    let path = "/my/cohorts/\(application.cohort)/applications/\(application.id)"
    guard !events.isEmpty else { return .nothing }
    let withReason: [Application.Event] = [.decline, .leave]
    return section {
      h2(text: say("proposal.steps"))
      div(.class("actions")) {
        for event in events where !withReason.contains(event) {
          step(
            path, "cohorts.\(event.rawValue)",
            [("event", event.rawValue), ("version", String(application.version))],
            isMain: event != .shortlist)
        }
      }
      for event in withReason where events.contains(event) {
        details {
          summary(text: say("cohorts.\(event.rawValue)"))
          postForm(path) {
            hiddenField("event", event.rawValue)
            versionField(application.version)
            remark("reason", id: "reason-\(event.rawValue)", isRequired: true)
            button(.class("second"), text: say("cohorts.\(event.rawValue)"))
          }
        }
      }
    }
  }
}

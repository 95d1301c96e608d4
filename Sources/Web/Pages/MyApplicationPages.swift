import Domain
import HTML
import HTTP
import UseCases

/// `/my/applications`: intakes of incubators that are open, and what a startup has handed in.
extension Site {
  /// The table of these pages.
  var myApplicationPages: [Route] {
    let base = "/my/applications"
    return [
      Route(.GET, base, page(member(listMyApplications))),
      Route(.POST, base, submission(member(startApplication))),
      Route(.GET, base + "/{id}", page(member(showMyApplication))),
      Route(.POST, base + "/{id}", submission(member(submitMyApplication))),
      Route(.POST, base + "/{id}/move", submission(member(moveMyApplication))),
      Route(.POST, base + "/{id}/detach", submission(member(detachFromApplication))),
    ]
  }

  private static let form = Form(
    name: "application", fields: [FormField(member: "answers", kind: .text(most: TextLimit.text))])

  func listMyApplications(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    let page = try registry.applications(
      organisation: own.id.text, page: try query.page(of: "applications"), by: visit.actor)
    var rows: [[Node]] = []
    for application in page.items {
      let cohort = try registry.cohort(application.cohort, by: visit.actor).cohort
      rows.append([
        a(.href("/my/applications/" + application.id.text)) { visit.text(cohort.terms.name) },
        visit.organisationLink(application.incubator), visit.badge(application.status),
        visit.moment(application.updatedAt),
      ])
    }
    let applied = Set(
      page.items.filter { $0.status != .withdrawn && $0.status != .declined }.map(\.cohort))
    let open = try registry.cohorts(
      openOnly: true, page: PageRequest(limit: 20), by: visit.actor
    ).items.map(\.cohort).filter { !applied.contains($0.id) }
    let mayApply =
      own.profile.kind == .startup && visit.actor.parties(towards: own.id).contains(.owner)
    let table = visit.dataTable(
      ["applications.cohort", "applications.incubator", "proposals.status", "proposals.updated"],
      caption: visit.say("applications.own"), rows: rows)
    let next = page.next.map { Cursor.encode("applications", $0) }
    return visit.show(
      WebPage(visit.say("applications.title"), lead: visit.say("applications.lead")) {
        if !rows.isEmpty { visit.part("applications.own", [table, visit.nextPage(next)]) }
        section {
          h2(text: visit.say("applications.open"))
          if open.isEmpty { p(.class("nothing"), text: visit.say("applications.none_open")) }
          for cohort in open { visit.intake(cohort, mayApply: mayApply) }
        }
      })
  }

  func startApplication(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let made = try registry.createApplication(
      ["cohort": .string(visit.filled("cohort") ?? "")], by: visit.actor, key: visit.formKey)
    return try visit.goOn(to: "/my/applications/" + made.id.text)
  }

  func showMyApplication(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let application = try registry.application(ID(visit.parameter("id")), by: visit.actor)
    guard visit.actor.belongs(to: application.startup) else {
      return try visit.goOn(to: visit.path(of: application))
    }
    return visit.show(try applicationPage(visit, application, state(application)))
  }

  private func state(_ application: Application) -> FormState {
    FormState(
      form: Self.form, values: FormValues(record: application.json, form: Self.form))
  }

  private func applicationPage(
    _ visit: Visit, _ application: Application, _ state: FormState,
    fileRefusal: DomainError? = nil
  ) throws(DomainError) -> WebPage {
    let cohort = try registry.cohort(application.cohort, by: visit.actor).cohort
    var files: [StoredFile] = []
    for id in application.content.files { files.append(try registry.file(id, by: visit.actor)) }
    let mine = visit.actor.parties(towards: application.startup).contains(.owner)
    let isEditable = application.status == .draft && mine
    let path = "/my/applications/" + application.id.text
    var page = WebPage(visit.say("application.title"), lead: cohort.terms.name) {
      p(.class("line")) {
        visit.badge(application.status)
        visit.organisationLink(application.incubator)
        span {
          visit.say("applications.closes") + " "
          time(
            .datetime(cohort.terms.closes.rfc3339InVietnam),
            text: cohort.terms.closes.deadlineOnPages)
        }
      }
      visit.problems(of: state)
      fileRefusal.map(visit.refusalOfFile)
      if let reason = application.statusReason {
        p(.class(Tone(application.status).box())) {
          strong(text: visit.say("organisation.reason") + " ")
          visit.text(reason)
        }
      }
      if isEditable {
        visit.postForm(path, .data("keep", "true")) {
          visit.versionField(application.version)
          visit.fields(of: state)
          button(text: visit.say("organisation.save"))
        }
      } else {
        application.content.answers.map {
          visit.part("form.application.answers", [visit.paragraphs($0)])
        }
      }
      if isEditable || !files.isEmpty {
        section {
          h2(text: visit.say("proposal.files"))
          ul(.class("plain")) {
            for file in files {
              li(.class("actions")) {
                a(.href("/my/files/" + file.id.text), text: file.name)
                span(.class("number"), text: visit.fileSize(file.size))
                if isEditable {
                  visit.step(
                    path + "/detach", "proposal.file.remove",
                    [("file", file.id.text), ("version", String(application.version))])
                }
              }
            }
          }
          if isEditable {
            visit.uploadForm(
              visit.say("files.help.application", ["count": String(Application.Content.mostFiles)]),
              [("application", application.id.text), ("version", String(application.version))])
          }
        }
      }
      visit.applicationSteps(application, path)
    }
    page.trail = [
      ("/my", visit.say("nav.my")), ("/my/applications", visit.say("applications.title")),
    ]
    return page
  }

  func submitMyApplication(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let before = try registry.application(ID(visit.parameter("id")), by: visit.actor)
    do throws(DomainError) {
      _ = try registry.updateApplication(
        before.id, patch: Self.form.patch(from: FormValues(visit.posted), of: before.json),
        expecting: visit.expectedVersion, by: visit.actor)
    } catch {
      return try visit.again(Self.form, error) { state throws(DomainError) in
        try applicationPage(visit, before, state)
      }
    }
    return try visit.goOn(to: "/my/applications/" + before.id.text, done: "draft_saved")
  }

  func moveMyApplication(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let before = try registry.application(ID(visit.parameter("id")), by: visit.actor)
    let path = "/my/applications/" + before.id.text
    let events: [String: Application.Event] = [
      "submit": .submit, "withdraw": .withdraw, "join": .join, "leave": .leave,
    ]
    guard let event = visit.filled("event").flatMap({ events[$0] }) else {
      return try visit.goOn(to: path)
    }
    do throws(DomainError) {
      _ = try registry.moveApplication(
        before.id, event, reason: event == .leave ? visit.filled("reason") : nil,
        expecting: visit.expectedVersion, by: visit.actor)
    } catch {
      var refused = try state(before).refused(error, visit.posted)
      refused.values = FormValues(record: before.json, form: Self.form)
      return visit.showRefused(try applicationPage(visit, before, refused), error)
    }
    return try visit.goOn(to: path, done: "application_\(event.rawValue)")
  }

  /// Hangs a file on an application.
  func addFile(_ visit: Visit, toApplication id: String) throws(DomainError) -> Response {
    let before = try registry.application(ID(id), by: visit.actor)
    do throws(DomainError) {
      let file = try storeFile(visit)
      // A form that comes twice finds its file attached.
      if !before.content.files.contains(file.id) {
        try setFiles(before.content.files + [file.id], of: before, visit)
      }
    } catch {
      _ = try state(before).refused(error, visit.posted)
      return visit.showRefused(
        try applicationPage(visit, before, state(before), fileRefusal: error), error)
    }
    return try visit.goOn(to: "/my/applications/" + id, done: "file_added")
  }

  func detachFromApplication(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let before = try registry.application(ID(visit.parameter("id")), by: visit.actor)
    let file = visit.filled("file")
    try setFiles(before.content.files.filter { $0.text != file }, of: before, visit)
    return try visit.goOn(to: "/my/applications/" + before.id.text, done: "file_removed")
  }

  private func setFiles(
    _ files: [ID<StoredFile>], of application: Application, _ visit: Visit
  ) throws(DomainError) {
    _ = try registry.updateApplication(
      application.id, patch: ["files": .array(files.map { .string($0.text) })],
      expecting: visit.expectedVersion, by: visit.actor)
  }
}

extension Visit {
  /// An intake that is open, with a button to apply.
  fileprivate func intake(_ cohort: Cohort, mayApply: Bool) -> Node {
    article(.class("card")) {
      h3 { text(cohort.terms.name) }
      p(.class("line")) {
        organisationLink(cohort.incubator)
        span(text: say("applications.places", ["count": String(cohort.terms.capacity)]))
        span {
          say("applications.closes") + " "
          time(
            .datetime(cohort.terms.closes.rfc3339InVietnam),
            text: cohort.terms.closes.deadlineOnPages)
        }
      }
      if mayApply {
        step("/my/applications", "applications.apply", [("cohort", cohort.id.text)], isMain: true)
      }
    }
  }

  /// The steps that this visitor may take with an application now.
  fileprivate func applicationSteps(_ application: Application, _ path: String) -> Node {
    guard actor.belongs(to: application.startup) else { return .nothing }
    let events = Application.lifecycle.events(
      from: application.status,
      as: actor.parties(asking: application.startup, asked: application.incubator))
    let version = ("version", String(application.version))
    guard !events.isEmpty else { return .nothing }
    return section {
      h2(text: say("proposal.steps"))
      div(.class("actions")) {
        if events.contains(.submit) {
          step(path + "/move", "application.submit", [("event", "submit"), version], isMain: true)
        }
        if events.contains(.join) {
          step(path + "/move", "application.join", [("event", "join"), version], isMain: true)
        }
        if events.contains(.withdraw) {
          step(path + "/move", "application.withdraw", [("event", "withdraw"), version])
        }
      }
      if events.contains(.leave) {
        details {
          summary(text: say("application.leave"))
          postForm(path + "/move") {
            hiddenField("event", "leave")
            versionField(application.version)
            remark("reason", id: "reason", isRequired: true)
            button(.class("second"), text: say("application.leave"))
          }
        }
      }
    }
  }
}

import Domain
import HTML
import HTTP
import UseCases

/// `/desk/documents`: the documents under which problems are published, changed and withdrawn.
extension Site {
  /// The table of these pages.
  var deskDocumentPages: [Route] {
    let (base, one) = ("/desk/documents", "/desk/documents/{id}")
    return [
      Route(.GET, base, page(officer(listDocuments))),
      Route(.GET, base + "/new", page(officer(showNewDocument))),
      Route(.POST, base + "/new", submission(officer(submitNewDocument))),
      Route(.GET, one, page(officer(showDocument))),
      Route(.POST, one, submission(officer(submitDocument))),
      Route(.POST, one + "/step", submission(officer(moveDocument))),
    ]
  }

  private func documentForm(_ visit: Visit) -> Form {
    Form(
      name: "document",
      fields: [
        FormField(
          member: "kind", kind: .choice(visit.choices(of: IssuingDocument.Kind.self)),
          isRequired: true),
        FormField(member: "number", kind: .line(most: 100), isRequired: true),
        FormField(member: "date", kind: .day, isRequired: true),
        FormField(member: "issuer", kind: .line(most: TextLimit.name), isRequired: true),
        FormField(member: "title", kind: .line(most: TextLimit.line)),
        FormField(member: "signer", kind: .line(most: TextLimit.name)),
        FormField(member: "batch", kind: .line(most: 100)),
      ])
  }

  func listDocuments(_ visit: Visit) throws(DomainError) -> Response {
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    let found = try registry.documents(
      page: try query.page(of: "desk-documents"), by: visit.actor)
    let rows: [[Node]] = found.items.map { document in
      let paper = document.particulars
      return [
        a(.href(document.deskPath), text: "\(visit.word(paper.kind)) \(paper.number)"),
        .text(Figures.day(paper.date)), visit.text(paper.issuer),
        paper.title.map(visit.text) ?? "–", visit.badge(document.status),
      ]
    }
    let next = found.next.map { Cursor.encode("desk-documents", $0) }
    var page = WebPage(visit.say("nav.documents"), lead: visit.say("documents.lead")) {
      p(.class("actions")) {
        a(.class("button"), .href("/desk/documents/new"), text: visit.say("desk.document.new"))
      }
      if rows.isEmpty {
        p(.class("nothing"), text: visit.say("documents.none"))
      } else {
        visit.dataTable(
          [
            "document.number", "document.date", "document.issuer", "document.title",
            "proposals.status",
          ], caption: visit.say("nav.documents"), rows: rows)
        visit.nextPage(next)
      }
    }
    page.trail = [("/desk", visit.say("nav.desk"))]
    return visit.show(page)
  }

  func showNewDocument(_ visit: Visit) throws(DomainError) -> Response {
    visit.show(newDocumentPage(visit, FormState(form: documentForm(visit))))
  }

  private func newDocumentPage(_ visit: Visit, _ state: FormState) -> WebPage {
    var page = WebPage(visit.say("desk.document.new"), lead: visit.say("documents.new.lead")) {
      visit.problems(of: state)
      visit.postForm("/desk/documents/new", .data("keep", "true")) {
        visit.fields(of: state)
        button(text: visit.say("organisation.save"))
      }
    }
    page.trail = [
      ("/desk", visit.say("nav.desk")), ("/desk/documents", visit.say("nav.documents")),
    ]
    return page
  }

  func submitNewDocument(_ visit: Visit) throws(DomainError) -> Response {
    let form = documentForm(visit)
    do throws(DomainError) {
      let made = try registry.createDocument(
        form.record(from: FormValues(visit.posted)), by: visit.actor, key: visit.formKey)
      return try visit.goOn(to: made.deskPath, done: "draft_saved")
    } catch {
      return try visit.again(form, error) { newDocumentPage(visit, $0) }
    }
  }

  func showDocument(_ visit: Visit) throws(DomainError) -> Response {
    let document = try registry.document(ID(visit.parameter("id")), by: visit.actor)
    let form = documentForm(visit)
    return visit.show(
      try documentPage(
        visit, document,
        FormState(form: form, values: FormValues(record: document.json, form: form))))
  }

  private func documentPage(
    _ visit: Visit, _ document: IssuingDocument, _ state: FormState
  ) throws(DomainError) -> WebPage {
    let paper = document.particulars
    let acts = try registry.acts(
      by: document.id, page: PageRequest(limit: 100), for: visit.actor
    ).items
    let problems = try registry.problems(Array(Set(acts.map(\.problem))), by: visit.actor)
    let isIssued = document.status == .issued
    let drafts = isIssued ? try listed([.draft, .submitted], visit) : []
    let running = isIssued ? try listed(Self.running, visit) : []
    var file: StoredFile?
    if let id = document.particulars.file { file = try registry.file(id, by: visit.actor) }
    let others = try visit.issuedDocuments().filter { $0.code != document.id.text }
    var page = WebPage("\(visit.word(paper.kind)) \(paper.number)", lead: paper.title) {
      visit.refusedStep
      visit.problems(of: state)
      p(.class("line")) {
        visit.badge(document.status)
        span(text: Figures.day(paper.date))
        visit.text(paper.issuer)
        paper.signer.map { span(text: $0) }
      }
      document.supersededBy.map { next in
        p(.class("notice")) {
          a(.href("/desk/documents/" + next.text), text: visit.say("documents.superseded_by"))
        }
      }
      visit.part("desk.steps", [visit.documentSteps(document, drafts, running, others)])
      visit.part("documents.file", [visit.documentFile(document, file)])
      if document.status == .draft {
        section {
          h2(text: visit.say("documents.edit"))
          visit.postForm(document.deskPath, .data("keep", "true")) {
            visit.versionField(document.version)
            visit.fields(of: state)
            button(.class("second"), text: visit.say("organisation.save"))
          }
        }
      }
      visit.part(
        "documents.acts",
        acts.isEmpty
          ? []
          : [
            ol(.class("history")) {
              for act in acts {
                li {
                  visit.moment(act.at)
                  " "
                  strong(text: visit.word(act.kind))
                  " "
                  problems[act.problem].map { problem in
                    a(.href(problem.deskPath)) { visit.text(problem.statement.title) }
                  }
                }
              }
            }
          ])
    }
    page.trail = [
      ("/desk", visit.say("nav.desk")), ("/desk/documents", visit.say("nav.documents")),
    ]
    return page
  }

  /// The states of problems that a document can still end, or that others can go on as.
  private static let running: [Problem.Status] = [
    .published, .suspended, .closed, .reviewing, .awarded, .inProgress,
  ]

  /// Problems in those states, the newest first, as many as one document acts on.
  private func listed(
    _ statuses: [Problem.Status], _ visit: Visit
  ) throws(DomainError) -> [Problem] {
    var filter = ProblemFilter()
    filter.statuses = statuses
    return try registry.problems(
      filter, page: PageRequest(limit: DocumentOrder.most), by: visit.actor
    ).items
  }

  func submitDocument(_ visit: Visit) throws(DomainError) -> Response {
    let document = try registry.document(ID(visit.parameter("id")), by: visit.actor)
    let form = documentForm(visit)
    let typed = FormValues(visit.posted)
    do throws(DomainError) {
      let missing = form.missing(in: typed)
      guard missing.isEmpty else { throw .invalid(missing) }
      _ = try registry.updateDocument(
        document.id, patch: form.patch(from: typed, of: document.json),
        expecting: visit.expectedVersion, by: visit.actor)
    } catch {
      return try visit.again(form, error) { state throws(DomainError) in
        try documentPage(visit, document, state)
      }
    }
    return try visit.goOn(to: document.deskPath, done: "draft_saved")
  }

  /// Issues a document, replaces it by another, or does what it says to problems.
  func moveDocument(_ visit: Visit) throws(DomainError) -> Response {
    try take(visit, again: showDocument) { () throws(DomainError) in
      let id = ID<IssuingDocument>(visit.parameter("id"))
      switch visit.filled("act") {
      case "issue":
        _ = try registry.issueDocument(id, expecting: visit.expectedVersion, by: visit.actor)
      case "supersede":
        _ = try registry.supersedeDocument(
          id, visit.record(["by"]), expecting: visit.expectedVersion, by: visit.actor)
      default:
        _ = try registry.carryOut(
          id, visit.documentOrder, by: visit.actor, key: visit.formKey)
      }
      return try visit.goOn(
        to: "/desk/documents/" + id.text, done: "document_" + (visit.filled("act") ?? ""))
    }
  }
}

extension IssuingDocument {
  /// Where officers work on it.
  var deskPath: String { "/desk/documents/" + id.text }
}

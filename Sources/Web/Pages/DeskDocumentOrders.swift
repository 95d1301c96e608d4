import Domain
import HTML
import HTTP
import UseCases

/// What a document says of problems, its paper, and the forms for both.
extension Site {
  /// Hangs a paper on a document, or another in its place.
  func submitDeskFile(_ visit: Visit) throws(DomainError) -> Response {
    var shown = visit
    shown.parameters = PathParameters(["id": visit.filled("document") ?? ""])
    return try take(shown, again: showDocument) { () throws(DomainError) in
      let document = try registry.document(ID(shown.parameter("id")), by: visit.actor)
      let file = try storeFile(visit)
      _ = try registry.updateDocument(
        document.id, patch: ["file": .string(file.id.text)], expecting: visit.expectedVersion,
        by: visit.actor)
      return try visit.goOn(to: document.deskPath, done: "file_added")
    }
  }
}

extension Visit {
  /// The paper of a document, and the form that hands one in.
  func documentFile(_ document: IssuingDocument, _ file: StoredFile?) -> Node {
    let form = Form(
      name: "document", fields: [FormField(member: "file", kind: .file, isRequired: true)])
    return .group([
      file.map { file in
        p {
          a(.href("/desk/files/" + file.id.text), text: file.name)
          " "
          span(.class("number"), text: fileSize(file.size))
        }
      } ?? p(.class("nothing"), text: say("documents.file.none")),
      document.status == .superseded
        ? .nothing
        : fileForm(
          "/desk/files",
          [("document", document.id.text), ("version", String(document.version))],
          button: "files.button"
        ) { fields(of: FormState(form: form)) },
    ])
  }

  /// What this officer may do with a document, and under it, now.
  func documentSteps(
    _ document: IssuingDocument, _ drafts: [Problem], _ running: [Problem],
    _ others: [FormField.Choice]
  ) -> Node {
    let path = document.deskPath + "/step"
    let version = (name: "version", value: String(document.version))
    let events = IssuingDocument.lifecycle.events(
      from: document.status, as: actor.parties(towards: nil))
    func order(_ act: DocumentOrder.Act, _ fields: [FormField], isMain: Bool = false) -> Node {
      stepForm(
        StepForm(
          id: act.rawValue, path: path, label: say("documents.\(act.rawValue)"),
          hidden: [("act", act.rawValue)],
          fields: fields, isMain: isMain))
    }
    return div(.class("steps")) {
      if events.contains(.issue) {
        stepForm(
          StepForm(
            id: "issue", path: path, label: word(IssuingDocument.Event.issue),
            hidden: [("act", "issue"), version], isMain: true))
      }
      if !drafts.isEmpty {
        order(
          .publish, [FormField(member: "problems", kind: .choices(choices(among: drafts)))],
          isMain: true)
      }
      if !running.isEmpty {
        let choices = choices(among: running)
        order(
          .withdraw,
          [
            FormField(member: "ended", kind: .choices(choices)),
            FormField(
              member: "reason_code", kind: .choice(self.choices(of: CancelReason.self)),
              isRequired: true),
            Self.reasonField(isRequired: false),
          ])
        if running.count > 1 {
          order(
            .merge,
            [
              FormField(member: "ended", kind: .choices(choices)),
              FormField(member: "heir", kind: .choice(choices), isRequired: true),
              Self.reasonField(isRequired: false),
            ])
        }
        if running.count > 2 {
          order(
            .split,
            [
              FormField(member: "parent", kind: .choice(choices), isRequired: true),
              FormField(member: "heirs", kind: .choices(choices)),
              Self.reasonField(isRequired: false),
            ])
        }
      }
      if running.contains(where: \.isEditable) {
        details(.class("step")) {
          summary(text: say("documents.amend"))
          p(.class("help"), text: say("documents.amend.help"))
          ul(.class("plain")) {
            for problem in running where problem.isEditable {
              li {
                a(.href(problem.deskPath + "?document=" + document.id.text + "#f-title")) {
                  text(problem.statement.title)
                }
                problem.code.map { span(.class("code"), text: " " + $0) }
              }
            }
          }
        }
      }
      if events.contains(.supersede), !others.isEmpty {
        stepForm(
          StepForm(
            id: "supersede", path: path, label: word(IssuingDocument.Event.supersede),
            hidden: [("act", "supersede"), version],
            fields: [FormField(member: "by", kind: .choice(others), isRequired: true)]))
      }
    }
  }

  private func choices(among problems: [Problem]) -> [FormField.Choice] {
    problems.map { problem in
      FormField.Choice(
        code: problem.id.text,
        name: [problem.code, problem.statement.title].compactMap { $0 }.joined(separator: " – "))
    }
  }

  /// What is to be done to which problems, as it was filled in.
  var documentOrder: JSON {
    func list(_ names: String...) -> JSON {
      let chosen = posted.items.filter { names.contains($0.name) && !$0.value.isEmpty }
      return .array(chosen.map { .string($0.value) })
    }
    let order = record(["act", "reason", "reason_code"])
      .merging(["problems": list("problems", "ended", "parent")])
    let heirs = list("heir", "heirs")
    return heirs == .array([]) ? order : order.merging(["into": heirs])
  }
}

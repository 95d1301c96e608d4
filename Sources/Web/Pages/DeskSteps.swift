import Domain
import HTML
import HTTP
import UseCases

/// One step that somebody may take with a record, as a form of its own: a button, and what must be
/// said for it.
struct StepForm: Sendable {
  /// Its name within the page; the step that was refused is known by it.
  let id: String
  /// Where it is sent.
  let path: String
  /// What its button says.
  let label: String
  /// What goes along with it.
  var hidden: [(name: String, value: String)] = []
  /// What must be said; the sentences stand below `form.step`.
  var fields: [FormField] = []
  /// What stands in the fields at first.
  var values = FormValues()
  /// Whether it is the step that is usually taken.
  var isMain = false

  /// The form, its fields told from those of other steps on the page.
  var form: Form {
    Form(
      name: "step",
      fields: fields.map { field in
        var field = field
        field.scope = id
        return field
      })
  }

  /// The hidden field that tells which step was sent.
  static let marker = "step"
}

extension Visit {
  /// A step with its button. What must be said for it unfolds; after a refusal it stands open with
  /// what was typed.
  func stepForm(_ step: StepForm) -> Node {
    guard !isBarred else { return .nothing }
    let isTried = refusal != nil && posted[StepForm.marker] == step.id
    var state = FormState(form: step.form, values: isTried ? FormValues(posted) : step.values)
    if isTried, case .invalid(let faults)? = refusal { state.faults = faults }
    let hidden = Node.group(
      ([(StepForm.marker, step.id)] + step.hidden).map { hiddenField($0.0, $0.1) })
    guard !step.fields.isEmpty else {
      return postForm(step.path, .class("inline")) {
        hidden
        button(.class(step.isMain ? "" : "second"), text: step.label)
      }
    }
    return details(.class("step"), .flag("open", isTried)) {
      summary(text: step.label)
      postForm(step.path) {
        hidden
        fields(of: state)
        button(.class(step.isMain ? "" : "second"), text: step.label)
      }
    }
  }

  /// Why nothing is offered to an officer with a tie, and who may decide.
  var barredNotice: Node {
    isBarred ? p(.class("notice barred"), text: say("desk.barred")) : .nothing
  }

  /// Why the step that was just tried was not taken, each fault leading to its field.
  var refusedStep: Node { refusedStep([:]) }

  /// The same; `names` are what fields are called that are no form's own, such as those for the
  /// points of a criterion, by their place.
  func refusedStep(_ names: [String: String]) -> Node {
    guard let refusal else { return .nothing }
    guard case .invalid(let faults) = refusal else { return refusalBox(refusal) }
    let scope = posted[StepForm.marker] ?? "f"
    return div(.class("faults"), .id("faults"), .role("alert"), .attribute("tabindex", "-1")) {
      h2(text: say("form.faults", ["count": String(faults.count)]))
      ul { for fault in faults { li { told(fault, scope, names) } } }
    }
  }

  /// A fault of a step with the name of its field, leading there.
  private func told(_ fault: Fault, _ scope: String, _ names: [String: String]) -> Node {
    var parts = fault.path.split(separator: "/").map(String.init)
    let isRow = parts.count == 3 && Int(parts[1]) != nil
    if !isRow { while parts.last.map({ Int($0) != nil }) ?? false { parts.removeLast() } }
    let sentence = sentence(fault)
    guard let member = parts.first else { return .text(sentence) }
    let key = "form.step.\(member)"
    var name: String? = names[parts.joined(separator: "/")]
    if name == nil {
      let label = member == "scores" ? say("minutes.scores") : say(key)
      name = label == key ? nil : isRow ? cellName(label, key, parts) : label
    }
    return a(
      .href("#\(scope)-\(parts.joined(separator: "-"))"),
      text: name.map { "\($0): \(sentence)" } ?? sentence)
  }

  /// The field for a reason, of at most as many characters as the register takes.
  static func reasonField(isRequired: Bool = true) -> FormField {
    FormField(member: "reason", kind: .text(most: 5000), isRequired: isRequired)
  }
}

extension Site {
  /// A page for officers: others are asked to log in, or told that it is not for them.
  func officer(_ action: @escaping PageAction) -> PageAction {
    { visit throws(DomainError) in
      guard visit.actor.isKnown else { throw .unauthenticated }
      guard visit.actor.isOfficer else {
        throw .forbidden(action: "desk", needs: ["dost", "admin"])
      }
      return try action(visit)
    }
  }

  /// Takes a step; where it is refused, `page` is shown again and says why.
  func take(
    _ visit: Visit, again page: PageAction, _ step: () throws(DomainError) -> Response
  ) throws(DomainError) -> Response {
    do throws(DomainError) { return try step() } catch {
      // Errors that say nothing of what was asked for have pages of their own.
      _ = try FormState(form: Form(name: "step", fields: [])).refused(error, visit.posted)
      var again = visit
      again.refusal = error
      var response = try page(again)
      response.status = ErrorPresenter.status(error)
      return response
    }
  }

  /// The table of the desk of officers.
  var deskAreaPages: [Route] {
    deskPages + queuePages + deskProblemPages + shortlistPages + deskProposalPages
      + deskReviewPages + reviewerPages + deskDocumentPages + deskQuestionPages
      + deskMemberPages + deskEngagementPages + deskRequestPages + deskAuditPages
      + reportPages
  }
}

extension Visit {
  /// The same visit, of an officer whose tie keeps them from deciding on a problem where it does.
  func deciding(on problem: Problem) throws(DomainError) -> Visit {
    withSteps(barred: try site.registry.isBarred(actor, over: problem.id))
  }

  /// The same for the work on a problem.
  func deciding(on engagement: Engagement) throws(DomainError) -> Visit {
    withSteps(barred: try site.registry.isBarred(actor, on: engagement))
  }

  /// The same for an organisation.
  func deciding(on organisation: Organisation) throws(DomainError) -> Visit {
    withSteps(barred: try site.registry.isBarred(actor, towards: organisation.id))
  }

  private func withSteps(barred isBarred: Bool) -> Visit {
    var visit = self
    visit.isBarred = isBarred
    return visit
  }
}

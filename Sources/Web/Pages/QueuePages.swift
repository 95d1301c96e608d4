import Domain
import HTML
import HTTP
import UseCases

/// `/desk/queue`: organisations that wait for an officer, and what is decided about one.
extension Site {
  /// The table of these pages.
  var queuePages: [Route] {
    let (base, one) = ("/desk/queue", "/desk/queue/{id}")
    return [
      Route(.GET, base, page(officer(listQueue))),
      Route(.GET, one, page(officer(showQueued))),
      Route(.POST, one, submission(officer(decideQueued))),
      Route(.GET, one + "/compare", page(officer(compareQueued))),
    ]
  }

  func listQueue(_ visit: Visit) throws(DomainError) -> Response {
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    let page = try registry.waitingOrganisations(
      page: try query.page(of: "organisations/queue"), by: visit.actor)
    let rows: [[Node]] = page.items.map { item in
      [
        a(.href("/desk/queue/" + item.organisation.id.text)) {
          visit.text(item.organisation.profile.name)
        },
        .text(visit.word(item.organisation.profile.kind)),
        .text(visit.waitingKind(item)),
        visit.moment(item.since),
        .text(
          item.changes.map { visit.say("queue.changed", ["count": String($0.count)]) }
            ?? visit.say("queue.first_look")),
        .text(item.duplicates.isEmpty ? "–" : String(item.duplicates.count)),
      ]
    }
    let next = page.next.map { Cursor.encode("organisations/queue", $0) }
    var shown = WebPage(visit.say("nav.queue"), lead: visit.say("queue.lead")) {
      p(
        .class("count"), .role("status"),
        text: visit.say("list.total", ["count": Figures.grouped(Int64(page.total), visit.language)])
      )
      if rows.isEmpty {
        p(.class("nothing"), text: visit.say("queue.none"))
      } else {
        visit.dataTable(
          [
            "queue.name", "organisation.kind", "queue.what", "queue.since", "queue.changes",
            "queue.duplicates",
          ],
          caption: visit.say("nav.queue"), rows: rows)
        visit.nextPage(next)
      }
    }
    shown.trail = [("/desk", visit.say("nav.desk"))]
    return visit.show(shown)
  }

  func showQueued(_ asked: Visit) throws(DomainError) -> Response {
    let record = try registry.organisation(asked.parameter("id"), by: asked.actor)
    let visit = try asked.deciding(on: record)
    let item = try registry.waitingOrganisation(record.id.text, by: visit.actor)
    var mayInvite = false
    if visit.actor.role == .admin {
      mayInvite = try registry.lacksOwner(record.id.text, by: visit.actor)
    }
    var page = WebPage(record.profile.name) {
      visit.refusedStep
      visit.ownLine(record)
      visit.queueStanding(record, item)
      visit.barredNotice
      visit.decisions(record, item)
      if record.waitingSince != nil {
        visit.part("queue.changes", [visit.changes(item, record)])
      }
      visit.part("queue.duplicates", [visit.duplicates(item.duplicates, of: record)])
      visit.part("queue.evidence", [visit.evidence(of: record)])
      visit.part("organisation.public", [visit.profile(of: record)])
      if mayInvite, !visit.isBarred {
        visit.part("queue.owner", [visit.ownerForm(record)])
      }
      if visit.actor.role == .admin, !visit.isBarred, record.registration.mergedInto == nil {
        visit.part("queue.merge", [visit.mergeForm(record)])
      }
    }
    page.trail = [("/desk", visit.say("nav.desk")), ("/desk/queue", visit.say("nav.queue"))]
    return visit.show(page)
  }

  func decideQueued(_ visit: Visit) throws(DomainError) -> Response {
    let id = visit.parameter("id")
    return try take(visit, again: showQueued) { () throws(DomainError) in
      try decide(id, visit)
      return try visit.goOn(
        to: "/desk/queue/" + id,
        done: visit.filled("act") == "invite" ? "member_invited" : "decided")
    }
  }

  private func decide(_ id: String, _ visit: Visit) throws(DomainError) {
    let (version, actor) = (visit.expectedVersion, visit.actor)
    let reason = visit.filled("reason")
    switch visit.filled("act") {
    case "accept_revision", "refuse_revision":
      _ = try registry.decideRevision(
        of: id, isAccepted: visit.filled("act") == "accept_revision", reason: reason,
        expecting: version, by: actor)
    case "recognise", "stop_recognising":
      guard let legal = visit.filled("class").flatMap(LegalClass.init(rawValue:)) else {
        throw .invalid([Fault("/class", .missing)])
      }
      _ = try registry.recognise(
        legal, of: id, isRecognised: visit.filled("act") == "recognise", reason: reason,
        expecting: version, by: actor)
    case "invite":
      _ = try registry.invite(
        to: id, Visit.ownerForm.recordTyped(in: visit).merging(visit.record(["role"])), by: actor,
        key: visit.formKey)
    case "merge":
      _ = try registry.mergeOrganisation(
        id, try MergeOrder(Visit.mergeForm.recordTyped(in: visit)), expecting: version, by: actor)
    case let act:
      guard let event = act.flatMap(Organisation.Event.init(rawValue:)) else {
        throw .invalid([Fault("/act", .missing)])
      }
      let form = Form(name: "step", fields: [Visit.reasonField(), visit.reasonRows(for: .startup)])
      let said = try Organisation.StepReason(
        event == .return ? form.record(from: FormValues(visit.posted)) : visit.record(["reason"]),
        takesReasons: event == .return)
      _ = try registry.moveOrganisation(
        id, event, reason: said.reason, reasons: said.reasons, expecting: version, by: actor)
    }
  }
}

extension Visit {
  /// Rows of a member and what is wrong with it.
  fileprivate func reasonRows(for kind: OrganisationKind) -> FormField {
    let members = OrganisationForm(kind, self).form.fields.map { field in
      FormField.Choice(code: field.pointer, name: say("form.organisation.\(field.member)"))
    }
    return FormField(
      member: "reasons",
      kind: .rows(
        [
          FormField(member: "pointer", kind: .choice(members)),
          FormField(member: "reason", kind: .line(most: 2000)),
        ], most: 50))
  }

  /// What waits here, and since when.
  fileprivate func queueStanding(_ record: Organisation, _ item: WaitingOrganisation) -> Node {
    div(.class(record.waitingSince == nil ? "notice calm" : "notice")) {
      if let since = record.waitingSince {
        p {
          record.status == .verified ? say("queue.revision") : say("queue.registration")
          " · " + say("desk.since") + " "
          moment(since)
        }
      } else {
        p(text: say("queue.nothing_waits"))
      }
      record.reasonAsAWhole.map { reason in
        p {
          strong(text: say("organisation.reason") + " ")
          text(reason)
        }
      }
      if !record.registration.reasons.isEmpty {
        ul {
          for reason in record.registration.reasons {
            li {
              strong(text: memberName(reason.pointer) + ": ")
              text(reason.reason)
            }
          }
        }
      }
      if item.openClaims > 0 {
        p {
          a(.href("/desk/members"), text: say("queue.claims", ["count": String(item.openClaims)]))
        }
      }
    }
  }

  /// The steps that this officer may take now. Whoever verifies a second organisation of one person
  /// says why.
  fileprivate func decisions(_ record: Organisation, _ item: WaitingOrganisation) -> Node {
    let isOfSamePerson = item.duplicates.contains { $0.why == .personalID }
    let path = "/desk/queue/" + record.id.text
    let version = (name: "version", value: String(record.version))
    func step(_ event: Organisation.Event, _ fields: [FormField], isMain: Bool = false) -> Node {
      guard may(event, record) else { return .nothing }
      return stepForm(
        StepForm(
          id: event.rawValue, path: path, label: word(event),
          hidden: [("act", event.rawValue), version], fields: fields, isMain: isMain))
    }
    let isRevision = record.status == .verified && record.registration.pending != nil
    return div(.class("steps")) {
      if isRevision {
        stepForm(
          StepForm(
            id: "accept_revision", path: path, label: say("queue.accept"),
            hidden: [("act", "accept_revision"), version], isMain: true))
        stepForm(
          StepForm(
            id: "refuse_revision", path: path, label: say("queue.refuse"),
            hidden: [("act", "refuse_revision"), version], fields: [Self.reasonField()]))
      }
      step(.verify, isOfSamePerson ? [Self.reasonField(isRequired: false)] : [], isMain: true)
      step(.return, [Self.reasonField(isRequired: false), reasonRows(for: record.profile.kind)])
      step(.suspend, [Self.reasonField()])
    }
  }

  /// What changed since an officer last looked, member by member.
  fileprivate func changes(_ item: WaitingOrganisation, _ record: Organisation) -> Node {
    guard let changes = item.changes else { return p(text: say("queue.first_look")) }
    guard !changes.isEmpty else { return p(text: say("queue.unchanged")) }
    return changeList(changes)
  }

  fileprivate func duplicates(_ found: [PossibleDuplicate], of record: Organisation) -> Node {
    guard !found.isEmpty else { return .nothing }
    return ul(.class("plain")) {
      for other in found {
        li(.class("line")) {
          a(.href("/desk/queue/" + other.id.text)) { text(other.name) }
          badge(other.status)
          span(text: word(other.why))
          other.province.map { span(text: place($0)) }
          a(.href(record.comparePath(with: other.id))) {
            say("queue.compare")
            span(.class("hidden"), text: " – " + other.name)
          }
        }
      }
    }
  }

  /// The legal classes that it says it holds, with what shows them and whether an officer has seen
  /// that.
  fileprivate func evidence(of record: Organisation) -> Node {
    guard !record.profile.legal.isEmpty else { return .nothing }
    let path = "/desk/queue/" + record.id.text
    let version = (name: "version", value: String(record.version))
    return ul(.class("plain")) {
      for held in record.profile.legal {
        li(.class("card")) {
          h3(text: word(held.status))
          facts([
            ("form.organisation.legal.issuer", held.issuer.map(text)),
            ("form.organisation.legal.number", held.number.map { .text($0) }),
            ("form.organisation.legal.issued_on", held.issuedOn.map { .text(Figures.day($0)) }),
            ("form.organisation.legal.expires_on", held.expiresOn.map { .text(Figures.day($0)) }),
            (
              "queue.paper",
              held.file.map { file in
                a(.href("/desk/files/" + file.text), text: say("queue.paper.open"))
              }
            ),
          ])
          if held.isRecognised {
            p(.class("done"), text: say("queue.recognised"))
            stepForm(
              StepForm(
                id: "stop-" + held.status.rawValue, path: path,
                label: say("queue.stop_recognising"),
                hidden: [
                  ("act", "stop_recognising"), ("class", held.status.rawValue), version,
                ], fields: [Self.reasonField()]))
          } else {
            stepForm(
              StepForm(
                id: "recognise-" + held.status.rawValue, path: path, label: say("queue.recognise"),
                hidden: [("act", "recognise"), ("class", held.status.rawValue), version]))
          }
        }
      }
    }
  }

  /// Whom an administrator invites to an organisation that nobody owns.
  static let ownerForm = Form(
    name: "step", fields: [FormField(member: "email", kind: .email, isRequired: true)])

  /// Inviting somebody to own an organisation that nobody does, for administrators.
  fileprivate func ownerForm(_ record: Organisation) -> Node {
    .group([
      p(.class("help"), text: say("queue.owner.help")),
      stepForm(
        StepForm(
          id: "invite", path: "/desk/queue/" + record.id.text, label: say("queue.owner.button"),
          hidden: [("act", "invite"), ("role", Membership.Role.owner.rawValue)],
          fields: Self.ownerForm.fields)),
    ])
  }

  /// What merging a record wants said.
  static let mergeForm = Form(
    name: "step",
    fields: [
      FormField(member: "into", kind: .organisation([]), isRequired: true), reasonField(),
    ])

  /// Merging a record that stands for the same organisation as another, for administrators.
  fileprivate func mergeForm(_ record: Organisation) -> Node {
    .group([
      p(.class("help"), text: say("queue.merge.help")),
      stepForm(
        StepForm(
          id: "merge", path: "/desk/queue/" + record.id.text, label: say("queue.merge.button"),
          hidden: [("act", "merge"), ("version", String(record.version))],
          fields: Self.mergeForm.fields)),
    ])
  }
}

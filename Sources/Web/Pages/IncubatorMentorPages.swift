import Domain
import HTML
import HTTP
import UseCases

/// `/my/mentors`: what an incubator's mentors help with, and who asks for them.
extension Site {
  /// The table of these pages.
  var incubatorMentorPages: [Route] {
    let base = "/my/mentors"
    return [
      Route(.GET, base, page(member(of: .incubator, listMyMentors))),
      Route(.GET, base + "/new", page(member(of: .incubator, editMentor))),
      Route(.POST, base + "/new", submission(member(of: .incubator, submitMentor))),
      Route(
        .POST, base + "/requests/{id}", submission(member(of: .incubator, moveRequestToUs))),
      Route(
        .POST, base + "/requests/{id}/feedback",
        submission(member(of: .incubator, submitOurFeedback))),
      Route(.GET, base + "/{part}", page(member(of: .incubator, editMentor))),
      Route(.POST, base + "/{part}", submission(member(of: .incubator, submitMentor))),
      Route(.POST, base + "/{part}/remove", submission(member(of: .incubator, removeMentor))),
    ]
  }

  private static let mentors = ProfilePart(list: "mentor_profiles", path: "/my/mentors")

  private func mentorForm(_ visit: Visit) -> Form {
    Form(
      name: "mentor",
      fields: [
        FormField(member: "title", kind: .line(most: TextLimit.name), isRequired: true),
        FormField(member: "expertise", kind: .text(most: TextLimit.text)),
        FormField(member: "open", kind: .flag),
        FormField(member: "availability", kind: .line(most: TextLimit.line)),
        FormField(member: "capacity_per_month", kind: .number(0...1000)),
        FormField(member: "fields", kind: .choices(visit.choices(of: Field.self))),
        FormField(member: "technologies", kind: .choices(visit.choices(of: Technology.self))),
        FormField(member: "stages", kind: .choices(visit.choices(of: Stage.self))),
        FormField(member: "languages", kind: .lines(most: TextLimit.line)),
      ])
  }

  func listMyMentors(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    visit.show(try mentorsPage(visit, own, nil))
  }

  private func mentorsPage(
    _ visit: Visit, _ own: Organisation, _ refusal: FormState?
  ) throws(DomainError) -> WebPage {
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    let page = try registry.mentorRequests(
      organisation: own.id.text, page: try query.page(of: "mentor_requests"), by: visit.actor)
    let next = page.next.map { Cursor.encode("mentor_requests", $0) }
    let mentors = own.profile.incubator?.mentorProfiles ?? []
    let mayEdit = visit.actor.parties(towards: own.id).contains(.owner)
    return WebPage(visit.say("mentors.own"), lead: visit.say("mentors.own.lead")) {
      refusal.map(visit.problems)
      section {
        h2(text: visit.say("mentors.requests"))
        if page.items.isEmpty { p(.class("nothing"), text: visit.say("mentors.none")) }
        for request in page.items { visit.requestToUs(request, mentors, own) }
        visit.nextPage(next)
      }
      section {
        h2(text: visit.say("mentors.profiles"))
        if mayEdit {
          p { a(.class("button"), .href("/my/mentors/new"), text: visit.say("mentors.add")) }
        }
        if mentors.isEmpty { p(.class("nothing"), text: visit.say("mentors.no_profiles")) }
        for mentor in mentors { visit.mentorProfile(mentor, mayEdit: mayEdit) }
      }
    }
  }

  func editMentor(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let form = mentorForm(visit)
    let (id, record) = try Self.mentors.element(visit, own)
    // Whoever is entered is there to be asked, until somebody says otherwise.
    let values = FormValues(record: record ?? ["open": true], form: form)
    return visit.show(mentorPage(visit, own, id, FormState(form: form, values: values)))
  }

  private func mentorPage(
    _ visit: Visit, _ own: Organisation, _ id: String?, _ state: FormState
  ) -> WebPage {
    var page = WebPage(
      visit.say(id == nil ? "mentors.add" : "mentors.edit"), lead: visit.say("mentors.edit.lead")
    ) {
      visit.problems(of: state)
      visit.postForm("/my/mentors/" + (id ?? "new"), .data("keep", "true")) {
        visit.versionField(own.version)
        visit.fields(of: state)
        button(text: visit.say("organisation.save"))
      }
    }
    page.trail = [("/my/mentors", visit.say("mentors.own"))]
    return page
  }

  func submitMentor(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let form = mentorForm(visit)
    let (id, _) = try Self.mentors.element(visit, own)
    do throws(DomainError) {
      try Self.mentors.store(form, visit, own)
    } catch {
      return try visit.again(form, error) { mentorPage(visit, own, id, $0) }
    }
    return try visit.goOn(to: "/my/mentors", done: "saved")
  }

  func removeMentor(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    try Self.mentors.remove(visit, own)
    return try visit.goOn(to: "/my/mentors", done: "removed")
  }

  func moveRequestToUs(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let id = ID<MentorRequest>(visit.parameter("id"))
    guard let event = visit.filled("event").flatMap(MentorRequest.Event.init(rawValue:)) else {
      return try visit.goOn(to: "/my/mentors")
    }
    do throws(DomainError) {
      _ = try registry.moveMentorRequest(
        id, event, reason: event == .decline ? visit.filled("reason") : nil,
        expecting: visit.expectedVersion, by: visit.actor)
    } catch {
      return try refused(visit, own, error)
    }
    return try visit.goOn(to: "/my/mentors", done: "saved")
  }

  func submitOurFeedback(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    do throws(DomainError) {
      _ = try registry.recordMentorFeedback(
        on: ID(visit.parameter("id")), visit.mentorFeedback, by: visit.actor, key: visit.formKey)
    } catch {
      return try refused(visit, own, error)
    }
    return try visit.goOn(to: "/my/mentors", done: "saved")
  }

  private func refused(
    _ visit: Visit, _ own: Organisation, _ error: DomainError
  ) throws(DomainError) -> Response {
    let state = try FormState(form: Form(name: "mentor_request", fields: []))
      .refused(error, visit.posted)
    return visit.showRefused(try mentorsPage(visit, own, state), error)
  }
}

extension Visit {
  fileprivate func mentorProfile(_ mentor: MentorProfile, mayEdit: Bool) -> Node {
    let path = "/my/mentors/" + mentor.id
    return article(.class("card")) {
      h3 { text(mentor.title) }
      excerpt(mentor.expertise)
      facts([
        ("mentor.open", mentor.open.map { .text(say($0 ? "mentor.takes" : "mentor.full")) }),
        ("mentor.availability", mentor.availability.map(text)),
        ("mentor.fields", mentor.fields.isEmpty ? nil : tags(mentor.fields)),
        ("mentor.stages", mentor.stages.isEmpty ? nil : tags(mentor.stages)),
      ])
      if mayEdit {
        div(.class("actions")) {
          a(
            .class("button second"), .href(path),
            .aria("label", say("part.edit.of", ["name": mentor.title])), text: say("part.edit"))
          removal(path)
        }
      }
    }
  }

  /// A request to one of the incubator's mentors, with what can be done about it now.
  fileprivate func requestToUs(
    _ request: MentorRequest, _ mentors: [MentorProfile], _ own: Organisation
  ) -> Node {
    let path = "/my/mentors/requests/\(request.id)"
    let events = MentorRequest.lifecycle.events(
      from: request.status, as: actor.parties(asking: request.requester, asked: request.incubator))
    let version = ("version", String(request.version))
    let hasSaid = request.feedback.contains { $0.by == actor.organisation }
    return article(.class("card"), .id("m-\(request.id)")) {
      h3 { organisationLink(request.requester) }
      p(.class("line")) {
        badge(request.status)
        text(mentors.first { $0.id == request.mentor }?.title ?? request.mentor)
        moment(request.createdAt)
      }
      paragraphs(request.message)
      request.statusReason.map { reason in
        p(.class(Tone(request.status).box())) { text(reason) }
      }
      ul {
        for said in request.feedback {
          li { say("mentors.rating.\(said.rating)") + (said.text.map { ": " + $0 } ?? "") }
        }
      }
      if request.status == .accepted { p(.class("help"), text: say("mentors.meet.own")) }
      div(.class("actions")) {
        if request.status == .accepted,
          let firm = try? site.registry.organisation(request.requester.text, by: actor)
        {
          introductionStep(to: firm, from: own)
        }
        if events.contains(.accept) {
          step(path, "mentors.accept", [("event", "accept"), version], isMain: true)
        }
        if events.contains(.complete) {
          step(path, "mentors.complete", [("event", "complete"), version], isMain: true)
        }
      }
      if events.contains(.decline) {
        details {
          summary(text: say("mentors.decline"))
          postForm(path) {
            hiddenField("event", "decline")
            versionField(request.version)
            remark("reason", id: "reason-\(request.id)", isRequired: true)
            button(.class("second"), text: say("mentors.decline"))
          }
        }
      }
      if request.status == .done, !hasSaid, actor.membership != .viewer {
        details {
          summary(text: say("mentors.feedback"))
          postForm(path + "/feedback") {
            choice(
              "rating", say("mentors.rating"),
              (1...5).reversed().map {
                FormField.Choice(code: String($0), name: say("mentors.rating.\($0)"))
              }, id: "r-\(request.id)")
            remark(id: "n-\(request.id)")
            button(.class("second"), text: say("organisation.save"))
          }
        }
      }
    }
  }
}

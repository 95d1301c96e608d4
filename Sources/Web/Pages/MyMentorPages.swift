import Domain
import HTML
import HTTP
import UseCases

/// `/my/mentor-requests`: what help a firm has asked of incubators' mentors.
extension Site {
  /// The table of these pages.
  var myMentorPages: [Route] {
    let base = "/my/mentor-requests"
    return [
      Route(.GET, base, page(member(listMyMentorRequests))),
      Route(.GET, base + "/new", page(member(showNewMentorRequest))),
      Route(.POST, base + "/new", submission(member(submitMentorRequest))),
      Route(.POST, base + "/{id}/move", submission(member(moveMyMentorRequest))),
      Route(.POST, base + "/{id}/feedback", submission(member(submitMentorFeedback))),
    ]
  }

  private static let request = Form(
    name: "mentor_request",
    fields: [FormField(member: "message", kind: .text(most: 5000), isRequired: true)])

  func listMyMentorRequests(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    // What incubators are asked, they answer on a page of theirs.
    if own.profile.kind == .incubator { return try visit.goOn(to: "/my/mentors") }
    return visit.show(try requestsPage(visit, own, nil))
  }

  private func requestsPage(
    _ visit: Visit, _ own: Organisation, _ refusal: DomainError?
  ) throws(DomainError) -> WebPage {
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    let page = try registry.mentorRequests(
      organisation: own.id.text, page: try query.page(of: "mentor_requests"), by: visit.actor)
    let next = page.next.map { Cursor.encode("mentor_requests", $0) }
    return WebPage(visit.say("mentors.title"), lead: visit.say("mentors.lead")) {
      refusal.map(visit.refusalBox)
      if page.items.isEmpty {
        p(.class("nothing"), text: visit.say("mentors.none"))
        p { a(.href("/my/funds?kind=mentor"), text: visit.say("mentors.find")) }
      }
      for request in page.items { visit.mentorRequest(request) }
      visit.nextPage(next)
    }
  }

  func showNewMentorRequest(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let (incubator, mentor) = try asked(
      visit, visit.request.query["incubator"], visit.request.query["mentor"])
    return visit.show(askPage(visit, incubator, mentor, FormState(form: Self.request)))
  }

  private func asked(
    _ visit: Visit, _ incubator: String?, _ mentor: String?
  ) throws(DomainError) -> (Organisation, MentorProfile) {
    let found = try registry.organisation(incubator ?? "", by: visit.actor)
    guard
      let profile = found.profile.incubator?.mentorProfiles.first(where: { $0.id == mentor })
    else { throw .notFound(aggregate: "organisation", id: mentor ?? "") }
    return (found, profile)
  }

  private func askPage(
    _ visit: Visit, _ incubator: Organisation, _ mentor: MentorProfile, _ state: FormState
  ) -> WebPage {
    var page = WebPage(visit.say("mentors.new"), lead: mentor.title) {
      p(.class("line")) { visit.text(incubator.profile.name) }
      mentor.expertise.map { visit.paragraphs($0) }
      visit.problems(of: state)
      visit.postForm("/my/mentor-requests/new", .data("keep", "true")) {
        visit.hiddenField("incubator", incubator.id.text)
        visit.hiddenField("mentor", mentor.id)
        visit.fields(of: state)
        button(text: visit.say("mentors.ask"))
      }
    }
    page.trail = [("/my/mentor-requests", visit.say("mentors.title"))]
    return page
  }

  func submitMentorRequest(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let (incubator, mentor) = try asked(
      visit, visit.filled("incubator"), visit.filled("mentor"))
    do throws(DomainError) {
      _ = try registry.createMentorRequest(
        Self.request.record(from: FormValues(visit.posted)).merging([
          "incubator": .string(incubator.id.text), "mentor": .string(mentor.id),
        ]), by: visit.actor, key: visit.formKey)
    } catch {
      return try visit.again(Self.request, error) { askPage(visit, incubator, mentor, $0) }
    }
    return try visit.goOn(to: "/my/mentor-requests", done: "mentor_asked")
  }

  func moveMyMentorRequest(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let event: MentorRequest.Event = visit.filled("event") == "complete" ? .complete : .withdraw
    do throws(DomainError) {
      _ = try registry.moveMentorRequest(
        ID(visit.parameter("id")), event, expecting: visit.expectedVersion, by: visit.actor)
    } catch {
      return try refused(visit, own, error)
    }
    return try visit.goOn(to: "/my/mentor-requests", done: "saved")
  }

  func submitMentorFeedback(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    do throws(DomainError) {
      _ = try registry.recordMentorFeedback(
        on: ID(visit.parameter("id")), visit.mentorFeedback, by: visit.actor, key: visit.formKey)
    } catch {
      return try refused(visit, own, error)
    }
    return try visit.goOn(to: "/my/mentor-requests", done: "saved")
  }

  private func refused(
    _ visit: Visit, _ own: Organisation, _ error: DomainError
  ) throws(DomainError) -> Response {
    _ = try FormState(form: Self.request).refused(error, visit.posted)
    return visit.showRefused(try requestsPage(visit, own, error), error)
  }
}

extension Visit {
  /// What somebody says of the time with a mentor.
  var mentorFeedback: JSON {
    var feedback = JSONObject()
    feedback["rating"] = filled("rating").flatMap(Int64.init).map(JSON.integer)
    feedback["text"] = filled("note").map(JSON.string)
    return .object(feedback)
  }

  fileprivate func mentorRequest(_ request: MentorRequest) -> Node {
    let events = Set(
      MentorRequest.lifecycle.events(
        from: request.status, as: actor.parties(asking: request.requester, asked: request.incubator)
      ))
    let path = "/my/mentor-requests/\(request.id)"
    let version = ("version", String(request.version))
    let hasSaid = request.feedback.contains { $0.by == actor.organisation }
    return article(.class("card"), .id("m-\(request.id)")) {
      h2 { mentorName(request) }
      p(.class("line")) {
        badge(request.status)
        organisationLink(request.incubator)
        moment(request.createdAt)
      }
      paragraphs(request.message)
      if request.status == .accepted { howToMeet(request) }
      request.statusReason.map { p(.class(Tone(request.status).box()), text: $0) }
      ul {
        for said in request.feedback {
          li {
            say("mentors.rating.\(said.rating)")
            said.text.map { ": " + $0 } ?? ""
          }
        }
      }
      div(.class("actions")) {
        if events.contains(.complete) {
          step(path + "/move", "mentors.complete", [("event", "complete"), version], isMain: true)
        }
        if events.contains(.withdraw) {
          step(path + "/move", "mentors.withdraw", [("event", "withdraw"), version])
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

  /// How a firm meets the mentor who has accepted. Contacts are nobody's but the incubator's to
  /// share, so it is the incubator that asks, unless the two are introduced already.
  private func howToMeet(_ request: MentorRequest) -> Node {
    let incubator = try? site.registry.organisation(request.incubator.text, by: actor)
    let name = incubator?.profile.name ?? say("organisation.not_public")
    return div(.class("notice")) {
      if let standing = introductionLink(with: request.incubator, name) {
        p {
          say("mentors.meet.introduced", ["name": name]) + " "
          standing
        }
      } else {
        p(text: say("mentors.meet", ["name": name]))
      }
      incubator?.profile.website.map { website in
        p {
          say("form.organisation.website") + ": "
          a(.href(website), .attribute("rel", "nofollow noopener"), text: website)
        }
      }
    }
  }

  private func mentorName(_ request: MentorRequest) -> Node {
    let incubator = try? site.registry.organisation(request.incubator.text, by: actor)
    let profile = incubator?.profile.incubator?.mentorProfiles.first { $0.id == request.mentor }
    return text(profile?.title ?? request.mentor)
  }
}

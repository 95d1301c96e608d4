import Domain
import HTML
import HTTP
import UseCases

/// `/my/introductions`: who wants to meet whom, for both sides.
extension Site {
  /// The table of these pages.
  var myIntroductionPages: [Route] {
    let base = "/my/introductions"
    return [
      Route(.GET, base, page(member(listMyIntroductions))),
      Route(.GET, base + "/new", page(member(showNewIntroduction))),
      Route(.POST, base + "/new", submission(member(submitIntroduction))),
      Route(.POST, base + "/{id}/move", submission(member(moveMyIntroduction))),
      Route(.POST, base + "/{id}/outcomes", submission(member(recordMyOutcome))),
    ]
  }

  private static let request = Form(
    name: "introduction",
    fields: [FormField(member: "message", kind: .text(most: 5000), isRequired: true)])

  func listMyIntroductions(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    visit.show(try introductionsPage(visit, own, nil))
  }

  private func introductionsPage(
    _ visit: Visit, _ own: Organisation, _ refusal: DomainError?
  ) throws(DomainError) -> WebPage {
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    let page = try registry.introductions(
      organisation: own.id.text, page: try query.page(of: "introductions"), by: visit.actor)
    var cards: [(isIncoming: Bool, node: Node)] = []
    for record in page.items {
      let isIncoming = record.introduction.recipient == own.id
      cards.append((isIncoming, visit.introduction(record, isIncoming: isIncoming)))
    }
    let next = page.next.map { Cursor.encode("introductions", $0) }
    let incoming = cards.filter(\.isIncoming).map(\.node)
    let outgoing = cards.filter { !$0.isIncoming }.map(\.node)
    return WebPage(visit.say("nav.my_introductions"), lead: visit.say("introductions.lead")) {
      refusal.map(visit.refusalBox)
      if cards.isEmpty { p(.class("nothing"), text: visit.say("introductions.none")) }
      visit.part("introductions.incoming", incoming)
      visit.part("introductions.outgoing", outgoing)
      visit.nextPage(next)
    }
  }

  func showNewIntroduction(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let to = try registry.organisation(visit.request.query["to"] ?? "", by: visit.actor)
    if let standing = try registry.standingIntroduction(with: to.id, by: visit.actor) {
      return try visit.goOn(to: standing.introduction.path)
    }
    return visit.show(askPage(visit, to, FormState(form: Self.request)))
  }

  private func askPage(_ visit: Visit, _ to: Organisation, _ state: FormState) -> WebPage {
    var page = WebPage(
      visit.say("introductions.new", ["name": to.profile.name]),
      lead: visit.say("introductions.new.lead")
    ) {
      visit.problems(of: state)
      visit.postForm("/my/introductions/new", .data("keep", "true")) {
        visit.hiddenField("to", to.id.text)
        visit.fields(of: state)
        button(text: visit.say("introductions.ask"))
      }
    }
    page.trail = [("/my/introductions", visit.say("nav.my_introductions"))]
    return page
  }

  func submitIntroduction(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let to = try registry.organisation(visit.filled("to") ?? "", by: visit.actor)
    do throws(DomainError) {
      _ = try registry.createIntroduction(
        Self.request.record(from: FormValues(visit.posted))
          .merging(["to": .string(to.id.text)]), by: visit.actor, key: visit.formKey)
    } catch {
      return try visit.again(Self.request, error) { askPage(visit, to, $0) }
    }
    return try visit.goOn(to: "/my/introductions", done: "introduction_asked")
  }

  /// Accepts, refuses or withdraws.
  func moveMyIntroduction(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let events: [String: Introduction.Event] = [
      "accept": .accept, "refuse": .refuse, "withdraw": .withdraw,
    ]
    guard let event = visit.filled("event").flatMap({ events[$0] }) else {
      return try visit.goOn(to: "/my/introductions")
    }
    let answer = visit.record(event == .refuse ? ["reason", "note"] : ["note"])
    do throws(DomainError) {
      _ = try registry.moveIntroduction(
        ID(visit.parameter("id")), event,
        try Introduction.Answer(answer, takesRefusal: event == .refuse),
        expecting: visit.expectedVersion, by: visit.actor)
    } catch {
      return try refused(visit, own, error)
    }
    return try visit.goOn(to: "/my/introductions", done: "introduction_\(event.rawValue)")
  }

  func recordMyOutcome(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    do throws(DomainError) {
      _ = try registry.recordIntroductionOutcome(
        of: ID(visit.parameter("id")), visit.record(["kind", "note"]), by: visit.actor,
        key: visit.formKey)
    } catch {
      return try refused(visit, own, error)
    }
    return try visit.goOn(to: "/my/introductions", done: "saved")
  }

  private func refused(
    _ visit: Visit, _ own: Organisation, _ error: DomainError
  ) throws(DomainError) -> Response {
    _ = try FormState(form: Self.request).refused(error, visit.posted)
    return visit.showRefused(try introductionsPage(visit, own, error), error)
  }
}

extension Introduction {
  /// Where it stands on the page of all of them.
  fileprivate var path: String { "/my/introductions#i-\(id)" }
}

extension Visit {
  /// Asks for an introduction to another organisation, or leads to the one that stands between the
  /// two; nothing for whoever may neither.
  func introductionStep(
    to other: Organisation, from own: Organisation, isMain: Bool = false
  ) -> Node {
    guard actor.parties(towards: own.id).contains(.owner) else { return .nothing }
    if let standing = introductionLink(with: other.id, other.profile.name) { return standing }
    guard own.status == .verified else { return .nothing }
    return a(
      .class(isMain ? "button" : "button second"),
      .href("/my/introductions/new?" + Query([("to", other.id.text)]).encoded),
      .aria("label", say("introductions.ask.of", ["name": other.profile.name])),
      text: say("introductions.ask"))
  }

  /// Leads to what stands between one's own organisation and another; nil where nothing does.
  func introductionLink(with other: ID<Organisation>, _ name: String) -> Node? {
    guard let standing = try? site.registry.standingIntroduction(with: other, by: actor) else {
      return nil
    }
    let isIncoming = standing.introduction.requester == other
    let told =
      standing.status == .accepted
      ? say("introductions.standing.accepted")
      : isIncoming
        ? say("introductions.standing.incoming") : say("introductions.standing.outgoing")
    return a(.href(standing.introduction.path)) {
      told
      span(.class("hidden"), text: ": " + name)
    }
  }

  /// The name of another organisation, with a link to its page where that is public.
  func organisationLink(_ id: ID<Organisation>) -> Node {
    guard let found = try? site.registry.organisation(id.text, by: actor) else {
      return .text(say("organisation.not_public"))
    }
    return a(.href("/organisations/" + id.text)) { text(found.profile.name) }
  }

  fileprivate func introduction(_ record: IntroductionRecord, isIncoming: Bool) -> Node {
    let introduction = record.introduction
    let events = Introduction.lifecycle.events(
      from: record.status,
      as: actor.parties(asking: introduction.requester, asked: introduction.recipient))
    let path = "/my/introductions/\(introduction.id)"
    return article(.class("card"), .id("i-\(introduction.id)")) {
      h3 { organisationLink(isIncoming ? introduction.requester : introduction.recipient) }
      p(.class("line")) {
        badge(record.status)
        moment(introduction.createdAt)
        if record.status == .requested {
          span {
            say("introductions.until") + " "
            moment(introduction.expiresAt)
          }
        }
      }
      paragraphs(introduction.message)
      if let refusal = introduction.refusal {
        p(text: say("organisation.reason") + " " + word(refusal))
      }
      introduction.note.map { note in p { text(note) } }
      contacts(record.json["contacts"]?[isIncoming ? "from" : "to"])
      outcomes(introduction)
      answerForms(events, introduction, path)
      if record.status == .accepted { outcomeForm(introduction, path) }
    }
  }

  /// How the other side is reached, once it may be known.
  private func contacts(_ json: JSON?) -> Node {
    guard let json else { return .nothing }
    return facts(
      ["email", "phone", "address", "website"].map { member in
        ("form.organisation." + member, json[member]?.text.map(Node.text))
      })
  }

  private func outcomes(_ introduction: Introduction) -> Node {
    introduction.outcomes.isEmpty
      ? .nothing
      : ul {
        for outcome in introduction.outcomes {
          li {
            moment(outcome.at)
            " – " + word(outcome.kind) + " ("
            say(outcome.by == actor.organisation ? "introductions.own" : "introductions.other")
            ")" + (outcome.note.map { ": " + $0 } ?? "")
          }
        }
      }
  }

  private func answerForms(
    _ events: [Introduction.Event], _ introduction: Introduction, _ path: String
  ) -> [Node] {
    let version = ("version", String(introduction.version))
    var forms: [Node] = []
    if events.contains(.accept) {
      forms.append(p(.class("help"), text: say("introductions.accept.help")))
      forms.append(
        step(path + "/move", "introductions.accept", [("event", "accept"), version], isMain: true))
    }
    if events.contains(.refuse) {
      forms.append(
        details {
          summary(text: say("introductions.refuse"))
          postForm(path + "/move") {
            hiddenField("event", "refuse")
            versionField(introduction.version)
            choice(
              "reason", say("introductions.reason"), choices(of: Introduction.Refusal.self),
              id: "r-\(introduction.id)")
            remark(id: "n-\(introduction.id)")
            button(.class("second"), text: say("introductions.refuse"))
          }
        })
    }
    if events.contains(.withdraw) {
      forms.append(
        step(path + "/move", "introductions.withdraw", [("event", "withdraw"), version]))
    }
    return forms
  }

  private func outcomeForm(_ introduction: Introduction, _ path: String) -> Node {
    let said = Set(
      introduction.outcomes.filter { $0.by == actor.organisation }.map(\.kind.rawValue))
    let left = choices(of: Introduction.Outcome.Kind.self).filter { !said.contains($0.code) }
    guard !left.isEmpty, actor.membership != .viewer else { return .nothing }
    return details {
      summary(text: say("introductions.outcome"))
      postForm(path + "/outcomes") {
        choice(
          "kind", say("introductions.outcome.kind"), left, id: "k-\(introduction.id)")
        remark(id: "o-\(introduction.id)")
        button(.class("second"), text: say("organisation.save"))
      }
    }
  }

  /// A closed question in a small form among many on a page.
  func choice(
    _ name: String, _ heading: String, _ choices: [FormField.Choice], id: String
  ) -> Node {
    div(.class("field")) {
      label(.for(id), text: heading)
      select(.id(id), .name(name), .flag("required")) {
        option(.value(""), text: say("form.choose"))
        for choice in choices { option(.value(choice.code), text: choice.name) }
      }
    }
  }

  /// A remark in a small form among many on a page.
  func remark(_ name: String = "note", id: String, most: Int = 5000, isRequired: Bool = false)
    -> Node
  {
    div(.class("field")) {
      label(.for(id), text: say("remark"))
      textarea(
        .id(id), .name(name), .attribute("rows", "3"), .attribute("maxlength", String(most)),
        .flag("required", isRequired))
    }
  }
}

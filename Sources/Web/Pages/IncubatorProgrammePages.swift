import Domain
import HTML
import HTTP
import UseCases

/// `/my/programmes`: what an incubator offers, one programme at a time.
extension Site {
  /// The table of these pages.
  var incubatorProgrammePages: [Route] {
    let base = "/my/programmes"
    return [
      Route(.GET, base, page(member(of: .incubator, listMyProgrammes))),
      Route(.GET, base + "/new", page(member(of: .incubator, editProgramme))),
      Route(.POST, base + "/new", submission(member(of: .incubator, submitProgramme))),
      Route(.GET, base + "/{part}", page(member(of: .incubator, editProgramme))),
      Route(.POST, base + "/{part}", submission(member(of: .incubator, submitProgramme))),
      Route(.POST, base + "/{part}/remove", submission(member(of: .incubator, removeProgramme))),
    ]
  }

  private static let programmes = ProfilePart(list: "programmes", path: "/my/programmes")

  private func programmeForm(_ visit: Visit) -> Form {
    Form(
      name: "programme",
      fields: [
        FormField(member: "title", kind: .line(most: TextLimit.name), isRequired: true),
        FormField(member: "description", kind: .text(most: TextLimit.text)),
        FormField(member: "fields", kind: .choices(visit.choices(of: Field.self))),
        FormField(member: "technologies", kind: .choices(visit.choices(of: Technology.self))),
        FormField(member: "stages", kind: .choices(visit.choices(of: Stage.self))),
        FormField(member: "places", kind: .number(0...1_000_000)),
        FormField(member: "opens", kind: .day),
        FormField(member: "closes", kind: .day),
      ])
  }

  func listMyProgrammes(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let cohorts = try visit.cohorts(of: own)
    let mayEdit = visit.actor.parties(towards: own.id).contains(.owner)
    return visit.show(
      WebPage(visit.say("programmes.title"), lead: visit.say("programmes.lead")) {
        if mayEdit {
          p { a(.class("button"), .href("/my/programmes/new"), text: visit.say("programmes.new")) }
        }
        let programmes = own.profile.incubator?.programmes ?? []
        if programmes.isEmpty { p(.class("nothing"), text: visit.say("programmes.none")) }
        for programme in programmes {
          visit.programme(
            programme, cohorts.filter { $0.cohort.programme == programme.id }, mayEdit: mayEdit)
        }
      })
  }

  func editProgramme(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let form = programmeForm(visit)
    let (id, record) = try Self.programmes.element(visit, own)
    return visit.show(
      programmePage(
        visit, own, id,
        FormState(form: form, values: record.map { FormValues(record: $0, form: form) } ?? .init()))
    )
  }

  private func programmePage(
    _ visit: Visit, _ own: Organisation, _ id: String?, _ state: FormState
  ) -> WebPage {
    let path = "/my/programmes/" + (id ?? "new")
    var page = WebPage(visit.say(id == nil ? "programmes.new" : "programmes.edit")) {
      visit.problems(of: state)
      visit.postForm(path, .data("keep", "true")) {
        visit.versionField(own.version)
        visit.fields(of: state)
        button(text: visit.say("organisation.save"))
      }
    }
    page.trail = [("/my/programmes", visit.say("programmes.title"))]
    return page
  }

  func submitProgramme(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let form = programmeForm(visit)
    let (id, _) = try Self.programmes.element(visit, own)
    do throws(DomainError) {
      try Self.programmes.store(form, visit, own)
    } catch {
      return try visit.again(form, error) { programmePage(visit, own, id, $0) }
    }
    return try visit.goOn(to: "/my/programmes", done: "saved")
  }

  func removeProgramme(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let (id, _) = try Self.programmes.element(visit, own)
    guard try !visit.cohorts(of: own).contains(where: { $0.cohort.programme == id }) else {
      return try visit.goOn(to: "/my/programmes")
    }
    try Self.programmes.remove(visit, own)
    return try visit.goOn(to: "/my/programmes", done: "removed")
  }
}

extension Visit {
  fileprivate func programme(
    _ programme: Programme, _ cohorts: [CohortRecord], mayEdit: Bool
  ) -> Node {
    let path = "/my/programmes/" + programme.id
    return article(.class("card")) {
      h2 { text(programme.title) }
      excerpt(programme.description)
      facts([
        ("programme.intake", intakeDays(of: programme).map(Node.text)),
        ("programme.places", programme.places.map { .text(String($0)) }),
        ("programme.stages", programme.stages.isEmpty ? nil : tags(programme.stages)),
        ("programme.fields", programme.fields.isEmpty ? nil : tags(programme.fields)),
        (
          "programme.technologies",
          programme.technologies.isEmpty ? nil : tags(programme.technologies)
        ),
      ])
      if !cohorts.isEmpty {
        ul {
          for record in cohorts {
            li {
              a(.href("/my/cohorts/" + record.cohort.id.text)) { text(record.cohort.terms.name) }
              " "
              record.intake.map(badge) ?? badge(record.cohort.status)
            }
          }
        }
      }
      if mayEdit {
        div(.class("actions")) {
          a(
            .class("button second"), .href(path),
            .aria("label", say("part.edit.of", ["name": programme.title])),
            text: say("part.edit"))
          a(
            .class("button second"),
            .href("/my/cohorts/new?" + Query([("programme", programme.id)]).encoded),
            text: say("cohorts.new"))
          if cohorts.isEmpty { removal(path) }
        }
      }
    }
  }

  /// A part of a profile is only taken away by somebody who says so twice.
  func removal(_ path: String) -> Node {
    details {
      summary(text: say("part.remove"))
      step(path + "/remove", "part.remove.sure")
    }
  }
}

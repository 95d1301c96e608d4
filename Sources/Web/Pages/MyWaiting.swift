import Domain
import HTML
import UseCases

/// What waits between a startup and an incubator for whoever looks at `/my`.
struct MyWaiting: Sendable {
  /// One thing that waits, in words, and where it is done.
  struct Step: Sendable {
    /// Where it leads.
    let path: String
    /// What is to be done.
    let text: String
  }

  /// What waits, what came last first.
  let steps: [Step]

  /// How many of each kind are named.
  private static let few = 5

  /// Of incubators, the applications and requests that they have not answered; of others, the
  /// requests that a mentor has accepted and that are to begin.
  init(_ visit: Visit, _ own: Organisation) throws(DomainError) {
    steps =
      own.profile.kind == .incubator
      ? try Self.applications(visit, own) + Self.requests(visit, own)
      : try Self.accepted(visit, own)
  }

  private static func applications(
    _ visit: Visit, _ own: Organisation
  ) throws(DomainError) -> [Step] {
    let registry = visit.site.registry
    let page = try registry.applications(
      organisation: own.id.text, statuses: [.submitted], page: PageRequest(limit: few),
      by: visit.actor)
    let firms = try registry.organisations(page.items.map(\.startup), by: visit.actor)
    var steps: [Step] = []
    for application in page.items {
      let cohort = try registry.cohort(application.cohort, by: visit.actor).cohort
      steps.append(
        Step(
          path: visit.path(of: application),
          text: visit.say(
            "my.next.application",
            [
              "name": visit.name(firms[application.startup]), "cohort": cohort.terms.name,
            ])))
    }
    return steps + visit.more(page.total - steps.count, "my.next.applications", "/my/cohorts")
  }

  private static func requests(
    _ visit: Visit, _ own: Organisation
  ) throws(DomainError) -> [Step] {
    let registry = visit.site.registry
    let page = try registry.mentorRequests(
      organisation: own.id.text, statuses: [.requested], page: PageRequest(limit: few),
      by: visit.actor)
    let firms = try registry.organisations(page.items.map(\.requester), by: visit.actor)
    let mentors = own.profile.incubator?.mentorProfiles ?? []
    let steps = page.items.map { request in
      Step(
        path: visit.path(of: request),
        text: visit.say(
          "my.next.mentor_request",
          [
            "name": visit.name(firms[request.requester]),
            "mentor": mentors.first { $0.id == request.mentor }?.title ?? request.mentor,
          ]))
    }
    return steps + visit.more(page.total - steps.count, "my.next.mentor_requests", "/my/mentors")
  }

  private static func accepted(
    _ visit: Visit, _ own: Organisation
  ) throws(DomainError) -> [Step] {
    let registry = visit.site.registry
    let page = try registry.mentorRequests(
      organisation: own.id.text, statuses: [.accepted], page: PageRequest(limit: few),
      by: visit.actor)
    let incubators = try registry.organisations(page.items.map(\.incubator), by: visit.actor)
    return page.items.map { request in
      Step(
        path: visit.path(of: request),
        text: visit.say(
          "my.next.mentor_accepted", ["name": visit.name(incubators[request.incubator])]))
    }
  }
}

extension Visit {
  /// The name of an organisation, or that it is not public any more.
  fileprivate func name(_ organisation: Organisation?) -> String {
    organisation?.profile.name ?? say("organisation.not_public")
  }

  /// How many more wait than are named; nothing where none do.
  fileprivate func more(_ count: Int, _ key: String, _ path: String) -> [MyWaiting.Step] {
    count > 0 ? [MyWaiting.Step(path: path, text: say(key, ["count": String(count)]))] : []
  }
}

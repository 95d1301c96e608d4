import Domain
import HTTP
import UseCases

/// Where notices lead that people of several roles are sent: each goes on to their own page of the
/// record.
extension Site {
  /// The table of these paths.
  var noticeTargetPages: [Route] {
    [
      Route(.GET, "/applications/{id}", page(leadToApplication)),
      Route(.GET, "/mentor-requests/{id}", page(leadToMentorRequest)),
      Route(.GET, "/engagements/{id}", page(leadToEngagement)),
      Route(.GET, "/claims/{id}", page(leadToClaim)),
      Route(.GET, "/data-requests/{id}", page(leadToDataRequest)),
    ]
  }

  private func leadToApplication(_ visit: Visit) throws(DomainError) -> Response {
    let found = try registry.application(ID(visit.parameter("id")), by: visit.actor)
    return try visit.goOn(to: visit.path(of: found))
  }

  private func leadToMentorRequest(_ visit: Visit) throws(DomainError) -> Response {
    let found = try registry.mentorRequest(ID(visit.parameter("id")), by: visit.actor)
    return try visit.goOn(to: visit.path(of: found))
  }

  private func leadToEngagement(_ visit: Visit) throws(DomainError) -> Response {
    let found = try registry.engagement(ID(visit.parameter("id")), by: visit.actor)
    let area = visit.actor.isOfficer ? "/desk" : "/my"
    return try visit.goOn(to: "\(area)/engagements/\(found.engagement.id)")
  }

  private func leadToClaim(_ visit: Visit) throws(DomainError) -> Response {
    guard visit.actor.isKnown else { throw .unauthenticated }
    let found = try registry.claim(ID(visit.parameter("id")), by: visit.actor)
    return try visit.goOn(
      to: visit.actor.isOfficer ? "/desk/members" : "/organisations/\(found.organisation)/claim")
  }

  private func leadToDataRequest(_ visit: Visit) throws(DomainError) -> Response {
    let found = try registry.dataRequest(ID(visit.parameter("id")), by: visit.actor)
    return try visit.goOn(
      to: visit.actor.isOfficer ? "/desk/data-requests/\(found.id)" : "/account/data")
  }
}

extension Visit {
  /// The page on which this visitor reads an application: the incubator its own, where it decides;
  /// an officer, who has none, that of the incubator.
  func path(of application: Application) -> String {
    if actor.belongs(to: application.startup) { return "/my/applications/\(application.id)" }
    if actor.belongs(to: application.incubator) {
      return "/my/cohorts/\(application.cohort)/applications/\(application.id)"
    }
    return "/organisations/\(application.incubator)"
  }

  /// The same for a request to a mentor, which stands among all of its side.
  func path(of request: MentorRequest) -> String {
    if actor.belongs(to: request.requester) { return "/my/mentor-requests#m-\(request.id)" }
    if actor.belongs(to: request.incubator) { return "/my/mentors#m-\(request.id)" }
    return "/organisations/\(request.incubator)"
  }
}

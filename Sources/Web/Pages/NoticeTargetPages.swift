import Domain
import HTTP
import UseCases

/// Where notices lead that people of several roles are sent: each goes on to their own page of the
/// record.
extension Site {
  /// The table of these paths.
  var noticeTargetPages: [Route] {
    [
      Route(.GET, "/engagements/{id}", page(leadToEngagement)),
      Route(.GET, "/claims/{id}", page(leadToClaim)),
      Route(.GET, "/data-requests/{id}", page(leadToDataRequest)),
    ]
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

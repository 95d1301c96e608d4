import Domain
import HTTP

/// The URLs of what is kept on people, and of who did and saw what.
extension Site {
  var privacy: [Route] {
    let (base, me) = ("/api/v1/data-requests", "/api/v1/me")
    let organisation = "/api/v1/organisations/{id}"
    return [
      Route(.GET, "/api/v1/audit", call(listAudit)),
      Route(.GET, "/api/v1/access-log", call(listAccesses)),
      Route(.GET, organisation + "/history", call(listOrganisationHistory)),
      Route(.GET, organisation + "/accesses", call(listOrganisationAccesses)),
      Route(
        .GET, "/api/v1/proposals/{id}/history", isConfidential: true, call(listProposalHistory)),
      Route(.POST, "/api/v1/accounts/{id}/erase", call(eraseAccount)),
      Route(.GET, "/api/v1/accounts/{id}/data", call(showPersonalData)),
      Route(.GET, me + "/data", call(showOwnData)),
      Route(.GET, me + "/consents", call(listConsents)),
      Route(.POST, me + "/consents", call(decideConsent)),
      Route(.GET, "/api/v1/data-rights", call(listDataRights)),
      Route(.GET, base, call(listDataRequests)),
      Route(.POST, base, call(createDataRequest)),
      Route(.GET, base + "/{id}", call(showDataRequest)),
    ]
      + DataRequest.Event.allCases.map { event in
        Route(.POST, base + "/{id}/\(event.pathSegment)", call(moveDataRequest(event)))
      }
  }
}

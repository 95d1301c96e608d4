import Domain
package import HTTP

extension Site {
  /// The whole URL table.
  package var routes: [Route] {
    probes + organisations + problems + proposals + matching + outcomes
  }

  private var probes: [Route] {
    [
      Route(.GET, "/healthz", live),
      Route(.GET, "/readyz", ready),
      Route(.GET, "/metrics") { _, _ in metrics.response },
      Route(.GET, "/openapi.json", OpenAPI.show),
      Route(.GET, "/api/v1/openapi.json", OpenAPI.show),
      Route(.GET, "/api/v1/codes", call(listCodes)),
    ]
  }

  private var organisations: [Route] {
    let base = "/api/v1/organisations"
    return [
      Route(.GET, base, call(listOrganisations)),
      Route(.POST, base, call(createOrganisation)),
      Route(.GET, base + "/{id}", call(showOrganisation)),
      Route(.PATCH, base + "/{id}", call(updateOrganisation)),
      Route(.GET, base + "/{id}/problem-matches", call(problemMatches)),
    ]
      + Organisation.Event.allCases.map { event in
        Route(.POST, base + "/{id}/\(event.pathSegment)", call(moveOrganisation(event)))
      }
  }

  private var problems: [Route] {
    let base = "/api/v1/problems"
    return [
      Route(.GET, base, call(listProblems)),
      Route(.POST, base, call(createProblem)),
      Route(.GET, base + "/{id}", call(showProblem)),
      Route(.PATCH, base + "/{id}", call(updateProblem)),
      Route(.GET, base + "/{id}/matches", call(matchesOfProblem)),
    ]
      + Problem.Event.allCases.map { event in
        Route(.POST, base + "/{id}/\(event.pathSegment)", call(moveProblem(event)))
      }
  }

  private var proposals: [Route] {
    let base = "/api/v1/proposals"
    return [
      Route(.GET, base, call(listProposals)),
      Route(.POST, base, call(createProposal)),
      Route(.GET, base + "/{id}", call(showProposal)),
      Route(.PATCH, base + "/{id}", call(updateProposal)),
    ]
      + Proposal.Event.allCases.map { event in
        Route(.POST, base + "/{id}/\(event.pathSegment)", call(moveProposal(event)))
      }
  }

  private var outcomes: [Route] {
    [
      Route(.GET, "/api/v1/problems/{id}/outcomes", call(outcomesOfProblem)),
      Route(.POST, "/api/v1/problems/{id}/outcomes", call(recordOutcome)),
      Route(.GET, "/api/v1/outcomes", call(listOutcomes)),
      Route(.GET, "/api/v1/weights", call(listWeights)),
      Route(.POST, "/api/v1/weights", call(setWeights)),
    ]
  }

  private var matching: [Route] {
    [
      Route(.POST, "/api/v1/match", call(matchUnstored)),
      Route(.GET, "/api/v1/search", call(search)),
    ]
  }
}

extension Code {
  /// The code as it stands in a path.
  fileprivate var pathSegment: String {
    String(rawValue.map { $0 == "_" ? "-" : $0 })
  }
}

import Domain
package import HTTP
import Matching

extension Site {
  /// The whole URL table.
  package var routes: [Route] {
    probes + organisations + problems + proposals + matching + outcomes + lexicon + files
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
      Route(.GET, base + "/{id}/fund-matches", call(mandateMatches(.fund))),
      Route(.GET, base + "/{id}/programme-matches", call(mandateMatches(.programme))),
      Route(.GET, base + "/{id}/mentor-matches", call(mandateMatches(.mentor))),
      Route(.GET, base + "/{id}/startup-matches", call(startupMatches)),
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

  /// Confidential, all of them: how many proposals there are and when they came is sealed too.
  private var proposals: [Route] {
    let base = "/api/v1/proposals"
    let attachments = base + "/{id}/attachments"
    let own = [
      Route(.GET, base, isConfidential: true, call(listProposals)),
      Route(.POST, base, isConfidential: true, call(createProposal)),
      Route(.GET, base + "/{id}", isConfidential: true, call(showProposal)),
      Route(.PATCH, base + "/{id}", isConfidential: true, call(updateProposal)),
      Route(.GET, base + "/{id}/receipt", isConfidential: true, call(showReceipt)),
      Route(.GET, attachments, isConfidential: true, call(listAttachments)),
      Route(.POST, attachments, isConfidential: true, call(addAttachment)),
      Route(.DELETE, attachments + "/{file}", isConfidential: true, call(removeAttachment)),
      Route(
        .POST, base + "/{id}/confirm", isConfidential: true, call(answerPartnership(.confirm))),
      Route(
        .POST, base + "/{id}/refuse-partnership", isConfidential: true,
        call(answerPartnership(.refuse))),
    ]
    return own
      + Proposal.Event.allCases.map { event in
        Route(
          .POST, base + "/{id}/\(event.pathSegment)", isConfidential: true,
          call(moveProposal(event)))
      } + openings
  }

  private var openings: [Route] {
    [
      Route(.POST, "/api/v1/problems/{id}/open", call(openProposals)),
      Route(.GET, "/api/v1/problems/{id}/opening", call(showOpening)),
    ]
  }

  private var files: [Route] {
    let base = "/api/v1/files"
    return [
      Route(.POST, base, isConfidential: true, call(takesFile: true, createFile)),
      Route(.GET, base + "/{id}", isConfidential: true, call(showFile)),
      Route(.GET, base + "/{id}/content", isConfidential: true, call(showFileContent)),
    ]
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

  private var lexicon: [Route] {
    let base = "/api/v1/lexicon"
    return [
      Route(.GET, base, call(listConcepts)),
      Route(.POST, base, call(addConcept)),
      Route(.GET, base + ".jsonl", call(exportLexicon)),
      Route(.GET, base + "/{id}", call(showConcept)),
      Route(.PATCH, base + "/{id}", call(updateConcept)),
      Route(.DELETE, base + "/{id}", call(removeConcept)),
    ]
  }

  private var matching: [Route] {
    [
      Route(.POST, "/api/v1/match", call(matchUnstored)),
      Route(.GET, "/api/v1/funds/{id}/startup-matches", call(fundStartupMatches)),
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

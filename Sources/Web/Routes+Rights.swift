import Domain
import HTTP
import UseCases

/// Rights that the route alone decides, whatever the record and before the body is looked at.
extension Site {
  /// What is sent without changing anything, or by people who cannot be known yet.
  private static let open: Set = [
    "POST /api/v1/accounts", "POST /api/v1/accounts/confirm", "POST /api/v1/match",
    "POST /api/v1/password-resets", "POST /api/v1/password-resets/complete",
    "POST /api/v1/sessions", "POST /api/v1/sessions/code", "POST /unsubscribe",
  ]

  /// What administrators alone may do.
  static let administrators: Set = [
    "PATCH /api/v1/accounts/{id}", "POST /api/v1/accounts/{id}/erase",
    "POST /api/v1/organisations/{id}/merge", "POST /api/v1/weights",
  ]

  /// What officers alone may do: DOST and administrators.
  static let officers: Set<String> = {
    func steps<State, Event>(
      _ list: String, _ machine: StateMachine<State, Event>, _ rest: String = "/{id}/"
    ) -> [String] {
      Set(machine.transitions.map(\.event)).filter { event in
        machine.transitions.allSatisfy {
          $0.event != event || $0.by.isSubset(of: [.dost, .admin, .clock])
        }
      }.map { "POST /api/v1/\(list)\(rest)\($0.pathSegment)" }
    }
    return Set(
      steps("organisations", Organisation.lifecycle) + steps("problems", Problem.lifecycle)
        + steps("proposals", Proposal.lifecycle) + steps("documents", IssuingDocument.lifecycle)
        + steps("questions", Question.lifecycle) + steps("claims", Claim.lifecycle)
        + steps("engagements", Engagement.lifecycle)
        + steps("engagements", Milestone.lifecycle, "/{id}/milestones/{milestone}/")
    ).union([
      "POST /api/v1/data-requests/{id}/answer", "POST /api/v1/data-requests/{id}/complete",
      "POST /api/v1/data-requests/{id}/extend", "POST /api/v1/data-requests/{id}/refuse",
      "POST /api/v1/documents", "PATCH /api/v1/documents/{id}", "POST /api/v1/documents/{id}/acts",
      "POST /api/v1/engagements", "PATCH /api/v1/engagements/{id}",
      "POST /api/v1/engagements/{id}/milestones",
      "PATCH /api/v1/engagements/{id}/milestones/{milestone}",
      "DELETE /api/v1/engagements/{id}/milestones/{milestone}",
      "POST /api/v1/lexicon", "PATCH /api/v1/lexicon/{id}", "DELETE /api/v1/lexicon/{id}",
      "POST /api/v1/organisations/{id}/recognise",
      "POST /api/v1/organisations/{id}/revision/accept",
      "POST /api/v1/organisations/{id}/revision/refuse",
      "POST /api/v1/problems/{id}/amend", "PUT /api/v1/problems/{id}/criteria",
      "POST /api/v1/problems/{id}/extend", "POST /api/v1/problems/{id}/open",
      "POST /api/v1/problems/{id}/reviewers", "POST /api/v1/problems/{id}/schedule",
      "DELETE /api/v1/problems/{id}/schedule", "POST /api/v1/reports",
      "POST /api/v1/reports/{id}/publish", "PUT /api/v1/proposals/{id}/consensus",
      "PUT /api/v1/proposals/{id}/feedback", "POST /api/v1/reviews/{id}/waive",
    ])
  }()

  /// A route that refuses those whose act it cannot be before it reads what they send: whoever is
  /// not known with 401, whoever is in no capacity to with 403.
  func guarded(_ route: Route) -> Route {
    guard !route.method.isSafe, !Self.open.contains(route.name) else { return route }
    let needs =
      Self.administrators.contains(route.name)
      ? [Role.admin] : Self.officers.contains(route.name) ? [.admin, .dost] : []
    let action = route.name
    return Route(route.method, route.pattern, isConfidential: route.isConfidential) {
      request, parameters in
      do throws(DomainError) {
        let actor = try caller(of: request, .any).actor
        guard actor.isKnown else { throw .unauthenticated }
        guard needs.isEmpty || actor.role.map(needs.contains) ?? false else {
          throw .forbidden(action: action, needs: needs.map(\.rawValue))
        }
      } catch {
        return answer(error, request, Self.language(of: request))
      }
      return route.handler(request, parameters)
    }
  }
}

package import Domain
package import Matching
package import UseCases

/// Writes matches and search results as JSON, the same for the API and for `--json`.
package struct MatchPresenter: Sendable {
  /// A presenter; it needs nothing, since matches carry their sentences in both languages.
  package init() {}

  /// Solvers of a problem.
  package func solvers(_ list: MatchList<Organisation>) -> JSON {
    self.list(list, "organisation") { $0.json }
  }

  /// Problems for an organisation.
  package func problems(_ list: MatchList<Problem>) -> JSON {
    self.list(list, "problem") { $0.json }
  }

  /// Hits with facets; `next` is the cursor of the next page.
  package func search(_ results: SearchResults, next: String?) -> JSON {
    [
      "hits": .array(results.hits.map(hit)),
      "facets": .object(
        JSONObject(
          results.facets.map { facet in
            (
              facet.name,
              .array(facet.counts.map { ["code": .string($0.code), "count": JSON($0.count)] })
            )
          })),
      "total": JSON(results.total), "next_cursor": JSON(next),
    ]
  }

  private func hit(_ hit: Hit) -> JSON {
    [
      "type": .string(hit.type.rawValue), "id": .string(hit.id), "name": .string(hit.name),
      "score": .number((hit.score * 1e6).rounded() / 1e6),
      "highlights": .array(
        hit.highlights.map { highlight in
          [
            "field": .string(highlight.field), "text": .string(highlight.text),
            "ranges": .array(highlight.ranges.map(range)),
          ]
        }),
    ]
  }

  private func list<Record>(
    _ list: MatchList<Record>, _ name: String, _ json: (Record) -> JSON
  ) -> JSON {
    [
      "matches": .array(
        list.matches.map { matched in
          let match = matched.match
          return .object(
            JSONObject([
              (name, json(matched.record)), ("score", .number(match.score)),
              ("components", .array(match.components.map(component))),
              ("evidence", .array(match.evidence.map(evidence))),
              (
                "missing",
                .array(
                  match.missing.map {
                    ["code": .string($0.key), "text": $0.text.json]
                  })
              ),
              ("summary", match.summary.json),
            ]))
        }),
      "excluded": .array(
        list.excluded.map { excluded in
          .object(
            JSONObject([
              (name, json(excluded.record)),
              ("reasons", .array(excluded.exclusion.reasons.map(reason))),
            ]))
        }),
      "weights_version": .string(list.weightsVersion),
    ]
  }

  private func component(_ component: Component) -> JSON {
    [
      "signal": .string(component.signal.rawValue), "label": component.signal.label.json,
      "value": .number(component.value), "weight": .number(component.weight),
      "contribution": .number(component.contribution),
    ]
  }

  private func evidence(_ evidence: Evidence) -> JSON {
    var members: [(String, JSON)] = [
      ("problem_phrase", .string(evidence.problemPhrase)),
      ("problem_field", .string(evidence.problemField)),
      ("problem_offset", range(evidence.problemOffset)),
      ("organisation_phrase", .string(evidence.organisationPhrase)),
      ("field", .string(evidence.organisationField)),
      ("organisation_offset", range(evidence.organisationOffset)),
    ]
    if let concept = evidence.concept, let label = evidence.conceptLabel {
      members.append(("concept", ["id": .string(concept), "label": label.json]))
    }
    if let through = evidence.through {
      members.append(
        (
          "through",
          [
            "id": .string(through.concept), "label": through.label.json,
            "link": .string(through.link.rawValue),
          ]
        ))
    }
    return .object(JSONObject(members))
  }

  /// Start and end in Unicode scalars, the end not included.
  private func range(_ range: Range<Int>) -> JSON {
    [JSON(range.lowerBound), JSON(range.upperBound)]
  }

  /// Why something is barred, for programs and for people.
  private func reason(_ reason: ExclusionReason) -> JSON {
    switch reason.cause {
    case .requirement(let unmet):
      [
        "code": "requirement", "requirement": unmet.requirement.json,
        "found": .string(unmet.found), "text": reason.text.json,
      ]
    case .deadlinePassed(let deadline):
      [
        "code": "deadline_passed", "deadline": .string(deadline.description),
        "text": reason.text.json,
      ]
    }
  }
}

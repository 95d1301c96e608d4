package import Domain
import Matching
package import UseCases

/// Writes matches with funds, programmes and mentors as JSON, the same for the API and for
/// `--json`.
package struct MandatePresenter: Sendable {
  /// A presenter; it needs nothing, since matches carry their sentences in both languages.
  package init() {}

  /// A ranked list.
  package func list(_ list: MandateList) -> JSON {
    [
      "matches": .array(
        list.matches.map { record, match in
          .object(
            JSONObject(
              members(record) + [
                ("score", .number(match.score)),
                ("components", .array(match.components.map(component))),
                ("evidence", .array(match.evidence.map(evidence))),
                ("against", .array(match.against.map(evidence))),
                (
                  "missing",
                  .array(match.missing.map { ["code": .string($0.key), "text": $0.text.json] })
                ),
                ("summary", match.summary.json),
              ]))
        }),
      "excluded": .array(
        list.excluded.map { record, exclusion in
          .object(
            JSONObject(
              members(record) + [
                (
                  "reasons",
                  .array(
                    exclusion.reasons.map {
                      ["code": .string($0.limit.rawValue), "text": $0.text.json]
                    })
                )
              ]))
        }),
      "weights_version": .string(list.weightsVersion),
    ]
  }

  private func members(_ record: MandateRecord) -> [(String, JSON)] {
    var members = [("organisation", record.organisation.json)]
    if let programme = record.programme { members.append(("programme", programme.json)) }
    if let mentor = record.mentor { members.append(("mentor", mentor.json)) }
    if let conflict = record.conflict {
      members.append(
        (
          "portfolio_conflict",
          [
            "organisation": .string(conflict.firm.id.text),
            "name": .string(conflict.firm.profile.name), "likeness": .number(conflict.likeness),
          ]
        ))
    }
    return members
  }

  private func component(_ component: MandateComponent) -> JSON {
    [
      "signal": .string(component.signal.rawValue), "label": component.signal.label.json,
      "value": .number(component.value), "weight": .number(component.weight),
      "contribution": .number(component.contribution),
    ]
  }

  private func evidence(_ evidence: MandateEvidence) -> JSON {
    var members: [(String, JSON)] = [
      ("mandate_phrase", .string(evidence.mandatePhrase)),
      ("mandate_field", .string(evidence.mandateField)),
      ("mandate_offset", range(evidence.mandateOffset)),
      ("organisation_phrase", .string(evidence.organisationPhrase)),
      ("field", .string(evidence.organisationField)),
      ("organisation_offset", range(evidence.organisationOffset)),
    ]
    if let concept = evidence.concept { members.append(("concept", .string(concept))) }
    if let label = evidence.conceptLabel { members.append(("concept_label", label.json)) }
    members.append(("indirect", .bool(evidence.isIndirect)))
    return .object(JSONObject(members))
  }

  /// Start and end in Unicode scalars, the end not included.
  private func range(_ range: Range<Int>) -> JSON {
    [JSON(range.lowerBound), JSON(range.upperBound)]
  }
}

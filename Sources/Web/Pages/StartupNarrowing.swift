import Domain
import HTML
import HTTP
import UseCases

/// What a ranked list of startups is narrowed down by: the values chosen in the address, and how
/// many of the list every other value would leave.
struct StartupNarrowing: Sendable {
  /// One thing that startups differ in.
  struct Facet: Sendable {
    /// The parameter of the address.
    let parameter: String
    /// The list of codes that its labels come from; nil for provinces.
    let list: String?
    /// The values that a startup has.
    let values: @Sendable (OrganisationProfile) -> [String]
  }

  /// All of them, in the order in which they are shown.
  static let facets = [
    Facet(parameter: "field", list: Field.list) { $0.fields.map(\.rawValue) },
    Facet(parameter: "technology", list: Technology.list) { $0.technologies.map(\.rawValue) },
    Facet(parameter: "stage", list: Stage.list) { profile in
      profile.startup?.stage.map { [$0.rawValue] } ?? []
    },
    Facet(parameter: "province", list: nil) { profile in profile.province.map { [$0] } ?? [] },
  ]

  private let chosen: [String: Set<String>]
  /// From which place of the list on the page shows.
  let start: Int

  /// Reads what is chosen.
  /// - Throws: `.invalid` for a parameter that is not known or not taken, `.badCursor`.
  init(_ visit: Visit) throws(DomainError) {
    var reader = QueryReader(visit.request.query)
    chosen = [
      "field": Set(reader.codes("field", Field.self).map(\.rawValue)),
      "technology": Set(reader.codes("technology", Technology.self).map(\.rawValue)),
      "stage": Set(reader.codes("stage", Stage.self).map(\.rawValue)),
      "province": Set(reader.provinces("province", visit.site.registry.places)),
    ]
    let cursor = reader.text("cursor", most: 10)
    _ = reader.text("done")
    try reader.finish()
    start = cursor.flatMap(Int.init) ?? 0
    guard start >= 0, cursor == nil || start > 0 else { throw .badCursor }
  }

  /// Whether a startup is what was chosen, one facet left out of account where it is given.
  func admits(_ profile: OrganisationProfile, besides left: String? = nil) -> Bool {
    Self.facets.allSatisfy { facet in
      guard facet.parameter != left, let wanted = chosen[facet.parameter], !wanted.isEmpty else {
        return true
      }
      return !wanted.isDisjoint(with: facet.values(profile))
    }
  }

  /// What was chosen of a facet.
  func chosen(_ facet: Facet) -> Set<String> { chosen[facet.parameter] ?? [] }

  /// How many startups have each value of a facet, the most frequent first.
  func counts(_ facet: Facet, _ profiles: [OrganisationProfile]) -> [(code: String, count: Int)] {
    var counts: [String: Int] = [:]
    for profile in profiles where admits(profile, besides: facet.parameter) {
      for value in Set(facet.values(profile)) { counts[value, default: 0] += 1 }
    }
    for value in chosen(facet) where counts[value] == nil { counts[value] = 0 }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { (code: $0.key, count: $0.value) }
  }
}

extension Visit {
  /// The form that narrows a list of startups down.
  func narrowing(_ narrowing: StartupNarrowing, _ profiles: [OrganisationProfile]) -> Node {
    HTML.form(
      .class("narrow"), .action(request.rawPath), .data("live", "results"),
      .aria("label", say("list.narrow"))
    ) {
      for facet in StartupNarrowing.facets {
        self.facet(facet, narrowing.counts(facet, profiles), narrowing.chosen(facet))
      }
      button(text: say("list.apply"))
      if !request.query.items.isEmpty {
        a(.class("reset"), .href(request.rawPath), text: say("list.reset"))
      }
    }
  }

  private func facet(
    _ facet: StartupNarrowing.Facet, _ counts: [(code: String, count: Int)],
    _ chosen: Set<String>
  ) -> Node {
    guard !counts.isEmpty else { return .nothing }
    return details(.flag("open", !chosen.isEmpty)) {
      summary(text: say("facet.\(facet.parameter)"))
      fieldset {
        legend(.class("hidden"), text: say("facet.\(facet.parameter)"))
        for (code, count) in counts {
          label {
            input(
              .type("checkbox"), .name(facet.parameter), .value(code),
              .flag("checked", chosen.contains(code)))
            " " + (facet.list.map { word($0, code) } ?? place(code)) + " "
            span(.class("number"), text: String(count))
          }
        }
      }
    }
  }
}

import Domain
import HTML
import UseCases

/// What a fund looks for and has done, and what an incubator offers, as pages show it.
extension Visit {
  /// A fund's mandate.
  func mandate(_ fund: FundProfile?) -> [Node] {
    guard let fund else { return [] }
    return [
      fund.thesis.map { paragraphs($0) } ?? .nothing,
      facts([
        ("fund.kind", fund.fundKind.map { .text(word($0)) }),
        ("fund.open", fund.open.map { .text(say($0 ? "fund.opened" : "fund.closed")) }),
        ("fund.ticket", ticket(of: fund, isExact: true).map(Node.text)),
        ("fund.stages", fund.stages.isEmpty ? nil : tags(fund.stages)),
        ("fund.instruments", fund.instruments.isEmpty ? nil : tags(fund.instruments)),
        ("fund.fields", fund.fields.isEmpty ? .text(say("fund.any")) : tags(fund.fields)),
        (
          "fund.technologies",
          fund.technologies.isEmpty ? .text(say("fund.any")) : tags(fund.technologies)
        ),
        (
          "fund.provinces",
          .text(
            fund.provinces.isEmpty
              ? say("fund.whole_country") : fund.provinces.map(place).joined(separator: ", "))
        ),
      ]),
    ]
  }

  /// The investments of a fund that the visitor may see.
  func portfolio(of organisation: Organisation) throws(DomainError) -> Node {
    guard organisation.profile.kind == .fund else { return .nothing }
    let entries = try site.registry.investments(
      ofFund: organisation.id.text, page: PageRequest(limit: Self.mostInvestments), by: actor)
    guard !entries.items.isEmpty else { return .nothing }
    let firms = try site.registry.organisations(
      entries.items.compactMap(\.investment.terms.organisation), by: actor)
    return dataTable(
      ["investment.firm", "investment.date", "investment.instrument"],
      caption: say("organisation.portfolio"),
      rows: entries.items.map { entry in
        let terms = entry.investment.terms
        let firm = terms.organisation.flatMap { firms[$0] }
        return [
          firm.map { firm in a(.href(firm.path)) { text(firm.profile.name) } }
            ?? terms.name.map(text) ?? unknown,
          .text(Figures.day(terms.date)),
          terms.instrument.map { .text(word($0)) } ?? unknown,
        ]
      })
  }

  /// The newest are what people look for.
  private static let mostInvestments = 50

  /// How large an incubator is.
  func incubatorFacts(_ incubator: IncubatorProfile?) -> Node {
    guard let incubator else { return .nothing }
    return facts([
      ("incubator.capacity", incubator.capacity.map { .text(String($0)) }),
      ("incubator.mentor_count", incubator.mentorCount.map { .text(String($0)) }),
    ])
  }

  /// The intakes of an incubator that the visitor may know of, the newest first.
  func cohorts(of organisation: Organisation) throws(DomainError) -> [CohortRecord] {
    guard organisation.profile.incubator != nil else { return [] }
    return try site.registry.cohorts(
      incubator: organisation.id.text, page: PageRequest(limit: Self.mostCohorts), by: actor
    ).items
  }

  private static let mostCohorts = 50

  /// The programmes of an incubator, each with its intakes.
  func programmes(of organisation: Organisation, _ cohorts: [CohortRecord]) -> [Node] {
    (organisation.profile.incubator?.programmes ?? []).map { programme in
      article(.class("card"), .id(programme.anchor)) {
        h3 { text(programme.title) }
        programme.description.map { paragraphs($0) }
        facts([
          ("programme.intake", intakeDays(of: programme).map(Node.text)),
          ("programme.places", programme.places.map { .text(String($0)) }),
          ("programme.stages", programme.stages.isEmpty ? nil : tags(programme.stages)),
          ("programme.fields", programme.fields.isEmpty ? nil : tags(programme.fields)),
          (
            "programme.technologies",
            programme.technologies.isEmpty ? nil : tags(programme.technologies)
          ),
        ])
        intakes(cohorts.filter { $0.cohort.programme == programme.id })
      }
    }
  }

  private func intakes(_ cohorts: [CohortRecord]) -> Node {
    guard !cohorts.isEmpty else { return .nothing }
    return dataTable(
      ["cohort.name", "cohort.state", "cohort.opens", "cohort.closes", "cohort.capacity"],
      caption: say("programme.cohorts"),
      rows: cohorts.map { record in
        let terms = record.cohort.terms
        return [
          text(terms.name), record.intake.map(badge) ?? badge(record.cohort.status),
          moment(terms.opens), moment(terms.closes), .text(String(terms.capacity)),
        ]
      })
  }

  /// What an incubator's mentors help with; asking goes through the incubator.
  func mentors(_ mentors: [MentorProfile]) -> [Node] {
    mentors.map { mentor in
      article(.class("card")) {
        h3 { text(mentor.title) }
        mentor.expertise.map { paragraphs($0) }
        facts([
          ("mentor.fields", mentor.fields.isEmpty ? nil : tags(mentor.fields)),
          ("mentor.technologies", mentor.technologies.isEmpty ? nil : tags(mentor.technologies)),
          ("mentor.stages", mentor.stages.isEmpty ? nil : tags(mentor.stages)),
          (
            "mentor.languages",
            mentor.languages.isEmpty ? nil : .text(mentor.languages.joined(separator: ", "))
          ),
          ("mentor.availability", mentor.availability.map(text)),
          ("mentor.open", mentor.open.map { .text(say($0 ? "mentor.takes" : "mentor.full")) }),
        ])
      }
    }
  }
}

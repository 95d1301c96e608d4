package import Domain
package import Matching
import Storage

/// Startups and funds, programmes or mentors that should meet, with their records.
package struct MandateList: Sendable {
  /// The admissible ones, best first.
  package let matches: [(record: MandateRecord, match: MandateMatch)]
  /// The relevant but barred ones.
  package let excluded: [(record: MandateRecord, exclusion: MandateExclusion)]
  /// The weights it was made with.
  package let weightsVersion: String
}

/// One side of such a match, as the actor may see it.
package struct MandateRecord: Sendable {
  /// The fund, incubator or startup.
  package let organisation: Organisation
  /// The incubator's programme that matches, if one does.
  package let programme: Programme?
  /// The incubator's mentor who matches, if one does.
  package let mentor: MentorProfile?
  /// The firm of the asking fund's portfolio that it competes with, if it does; for the fund
  /// alone.
  package var conflict: PortfolioConflict?
}

/// That a startup competes with a firm that a fund has invested in.
package struct PortfolioConflict: Sendable {
  /// The firm of the portfolio.
  package let firm: Organisation
  /// How alike the two are, 0 to 1.
  package let likeness: Double
}

extension Registry {
  /// The funds, programmes or mentors for a startup, or for mentors any firm. It need not be
  /// verified.
  ///
  /// What the startup raises counts only for those who may see it: matching gets the record as
  /// the actor sees it.
  /// - Throws: `.notFound`; `.invalid` where the organisation is of a kind that they are not for.
  package func mandates(
    _ kind: MandateKind, forOrganisation name: String, limit: Int, by actor: Actor
  ) throws(DomainError) -> (organisation: Organisation, list: MandateList) {
    let asker = try organisation(name, by: actor)
    guard kind.audience.contains(asker.profile.kind) else {
      throw Self.wrongKind(asker, accepted: kind.audience)
    }
    let now = clock()
    let found = index.current.mandates(
      kind, for: asker.counting(on: now.dayInVietnam), limit: limit, now: now,
      announced: kind == .programme ? try announcedProgrammes(at: now) : [])
    let records = try verified(
      found.matches.map(\.subject.organisation) + found.excluded.map(\.subject.organisation)
    ) { show($0, to: actor) }
    return (asker, MandateList(found, kind, records))
  }

  /// The startups for a fund, or for a programme or mentor of an incubator. It need not be
  /// verified.
  ///
  /// `programme` says which of the incubator's programmes is meant and may be left out where it has
  /// only one; `mentor` says which of its mentors instead.
  /// - Throws: `.notFound`; `.invalid` where the organisation supports no startups or has no such
  ///   programme or mentor, with those it has.
  package func startups(
    forMandateOf name: String, programme: String? = nil, mentor: String? = nil, limit: Int,
    by actor: Actor
  ) throws(DomainError) -> (organisation: Organisation, part: String?, list: MandateList) {
    let owner = try organisation(name, by: actor)
    let mandate = try mandate(of: owner, programme: programme, mentor: mentor)
    return (owner, mandate.part, try startups(for: mandate, of: owner, limit: limit, by: actor))
  }

  /// The startups for a fund. It need not be verified.
  /// - Throws: `.notFound` also where there is an organisation of that name which is no fund.
  package func startups(
    forFund name: String, limit: Int, by actor: Actor
  ) throws(DomainError) -> (fund: Organisation, list: MandateList) {
    let fund = try organisation(name, by: actor)
    guard fund.profile.kind == .fund, let mandate = index.current.offers(of: fund, .fund).first
    else { throw .notFound(aggregate: "organisation", id: name) }
    return (fund, try startups(for: mandate, of: fund, limit: limit, by: actor))
  }

  private func startups(
    for mandate: Mandate, of owner: Organisation, limit: Int, by actor: Actor
  ) throws(DomainError) -> MandateList {
    let snapshot = index.current
    let records = try verified(snapshot.nearest(to: mandate)) {
      show(
        $0, to: actor,
        raisingTerms: Visibility.seesRaisingTerms(actor, of: $0, inMatchesOf: owner))
    }
    let now = clock()
    let found = snapshot.ventures(
      records.values.map { $0.counting(on: now.dayInVietnam) }, for: mandate, limit: limit,
      now: now,
      announced: owner.profile.kind == .incubator
        ? try announcedProgrammes(at: now, of: owner.id) : [])
    return MandateList(
      found, nil, records, try portfolioConflicts(found, records, of: owner, by: actor))
  }

  /// The programmes of which an intake is announced that is not over, of all incubators or of one.
  private func announcedProgrammes(
    at now: Instant, of incubator: ID<Organisation>? = nil
  ) throws(DomainError) -> Set<MandateSubject> {
    var filter = CohortFilter()
    filter.incubator = incubator
    filter.statuses = [.announced]
    filter.visibleTo = .anybody(andOwn: incubator)
    let wanted = filter
    let cohorts = try store.read { db throws(DomainError) in
      try db.cohorts(wanted, PageRequest(limit: Self.mostIntakes)).items
    }
    return Set(
      cohorts.filter { $0.intake(at: now) != .closed }
        .map { MandateSubject(organisation: $0.incubator, part: $0.programme) })
  }

  /// Announced intakes that are looked at; the newest come first.
  private static let mostIntakes = 1000

  /// Firms of a portfolio that are compared with each match; a fund with more has other tools.
  private static let portfolioDepth = 100

  /// The matches of a fund that compete with firms of its portfolio, for the fund alone.
  private func portfolioConflicts(
    _ found: MandateMatches, _ records: [ID<Organisation>: Organisation], of owner: Organisation,
    by actor: Actor
  ) throws(DomainError) -> [ID<Organisation>: PortfolioConflict] {
    guard owner.profile.kind == .fund, Visibility.seesPortfolioConflicts(actor, of: owner.id)
    else { return [:] }
    let places = places
    let held = try store.read { db throws(DomainError) in
      var held: [Organisation] = []
      for id in Set(try db.portfolio(of: owner.id, limit: Self.portfolioDepth)).sorted() {
        if let firm = try db.organisation(id, places: places), Visibility.sees(actor, firm) {
          held.append(firm.seen(by: actor))
        }
      }
      return held
    }
    return index.current.competitors(
      of: found.matches.compactMap { records[$0.subject.organisation] }, within: held
    ).compactMapValues { competition in
      held.first { $0.id == competition.with }.map {
        PortfolioConflict(firm: $0, likeness: competition.likeness)
      }
    }
  }

  private func mandate(
    of owner: Organisation, programme: String?, mentor: String?
  ) throws(DomainError) -> Mandate {
    let snapshot = index.current
    if owner.profile.kind == .fund, programme == nil, mentor == nil,
      let fund = snapshot.offers(of: owner, .fund).first
    {
      return fund
    }
    guard owner.profile.kind == .incubator else {
      throw Self.wrongKind(
        owner, accepted: programme == nil && mentor == nil ? [.fund, .incubator] : [.incubator])
    }
    let kind: MandateKind = mentor == nil ? .programme : .mentor
    let offers = snapshot.offers(of: owner, kind)
    let wanted = mentor ?? programme ?? (offers.count == 1 ? offers.first?.part : nil)
    guard programme == nil || mentor == nil,
      let offer = offers.first(where: { $0.part == wanted })
    else {
      let path = kind == .mentor ? "/incubator/mentor_profiles" : "/incubator/programmes"
      throw .invalid([
        Fault(
          path, wanted == nil ? .missing : .notAccepted, found: wanted,
          accepted: offers.compactMap(\.part).joined(separator: ", "))
      ])
    }
    return offer
  }

  private static func wrongKind(
    _ organisation: Organisation, accepted: Set<OrganisationKind>
  ) -> DomainError {
    .invalid([
      Fault(
        "/kind", .notForKind, found: organisation.profile.kind.rawValue,
        accepted: accepted.map(\.rawValue).sorted().joined(separator: ", "))
    ])
  }

  /// Those of these organisations that are still verified: somebody may have been suspended since
  /// the index last looked.
  private func verified(
    _ ids: [ID<Organisation>], _ seen: @Sendable (Organisation) -> Organisation
  ) throws(DomainError) -> [ID<Organisation>: Organisation] {
    let places = places
    return try store.read { db throws(DomainError) in
      var records: [ID<Organisation>: Organisation] = [:]
      for id in ids where records[id] == nil {
        if let record = try db.organisation(id, places: places), record.status == .verified {
          records[id] = seen(record)
        }
      }
      return records
    }
  }
}

extension MandateList {
  /// The list with its records; `kind` says what the subjects are, nil that they are startups.
  fileprivate init(
    _ found: MandateMatches, _ kind: MandateKind?, _ records: [ID<Organisation>: Organisation],
    _ conflicts: [ID<Organisation>: PortfolioConflict] = [:]
  ) {
    func record(_ subject: MandateSubject) -> MandateRecord? {
      guard let organisation = records[subject.organisation] else { return nil }
      let incubator = organisation.profile.incubator
      let record = MandateRecord(
        organisation: organisation,
        programme: kind == .programme
          ? incubator?.programmes.first { $0.id == subject.part } : nil,
        mentor: kind == .mentor
          ? incubator?.mentorProfiles.first { $0.id == subject.part } : nil,
        conflict: conflicts[subject.organisation])
      let isWhole = subject.part == nil || record.programme != nil || record.mentor != nil
      return isWhole ? record : nil
    }
    matches = found.matches.compactMap { match in record(match.subject).map { ($0, match) } }
    excluded = found.excluded.compactMap { exclusion in
      record(exclusion.subject).map { ($0, exclusion) }
    }
    weightsVersion = found.weightsVersion
  }
}

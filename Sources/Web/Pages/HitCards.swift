import Domain
import HTML
import Matching
import UseCases

/// The records behind hits, as the visitor may see them.
struct HitRecords: Sendable {
  /// Organisations, also those whose programmes were found.
  let organisations: [ID<Organisation>: Organisation]
  /// Problems.
  let problems: [ID<Problem>: Problem]
}

extension Visit {
  /// The records behind hits, each kind read at once.
  func records(of hits: [Hit]) throws(DomainError) -> HitRecords {
    var organisations: Set<ID<Organisation>> = []
    var problems: [ID<Problem>] = []
    for hit in hits {
      switch hit.type {
      case .organisation: organisations.insert(ID(hit.id))
      case .programme: organisations.insert(hit.incubator)
      case .problem: problems.append(ID(hit.id))
      }
    }
    let registry = site.registry
    return HitRecords(
      organisations: organisations.isEmpty
        ? [:] : try registry.organisations(Array(organisations), by: actor),
      problems: problems.isEmpty ? [:] : try registry.problems(problems, by: actor))
  }

  /// A hit with its name as a heading of that level; nil where its record is gone by now.
  func card(_ hit: Hit, _ records: HitRecords, _ heading: Tag) -> Node? {
    switch hit.type {
    case .organisation:
      return records.organisations[ID(hit.id)].map { organisation in
        card(organisation, heading) {
          self.heading(hit)
        } below: {
          gist(of: hit, organisation)
        }
      }
    case .problem:
      return records.problems[ID(hit.id)].map { problem in
        article(.class("card")) {
          heading { a(.href(problem.path)) { self.heading(hit) } }
          problemLine(problem)
          snippets(hit)
        }
      }
    case .programme:
      return records.organisations[hit.incubator].flatMap { incubator in
        incubator.programme(hit.part).map { programme in
          article(.class("card")) {
            heading { a(.href(incubator.path(of: programme))) { self.heading(hit) } }
            programmeLine(programme, of: incubator)
            snippets(hit)
          }
        }
      }
    }
  }

  /// An organisation with its name as a heading of that level.
  func card(_ organisation: Organisation, _ heading: Tag) -> Node {
    card(organisation, heading) {
      text(organisation.profile.name)
    } below: {
      excerpt(organisation.profile.description)
    }
  }

  private func card(
    _ organisation: Organisation, _ heading: Tag, name: () -> Node, below: () -> Node
  ) -> Node {
    article(.class("card")) {
      heading { a(.href(organisation.path)) { name() } }
      publicLine(of: organisation)
      below()
      tags(Array(organisation.profile.technologies.prefix(Self.mostTags)))
    }
  }

  private func gist(of hit: Hit, _ organisation: Organisation) -> Node {
    let found = snippets(hit)
    return found == .nothing ? excerpt(organisation.profile.description) : found
  }

  /// More tags would hide what the card is about.
  private static let mostTags = 6
  /// How much of a text a card shows, in characters.
  private static let excerptLength = 200

  /// The beginning of a text, cut between words.
  func excerpt(_ text: String?) -> Node {
    guard let text, !text.isEmpty else { return .nothing }
    guard text.count > Self.excerptLength else {
      return p(.class("snippet")) { self.text(text) }
    }
    let start = text.prefix(Self.excerptLength)
    let whole = start.lastIndex(where: \.isWhitespace).map { start[..<$0] } ?? start
    return p(.class("snippet")) { self.text(String(whole) + "…") }
  }

  /// An organisation in one line: what it is, where, and what its kind is chosen by.
  func publicLine(of organisation: Organisation) -> Node {
    let profile = organisation.profile
    return p(.class("line")) {
      span(text: word(profile.kind))
      if organisation.status != .verified { badge(organisation.status) }
      profile.startup?.stage.map { span(text: word($0)) }
      if let fund = profile.fund {
        fund.fundKind.map { span(text: word($0)) }
        ticket(of: fund).map { span(text: $0) }
        if fund.open == false { span(text: say("fund.closed")) }
      }
      if let count = profile.incubator?.programmes.count, count > 0 {
        span(text: say("incubator.programme_count", ["count": String(count)]))
      }
      profile.province.map { span(text: place($0)) }
    }
  }

  /// What a fund gives at once, as people say it; nil where it does not tell.
  func ticket(of fund: FundProfile, isExact: Bool = false) -> String? {
    func spoken(_ amount: Int64) -> String {
      if isExact { return money(amount) }
      return Figures.spoken(amount, language).map { $0 + "\u{A0}₫" }
        ?? Figures.money(amount, language)
    }
    switch (fund.ticketMinVND, fund.ticketMaxVND) {
    case (let least?, let most?): return "\(spoken(least)) – \(spoken(most))"
    case (let least?, nil): return say("fund.from", ["amount": spoken(least)])
    case (nil, let most?): return say("fund.to", ["amount": spoken(most)])
    case (nil, nil): return nil
    }
  }

  /// A programme in one line: whose it is, for whom, and until when it takes applications.
  func programmeLine(_ programme: Programme, of incubator: Organisation) -> Node {
    p(.class("line")) {
      text(incubator.profile.name)
      if !programme.stages.isEmpty {
        span(text: programme.stages.map(word).joined(separator: ", "))
      }
      intakeDays(of: programme).map { span(text: $0) }
      incubator.profile.province.map { span(text: place($0)) }
    }
  }

  /// From when until when a programme takes applications; nil where it does not tell.
  func intakeDays(of programme: Programme) -> String? {
    switch (programme.opens.map(Figures.day), programme.closes.map(Figures.day)) {
    case (let opens?, let closes?): say("programme.days", ["from": opens, "to": closes])
    case (let opens?, nil): say("programme.from", ["from": opens])
    case (nil, let closes?): say("programme.until", ["to": closes])
    case (nil, nil): nil
    }
  }
}

extension Hit {
  /// Whose programme was found.
  var incubator: ID<Organisation> { ID(String(id.prefix { $0 != "/" })) }

  /// Which of its incubator's programmes was found.
  var part: String { String(id.drop { $0 != "/" }.dropFirst()) }
}

extension Organisation {
  /// Its page.
  var path: String { "/organisations/" + id.text }

  /// One of its programmes.
  func programme(_ id: String) -> Programme? {
    profile.incubator?.programmes.first { $0.id == id }
  }

  /// Where one of its programmes stands on its page.
  func path(of programme: Programme) -> String { path + "#" + programme.anchor }
}

extension Programme {
  /// The place of a programme on its incubator's page.
  var anchor: String { "programme-" + id }
}

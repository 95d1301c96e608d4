import Domain
import HTML
import HTTP
import UseCases

/// `/organisations/{id}`: one member of the ecosystem, as the visitor may see it.
extension Site {
  func showOrganisation(_ visit: Visit) throws(DomainError) -> Response {
    let organisation = try registry.organisation(visit.parameter("id"), by: visit.actor)
    let profile = organisation.profile
    let portfolio = try visit.portfolio(of: organisation)
    let cohorts = try visit.cohorts(of: organisation)
    var isClaimable = false
    if !visit.actor.isOfficer {
      isClaimable = try registry.isClaimable(organisation.id.text, by: visit.actor)
    }
    var page = WebPage(profile.name) {
      visit.publicLine(of: organisation)
      organisation.statusReason.map { reason in p(.class("notice")) { visit.text(reason) } }
      visit.part("organisation.about", profile.description.map { [visit.paragraphs($0)] } ?? [])
      visit.part("organisation.facts", [visit.organisationFacts(organisation)])
      visit.part("organisation.contacts", [visit.contacts(profile)])
      visit.part("organisation.products", [visit.bullets(profile.products)])
      visit.part("organisation.past_projects", [visit.pastProjects(profile.pastProjects)])
      visit.part("organisation.legal", [visit.legalClasses(profile.legal)])
      visit.part("organisation.certificates", [visit.bullets(profile.certificates)])
      visit.part("organisation.startup", [visit.startupFacts(profile.startup)])
      visit.part("organisation.mandate", visit.mandate(profile.fund))
      visit.part("organisation.portfolio", [portfolio])
      visit.part("organisation.incubator", [visit.incubatorFacts(profile.incubator)])
      visit.part("organisation.programmes", visit.programmes(of: organisation, cohorts))
      visit.part("organisation.mentors", visit.mentors(profile.incubator?.mentorProfiles ?? []))
      visit.dates(of: organisation)
      if isClaimable {
        p {
          a(
            .class("button second"), .href("/organisations/\(organisation.id)/claim"),
            text: visit.say("claim.link"))
          " "
          span(.class("help"), text: visit.say("claim.link.help"))
        }
      }
    }
    page.trail = [visit.trail(to: profile.kind)]
    page.alternates = [
      ("/api/v1" + organisation.path, .json, visit.say("page.as_json"))
    ]
    return visit.show(page)
  }
}

extension Visit {
  /// The list in which organisations of that kind stand.
  fileprivate func trail(to kind: OrganisationKind) -> (path: String, name: String) {
    switch kind {
    case .fund: ("/funds", say("nav.funds"))
    case .incubator: ("/incubators", say("nav.incubators"))
    case .startup, .technologyFirm, .researchInstitute, .university, .agency:
      ("/organisations?kind=\(kind.rawValue)", word(kind))
    }
  }

  fileprivate func organisationFacts(_ organisation: Organisation) -> Node {
    let profile = organisation.profile
    return facts([
      ("organisation.name_en", profile.nameEN.map { span(.lang("en"), text: $0) }),
      ("organisation.tax_code", profile.taxCode.map(Node.text)),
      ("organisation.place", whereabouts(of: profile)),
      ("organisation.founded", profile.founded.map { .text(String($0)) }),
      (
        "organisation.employees",
        profile.employees.map { .text(Figures.grouped(Int64($0), language)) }
      ),
      (
        "organisation.trl",
        profile.trl.map { .text(say("organisation.trl_of", ["trl": String($0)])) }
      ),
      ("organisation.fields", profile.fields.isEmpty ? nil : tags(profile.fields)),
      (
        "organisation.technologies",
        profile.technologies.isEmpty ? nil : tags(profile.technologies)
      ),
      ("organisation.website", profile.website.map { outward($0) }),
    ])
  }

  /// When a record last changed, was verified and was confirmed; one that was not confirmed for
  /// long says so.
  fileprivate func dates(of organisation: Organisation) -> Node {
    func day(_ key: String, _ day: String?) -> Node? {
      day.map { day in span(text: say(key, ["day": Figures.day(day)])) }
    }
    let registration = organisation.registration
    return .group([
      organisation.isStale ? p(.class("notice"), text: say("organisation.stale")) : .nothing,
      p(.class("line")) {
        span {
          say("organisation.updated_at") + " "
          moment(organisation.updatedAt)
        }
        day("organisation.verified_on", registration.verifiedOn)
        day("organisation.confirmed_on", registration.confirmedOn)
      },
    ])
  }

  /// A link that leaves this site.
  private func outward(_ address: String) -> Node {
    a(.href(address), .rel("external nofollow noopener")) {
      address
      span(.class("hidden"), text: " (\(say("page.leaves_site")))")
    }
  }

  private func whereabouts(of profile: OrganisationProfile) -> Node? {
    let commune = profile.commune.flatMap { code in
      site.registry.places.communes.first { $0.code == code }
    }
    guard let province = profile.province else { return nil }
    return .group([
      commune.map { commune in
        .group([a(.href("/places/" + commune.code)) { text(communeName(commune)) }, .text(", ")])
      } ?? .nothing,
      a(.href("/places/" + province), text: place(province)),
    ])
  }

  /// Shown to those who may write to it, see `Visibility`; empty for everybody else.
  fileprivate func contacts(_ profile: OrganisationProfile) -> Node {
    facts([
      ("organisation.email", profile.email.map { a(.href("mailto:" + $0), text: $0) }),
      (
        "organisation.phone",
        profile.phone.map { a(.href("tel:" + $0.filter { !$0.isWhitespace }), text: $0) }
      ),
      ("organisation.address", profile.address.map(text)),
    ])
  }

  /// Texts as a list.
  fileprivate func bullets(_ texts: [String]) -> Node {
    texts.isEmpty ? .nothing : ul { for item in texts { li { text(item) } } }
  }

  /// What was done for whom, when, and what came of it.
  func pastProjects(_ projects: [PastProject]) -> Node {
    guard !projects.isEmpty else { return .nothing }
    return ul(.class("projects")) {
      for project in projects {
        li {
          strong { text(project.title) }
          if project.client != nil || project.year != nil {
            p(.class("line")) {
              project.client.map { client in span { text(client) } }
              project.year.map { span(text: String($0)) }
            }
          }
          project.outcome.map { outcome in p { text(outcome) } }
        }
      }
    }
  }

  /// The legal classes that are held, each with as much of its evidence as is known.
  fileprivate func legalClasses(_ legal: [LegalStatus]) -> Node {
    guard !legal.isEmpty else { return .nothing }
    let today = site.registry.now.dayInVietnam
    return ul(.class("projects")) {
      for status in legal {
        li {
          strong(text: word(status.status))
          span(
            .class("help"),
            text: " " + say(status.isRecognised ? "legal.recognised" : "legal.declared"))
          if let day = status.expiresOn, day < today { " (\(say("legal.expired")))" }
          facts([
            ("legal.issuer", status.issuer.map(text)),
            ("legal.number", status.number.map(Node.text)),
            ("legal.issued_on", status.issuedOn.map { .text(Figures.day($0)) }),
            ("legal.expires_on", status.expiresOn.map { .text(Figures.day($0)) }),
          ])
        }
      }
    }
  }

  /// What stands in a table where nothing is known.
  var unknown: Node {
    .group([
      span(.aria("hidden", "true"), text: "–"),
      span(.class("hidden"), text: say("table.unknown")),
    ])
  }

  fileprivate func startupFacts(_ startup: StartupProfile?) -> Node {
    guard let startup else { return .nothing }
    return facts([
      ("startup.stage", startup.stage.map { .text(word($0)) }),
      ("startup.raising", startup.raisingVND.map { .text(money($0)) }),
      ("startup.traction", startup.traction.map(text)),
    ])
  }
}

import Domain
import HTML
import HTTP
import Matching
import UseCases

/// `/my/organisation`: what the register holds of one's organisation, and what it lacks.
extension Site {
  func showMyOrganisation(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let twins = own.status == .draft ? twins(of: own) : []
    var page = WebPage(own.profile.name) {
      visit.ownLine(own)
      visit.standing(of: own)
      visit.returnedReasons(own)
      visit.organisationSteps(own)
      visit.revision(of: own)
      if !twins.isEmpty {
        section(.class("notice")) {
          h2(text: visit.say("organisation.twins"))
          p(text: visit.say("organisation.twins.help"))
          ul {
            for twin in twins {
              li { a(.href("/organisations/" + twin.id)) { visit.text(twin.name) } }
            }
          }
        }
      }
      visit.completeness(of: own)
      visit.ownEvidence(of: own)
      visit.confirmation(of: own)
      visit.part("organisation.public", [visit.profile(of: own)])
      if visit.may(.withdraw, own) {
        details(.class("danger")) {
          summary(text: visit.say("organisation.withdraw"))
          p(text: visit.say("organisation.withdraw.help"))
          visit.postForm("/my/organisation/withdraw") {
            visit.versionField(own.version)
            HTML.label {
              input(.type("checkbox"), .name("sure"), .value("true"), .flag("required"))
              " " + visit.say("organisation.withdraw.sure")
            }
            p { button(.class("second"), text: visit.say("organisation.withdraw")) }
          }
        }
      }
    }
    page.trail = [("/my", visit.say("nav.my"))]
    return visit.show(page)
  }

  /// Organisations of the register that may be the same, by their names.
  private func twins(of own: Organisation) -> [Hit] {
    var query = SearchQuery(text: own.profile.name, limit: 10)
    query.types = [.organisation]
    let words = Self.words(own.profile.name)
    return registry.search(query).hits.filter { hit in
      let others = Self.words(hit.name)
      let shared = words.intersection(others).count
      return hit.id != own.id.text && shared * 10 >= max(words.count, others.count) * 7
    }
  }

  private static func words(_ name: String) -> Set<Substring> {
    Set(Folding.fold(name).split { !$0.isLetter && !$0.isNumber })
  }
}

extension Visit {
  /// An organisation in one line: its state, kind and place.
  func ownLine(_ own: Organisation) -> Node {
    p(.class("line")) {
      badge(own.status)
      span(text: word(own.profile.kind))
      own.profile.province.map { span(text: place($0)) }
    }
  }

  /// Where the registration stands, in words, with the reason where there is one.
  func standing(of own: Organisation) -> Node {
    div(.class(Tone(own.status).box(isTheirs: own.status != .submitted))) {
      p(text: say("organisation.standing.\(own.status.rawValue)"))
      if let reason = own.reasonAsAWhole {
        p {
          strong(text: say("organisation.reason") + " ")
          text(reason)
        }
      }
    }
  }

  fileprivate func organisationSteps(_ own: Organisation) -> Node {
    let parties = actor.parties(towards: own.id)
    let isEditable = own.status != .withdrawn && own.status != .suspended
    guard parties.contains(.owner) else { return .nothing }
    return div(.class("actions")) {
      if isEditable {
        a(
          .class("button second"), .href("/my/organisation/edit"),
          text: say("organisation.edit.button"))
      }
      if maySubmit(own), own.profile.submissionFaults.isEmpty {
        step("/my/organisation/submit", "organisation.submit", isMain: true)
      }
    }
  }

  /// What is filled in, what is not, and why it matters.
  fileprivate func completeness(of own: Organisation) -> Node {
    let held = Set(own.profile.members.map(\.0))
    let asked = Completeness.members(own.profile.kind)
    let owed = Set(own.profile.submissionFaults.map(\.path))
    func isThere(_ member: String) -> Bool {
      let path = member.split(separator: ".").map(String.init)
      guard let first = path.first, held.contains(first) else { return false }
      return path.count == 1
        || path.reduce(own.json as JSON?) { $0?[$1] }.map { $0 != .null } ?? false
    }
    let lacking = asked.filter { !isThere($0) }
    let share = Double(asked.count - lacking.count) / Double(max(asked.count, 1))
    return section {
      h2(text: say("organisation.completeness"))
      div(.class("score")) {
        strong(text: Figures.percent(share))
        Tag("meter")(
          .attribute("min", "0"), .attribute("max", String(asked.count)),
          .value(String(asked.count - lacking.count)),
          .aria("label", say("organisation.completeness")))
        p(
          text: say(
            "organisation.completeness.count",
            ["filled": String(asked.count - lacking.count), "all": String(asked.count)]))
      }
      if !lacking.isEmpty {
        h3(text: say("organisation.lacking"))
        ul(.class("lacking")) {
          for member in lacking {
            li {
              let name = say("form.organisation.\(member)")
              if mayEdit(own) {
                a(
                  .href("/my/organisation/edit#f-" + member.replacing(".", with: "-")), text: name)
              } else {
                name
              }
              if owed.contains("/" + member.replacing(".", with: "/")) {
                " "
                strong(text: say("organisation.owed"))
              }
              " – " + say("completeness.\(member)")
            }
          }
        }
      }
    }
  }

  /// What the register holds of an organisation.
  func profile(of own: Organisation) -> Node {
    let profile = own.profile
    return .group([
      profile.description.map { Node.group([paragraphs($0)]) } ?? .nothing,
      facts([
        ("form.organisation.tax_code", profile.taxCode.map(Node.text)),
        ("form.organisation.founded", profile.founded.map { .text(String($0)) }),
        (
          "form.organisation.employees",
          profile.employees.map { .text(Figures.grouped(Int64($0), language)) }
        ),
        ("form.organisation.fields", profile.fields.isEmpty ? nil : tags(profile.fields)),
        (
          "form.organisation.technologies",
          profile.technologies.isEmpty ? nil : tags(profile.technologies)
        ),
        ("form.organisation.trl", profile.trl.map { .text(say("trl.\($0)")) }),
        ("form.organisation.startup.stage", profile.startup?.stage.map { .text(word($0)) }),
        (
          "form.organisation.startup.raising_vnd",
          profile.startup?.raisingVND.map { .text(money($0)) }
        ),
        ("form.organisation.startup.traction", profile.startup?.traction.map(text)),
        (
          "form.organisation.legal",
          profile.legal.isEmpty ? nil : tags(profile.legal.map(\.status))
        ),
        ("form.organisation.products", list(profile.products)),
        (
          "form.organisation.past_projects",
          profile.pastProjects.isEmpty ? nil : pastProjects(profile.pastProjects)
        ),
        ("form.organisation.certificates", list(profile.certificates)),
        ("form.organisation.website", profile.website.map { a(.href($0), text: $0) }),
        ("form.organisation.email", profile.email.map(Node.text)),
        ("form.organisation.phone", profile.phone.map(Node.text)),
        ("form.organisation.address", profile.address.map(text)),
      ]),
      sought(by: profile),
    ])
  }

  /// What a fund looks for, or what an incubator offers.
  private func sought(by profile: OrganisationProfile) -> Node {
    if let fund = profile.fund {
      return .group([h3(text: say("organisation.mandate"))] + mandate(fund))
    }
    guard let incubator = profile.incubator else { return .nothing }
    return .group([
      h3(text: say("organisation.incubator")), incubatorFacts(incubator),
      facts([("organisation.programmes", list(incubator.programmes.map(\.title)))]),
    ])
  }

  private func list(_ texts: [String]) -> Node? {
    texts.isEmpty ? nil : ul { for item in texts { li { text(item) } } }
  }
}

/// What a registration should hold for matching to find its organisation, by kind.
enum Completeness {
  /// The members of the form that count, the weightiest first.
  static func members(_ kind: OrganisationKind) -> [String] {
    let everybody = ["description", "province", "website", "email"]
    return switch kind {
    case .startup:
      [
        "description", "fields", "technologies", "products", "past_projects", "trl",
        "startup.stage", "startup.raising_vnd", "province", "founded", "employees", "legal",
        "website", "email",
      ]
    case .technologyFirm, .researchInstitute, .university:
      [
        "description", "fields", "technologies", "products", "past_projects", "trl", "province",
        "founded", "employees", "legal", "website", "email",
      ]
    case .fund: ["fund.fund_kind", "fund.thesis"] + everybody
    case .incubator: ["incubator.capacity", "incubator.mentors", "fields"] + everybody
    case .agency: everybody
    }
  }
}

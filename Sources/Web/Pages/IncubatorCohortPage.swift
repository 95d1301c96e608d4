import Domain
import HTML
import HTTP
import Matching
import UseCases

/// `/my/cohorts/{id}`: who has applied for an intake, and who would fit and has not.
extension Site {
  /// As many as a page holds with all their reasons.
  private static let mostCandidates = 10
  /// Applicants who are not offered as candidates again.
  private static let mostApplicants = 1000

  func showMyCohort(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    visit.show(try cohortPage(visit, own, try ownCohort(visit, own), refusal: nil))
  }

  /// The page of one cohort.
  func cohortPage(
    _ visit: Visit, _ own: Organisation, _ record: CohortRecord, refusal: FormState?
  ) throws(DomainError) -> WebPage {
    let cohort = record.cohort
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    let page = try registry.applications(
      cohort: cohort.id.text, page: try query.page(of: "applications"), by: visit.actor)
    let next = page.next.map { Cursor.encode("applications", $0) }
    let firms = try registry.organisations(page.items.map(\.startup), by: visit.actor)
    let candidates = try candidates(visit, own, cohort)
    let programme = own.programme(cohort.programme)
    var shown = WebPage(cohort.terms.name, lead: programme?.title) {
      refusal.map(visit.problems)
      visit.cohortFacts(record)
      visit.cohortSteps(cohort)
      section {
        h2(text: visit.say("cohorts.applications"))
        if page.items.isEmpty {
          p(.class("nothing"), text: visit.say("cohorts.no_applications"))
        } else {
          visit.applicationTable(page.items, firms)
        }
        visit.nextPage(next)
      }
      section {
        h2(text: visit.say("cohorts.candidates"))
        p(.class("help"), text: visit.say("cohorts.candidates.help"))
        if candidates.isEmpty {
          p(.class("nothing"), text: visit.say("cohorts.no_candidates"))
        } else {
          visit.mandateReading
        }
        ol(.class("hits")) {
          for (place, candidate) in candidates.enumerated() {
            li { visit.candidate(candidate, programme, isFirst: place == 0) }
          }
        }
        if let programme, visit.actor.parties(towards: own.id).contains(.owner) {
          visit.startupAlert(
            visit.say("cohorts.alert.name", ["programme": programme.title]), programme: programme)
        }
      }
    }
    shown.trail = [("/my/cohorts", visit.say("cohorts.title"))]
    return shown
  }

  /// The startups that fit a cohort's programme and have not applied for it.
  private func candidates(
    _ visit: Visit, _ own: Organisation, _ cohort: Cohort
  ) throws(DomainError) -> [(record: MandateRecord, match: MandateMatch)] {
    guard own.programme(cohort.programme) != nil,
      cohort.status == .draft || cohort.status == .announced
    else { return [] }
    let applied = Set(
      try registry.applications(
        cohort: cohort.id.text, page: PageRequest(limit: Self.mostApplicants), by: visit.actor
      ).items.map(\.startup))
    let list = try registry.startups(
      forMandateOf: own.id.text, programme: cohort.programme, limit: Self.rankedStartups,
      by: visit.actor
    ).list
    return Array(
      list.matches.filter { !applied.contains($0.record.organisation.id) }
        .prefix(Self.mostCandidates))
  }
}

extension Visit {
  fileprivate func cohortFacts(_ record: CohortRecord) -> Node {
    let cohort = record.cohort
    return .group([
      p(.class("line")) { record.intake.map(badge) ?? badge(cohort.status) },
      cohort.statusReason.map { reason in
        p(.class(Tone(cohort.status).box())) {
          strong(text: say("organisation.reason") + " ")
          text(reason)
        }
      } ?? .nothing,
      facts([
        ("cohort.opens", moment(cohort.terms.opens)),
        (
          "cohort.closes",
          time(
            .datetime(cohort.terms.closes.rfc3339InVietnam),
            text: cohort.terms.closes.deadlineOnPages)
        ),
        ("cohort.capacity", .text(String(cohort.terms.capacity))),
        ("cohorts.applications", .text(String(record.applicationCount))),
      ]),
    ])
  }

  /// The steps that this visitor may take with a cohort now.
  fileprivate func cohortSteps(_ cohort: Cohort) -> Node {
    let parties = actor.parties(towards: cohort.incubator)
    guard parties.contains(.owner) else { return .nothing }
    let events = Cohort.lifecycle.events(from: cohort.status, as: parties)
    let path = "/my/cohorts/" + cohort.id.text
    let version = ("version", String(cohort.version))
    return .group([
      div(.class("actions")) {
        for event in events where event != .cancel {
          step(
            path + "/move", "cohorts.\(event.rawValue)", [("event", event.rawValue), version],
            isMain: true)
        }
        if cohort.status == .draft || cohort.status == .announced {
          a(.class("button second"), .href(path + "/edit"), text: say("cohorts.edit"))
        }
      },
      events.contains(.cancel)
        ? details {
          summary(text: say("cohorts.cancel"))
          postForm(path + "/move") {
            hiddenField("event", "cancel")
            versionField(cohort.version)
            remark("reason", id: "reason", isRequired: true)
            button(.class("second"), text: say("cohorts.cancel"))
          }
        } : .nothing,
    ])
  }

  fileprivate func applicationTable(
    _ applications: [Application], _ firms: [ID<Organisation>: Organisation]
  ) -> Node {
    dataTable(
      ["cohorts.startup", "proposals.status", "cohorts.handed_in", "proposals.updated"],
      caption: say("cohorts.applications"),
      rows: applications.map { application in
        let name = firms[application.startup]?.profile.name ?? say("organisation.not_public")
        return [
          a(.href("/my/cohorts/\(application.cohort)/applications/\(application.id)")) {
            text(name)
          },
          badge(application.status), application.submittedAt.map(moment) ?? "–",
          moment(application.updatedAt),
        ]
      })
  }

  /// A startup that fits a programme, with its reasons.
  fileprivate func candidate(
    _ candidate: (record: MandateRecord, match: MandateMatch), _ programme: Programme?,
    isFirst: Bool
  ) -> Node {
    let (firm, match) = (candidate.record.organisation, candidate.match)
    func pairs(_ evidence: [MandateEvidence]) -> [Meeting] {
      programme.map { programme in
        evidence.map { Meeting($0, programme: programme, firm) }
      } ?? []
    }
    let sides = (own: say("match.side.programme"), other: say("startups.other"))
    return article(.class("card")) {
      h3 { a(.href(firm.path)) { text(firm.profile.name) } }
      publicLine(of: firm)
      scoreLine(match.score, match.summary)
      details(.flag("open", isFirst)) {
        summary(text: say("match.why"))
        scoreBars(match.components.map(ScorePart.init), of: match.score)
        meetings(pairs(match.evidence), own: sides.own, other: sides.other)
        missing(match.missing)
      }
    }
  }

  /// Has the asking fund or incubator told of startups that come to fit.
  func startupAlert(_ name: String, programme: Programme? = nil) -> Node {
    postForm("/my/searches", .class("inline")) {
      hiddenField("name", name)
      hiddenField("kind", SavedSearch.Kind.startupMatches.rawValue)
      programme.map { hiddenField("programme", $0.id) }
      hiddenField("alert", SavedSearch.Alert.atOnce.rawValue)
      button(.class("second"), text: say("startups.alert"))
    }
  }
}

import Domain
import HTML
import HTTP
import Matching
import UseCases

/// `/desk`: what waits for an officer, the most pressing first.
extension Site {
  /// The table of these pages.
  var deskPages: [Route] {
    [Route(.GET, "/desk", page(officer(showDesk)))]
  }

  /// How many of each list are shown here.
  private static let few = 5

  func showDesk(_ visit: Visit) throws(DomainError) -> Response {
    let (actor, few) = (visit.actor, PageRequest(limit: Self.few))
    let queue = try registry.waitingOrganisations(page: few, by: actor)
    let questions = try registry.questions(
      problem: nil, statuses: [.asked], page: few, by: actor)
    let claims = try registry.claims(
      organisation: nil, statuses: [.open], page: few, by: actor)
    let overdue = try registry.engagements(overdueOnly: true, page: few, by: actor)
    var filter = DataRequestFilter()
    filter.due = (true, nil)
    let requests = try registry.dataRequests(filter, page: few, by: actor)
    var submitted = ProblemFilter()
    submitted.statuses = [.submitted, .closed, .reviewing, .awarded]
    let problems = try registry.problems(submitted, page: few, by: actor)
    let closing = closingProblems()
    let owed = try registry.reportsDue(by: actor).filter { $0.issued == nil }.map(\.due)
    let firms = try visit.names(of: overdue.items.map(\.engagement.organisation))
    return visit.show(
      WebPage(visit.say("nav.desk"), lead: visit.say("desk.lead")) {
        ul(.class("doors")) {
          visit.door("/desk/queue", "queue", queue.total)
          visit.door("/desk/questions", "questions", questions.total)
          visit.door("/desk/members", "claims", claims.total)
          visit.door(
            "/desk/problems?status=submitted,closed,reviewing,awarded", "problems", problems.total)
          visit.door("/desk/engagements?overdue=true", "overdue", overdue.total)
          visit.door("/desk/data-requests?due=open", "requests", requests.total)
        }
        p(.class("actions")) {
          a(.class("button"), .href("/desk/problems/new"), text: visit.say("desk.problem.new"))
          a(
            .class("button second"), .href("/desk/documents/new"),
            text: visit.say("desk.document.new"))
        }
        visit.part("report.due", [visit.owedReports(owed)])
        visit.part(
          "desk.queue",
          queue.items.isEmpty
            ? []
            : [
              ul(.class("plain")) {
                for item in queue.items {
                  li(.class("line")) {
                    a(.href("/desk/queue/" + item.organisation.id.text)) {
                      visit.text(item.organisation.profile.name)
                    }
                    span(text: visit.waitingKind(item))
                    span {
                      visit.say("desk.since") + " "
                      visit.moment(item.since)
                    }
                  }
                }
              }
            ])
        visit.part("desk.problems", [visit.problemLines(problems.items)])
        visit.closingPart(closing)
        visit.part(
          "desk.overdue",
          overdue.items.isEmpty
            ? []
            : [
              ul(.class("plain")) {
                for item in overdue.items {
                  li(.class("line")) {
                    a(.href("/desk/engagements/" + item.engagement.id.text)) {
                      visit.text(firms[item.engagement.organisation] ?? "–")
                    }
                    item.engagement.nextDue.map {
                      span(text: visit.say("desk.due") + " " + Figures.day($0))
                    }
                  }
                }
              }
            ])
        visit.part(
          "desk.requests",
          requests.items.isEmpty
            ? []
            : [
              ul(.class("plain")) {
                for item in requests.items {
                  li(.class("line")) {
                    a(.href("/desk/data-requests/" + item.id.text), text: item.number)
                    span(text: visit.word(item.kind))
                    visit.clock(of: item)
                  }
                }
              }
            ])
      })
  }

  /// Open problems by their deadline, the nearest first.
  private func closingProblems() -> [Hit] {
    var query = SearchQuery(text: "", limit: Self.few)
    query.types = [.problem]
    query.statuses = [Problem.Status.published.rawValue]
    query.order = .deadline(at: registry.now)
    return registry.search(query).hits
  }
}

extension Visit {
  /// A way to a list with how many wait in it.
  fileprivate func door(_ path: String, _ name: String, _ count: Int) -> Node {
    li {
      a(.href(path)) {
        strong(text: "\(Figures.grouped(Int64(count), language)) · \(say("desk.\(name)"))")
        span(text: say("desk.\(name).help"))
      }
    }
  }

  /// Whether a registration or a change of one waits.
  func waitingKind(_ item: WaitingOrganisation) -> String {
    item.isRevision ? say("queue.revision") : say("queue.registration")
  }

  /// Problems as lines that lead to where officers work on them.
  func problemLines(_ problems: [Problem]) -> Node {
    guard !problems.isEmpty else { return .nothing }
    return ul(.class("plain")) {
      for problem in problems {
        li(.class("line")) {
          a(.href(problem.deskPath)) { text(problem.statement.title) }
          problem.code.map { span(.class("code"), text: $0) }
          badge(problem.status)
        }
      }
    }
  }

  /// How many days ahead deadlines are shown.
  private static let closingDays = 14

  /// Those of the problems whose deadline is near.
  fileprivate func closingPart(_ hits: [Hit]) -> Node {
    guard !hits.isEmpty,
      let problems = try? site.registry.problems(hits.map { ID($0.id) }, by: actor)
    else { return .nothing }
    let now = site.registry.now
    let horizon = CalendarDay(inVietnam: now).adding(days: Self.closingDays).description
    let open = hits.compactMap { problems[ID($0.id)] }.filter {
      $0.statement.deadline.map { $0 >= now && $0.dayInVietnam <= horizon } ?? false
    }
    guard !open.isEmpty else { return .nothing }
    return section {
      h2(text: say("desk.closing", ["days": String(Self.closingDays)]))
      ul(.class("plain")) {
        for problem in open {
          li(.class("line")) {
            a(.href(problem.deskPath)) { text(problem.statement.title) }
            problem.statement.deadline.map { last in
              span {
                say("problem.until") + " "
                deadline(last)
              }
            }
          }
        }
      }
    }
  }

  /// How many days ahead reports that are owed are shown.
  private static let reportDays = 60

  /// Reports that are owed soon, each with its last day and how many days are left.
  fileprivate func owedReports(_ due: [ReportDue]) -> Node {
    let today = CalendarDay(inVietnam: site.registry.now)
    let near = due.filter { $0.daysLeft(on: today) <= Self.reportDays }
    guard !near.isEmpty else { return .nothing }
    return ul(.class("plain")) {
      for entry in near {
        li(.class("line")) {
          if today < entry.period.first {
            span(text: title(of: entry.period))
          } else {
            a(.href(entry.period.deskPath), text: title(of: entry.period))
          }
          span {
            say("report.due.last") + " "
            time(
              .datetime(entry.last.description), text: Figures.day(entry.last.description))
          }
          span(
            .class(entry.daysLeft(on: today) <= Self.closingDays ? "late" : ""),
            text: daysLeft(entry, on: today))
        }
      }
    }
  }

  /// How many days are left for a report, in words.
  func daysLeft(_ due: ReportDue, on today: CalendarDay) -> String {
    let left = due.daysLeft(on: today)
    return say(left == 0 ? "report.due.today" : "report.due.days", ["count": String(left)])
  }

  /// How a request about personal data stands against the clock, in words.
  func clock(of request: DataRequest) -> Node {
    guard let due = request.dueAt else { return .nothing }
    return span(.class(request.isOverdue(at: site.registry.now) ? "late" : "")) {
      request.isOverdue(at: site.registry.now) ? say("desk.overdue_since") : say("desk.due")
      " "
      deadline(due)
    }
  }

  /// The names of organisations, as far as the visitor may know of them.
  func names(
    of ids: [ID<Organisation>]
  ) throws(DomainError) -> [ID<Organisation>: String] {
    guard !ids.isEmpty else { return [:] }
    return try site.registry.organisations(Array(Set(ids)), by: actor)
      .mapValues(\.profile.name)
  }
}

extension Problem {
  /// Where officers work on it.
  var deskPath: String { "/desk/problems/" + id.text }
}

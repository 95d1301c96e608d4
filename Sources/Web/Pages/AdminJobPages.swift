import Domain
import HTML
import HTTP
import UseCases

/// `/admin/jobs`: what the service does by itself, and whether all is well.
extension Site {
  /// The table of these pages.
  var adminJobPages: [Route] {
    [
      Route(.GET, "/admin/jobs", page(administrator(showJobs))),
      Route(.GET, "/admin/jobs/health", page(administrator(showHealth))),
      Route(.POST, "/admin/jobs/retry", submission(administrator(retryMail))),
      Route(.POST, "/admin/jobs/test", submission(administrator(sendTestMail))),
    ]
  }

  private static let test = Form(
    name: "test_mail", fields: [FormField(member: "email", kind: .email, isRequired: true)])

  func showJobs(_ visit: Visit) throws(DomainError) -> Response {
    visit.show(try jobsPage(visit, FormState(form: Self.test)))
  }

  private func jobsPage(_ visit: Visit, _ state: FormState) throws(DomainError) -> WebPage {
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    let failedOnly = query.codes("failed", of: ["true"]) == ["true"]
    let page = try registry.deliveries(
      failedOnly: failedOnly, page: try query.page(of: "deliveries"), by: visit.actor)
    let next = page.next.map { Cursor.encode("deliveries", $0) }
    let indexed = registry.indexed
    return WebPage(visit.say("jobs.title"), lead: visit.say("jobs.lead")) {
      visit.problems(of: state)
      section {
        h2(text: visit.say("jobs.index"))
        visit.facts([
          (
            "jobs.organisations",
            .text(Figures.grouped(Int64(indexed.organisations), visit.language))
          ),
          ("jobs.problems", .text(Figures.grouped(Int64(indexed.problems), visit.language))),
        ])
        p {
          a(
            .class("button second"), .href("/admin/jobs/health"), text: visit.say("jobs.check"))
        }
      }
      section {
        h2(text: visit.say("jobs.mail"))
        nav(.class("tabs"), .aria("label", visit.say("jobs.mail"))) {
          ul {
            for (path, key, isChosen) in [
              ("/admin/jobs", "jobs.mail.all", !failedOnly),
              ("/admin/jobs?failed=true", "jobs.mail.failed", failedOnly),
            ] {
              li {
                a(
                  .href(path), isChosen ? .aria("current", "page") : .flag("", false),
                  text: visit.say(key))
              }
            }
          }
        }
        if page.items.isEmpty {
          p(.class("nothing"), text: visit.say("jobs.mail.none"))
        } else {
          visit.deliveryTable(page.items)
        }
        visit.nextPage(next)
      }
      section {
        h2(text: visit.say("jobs.test"))
        visit.postForm("/admin/jobs/test") {
          visit.fields(of: state)
          button(.class("second"), text: visit.say("jobs.test.button"))
        }
      }
    }
  }

  /// Looks the whole register through; asked for, since it reads every record.
  func showHealth(_ visit: Visit) throws(DomainError) -> Response {
    let checks = try registry.check()
    var page = WebPage(visit.say("jobs.check"), lead: visit.say("jobs.check.lead")) {
      let faulty = checks.filter { !$0.faults.isEmpty }.count
      p(
        .class(faulty == 0 ? "done" : "faults"), .role("status"),
        text: visit.say(
          faulty == 0 ? "jobs.check.sound" : "jobs.check.unsound", ["count": String(faulty)]))
      visit.checkTable(checks)
    }
    page.trail = [("/admin/jobs", visit.say("jobs.title"))]
    return visit.show(page)
  }

  func retryMail(_ visit: Visit) throws(DomainError) -> Response {
    do throws(DomainError) {
      _ = try registry.retryDelivery(ID(visit.filled("delivery") ?? ""), by: visit.actor)
    } catch {
      var state = try FormState(form: Self.test).refused(error, visit.posted)
      state.values = FormValues()
      return visit.showRefused(try jobsPage(visit, state), error)
    }
    return try visit.goOn(to: "/admin/jobs", done: "mail_retried")
  }

  func sendTestMail(_ visit: Visit) throws(DomainError) -> Response {
    do throws(DomainError) {
      guard let address = visit.filled("email"), address.contains("@") else {
        throw .invalid([
          Fault(
            "/email", visit.filled("email") == nil ? .missing : .badFormat,
            found: visit.filled("email"), accepted: "an@example.vn")
        ])
      }
      _ = try registry.sendTestNotice(to: address, visit.language, by: visit.actor)
    } catch {
      return try visit.again(Self.test, error) { state throws(DomainError) in
        try jobsPage(visit, state)
      }
    }
    return try visit.goOn(to: "/admin/jobs", done: "mail_tested")
  }
}

extension Visit {
  fileprivate func deliveryTable(
    _ deliveries: [(delivery: Delivery, kinds: [Notice.Kind])]
  ) -> Node {
    dataTable(
      [
        "jobs.mail.what", "jobs.mail.state", "jobs.mail.attempts", "jobs.mail.next",
        "jobs.mail.error", "tokens.step",
      ],
      caption: say("jobs.mail"),
      rows: deliveries.map { delivery, kinds in
        [
          .text(Set(kinds.map { word($0) }).sorted().joined(separator: ", ")),
          badge(delivery.state), .text(String(delivery.attempts)),
          delivery.endedAt.map(moment) ?? moment(delivery.nextAt),
          .text(delivery.error ?? "–"),
          delivery.state == .failed && delivery.account != nil
            ? step("/admin/jobs/retry", "jobs.mail.retry", [("delivery", delivery.id.text)])
            : "–",
        ]
      })
  }

  /// How much was looked at: of what is under seal not even the number is told, and so not of the
  /// entries of the audit log either, among which those on it are.
  private func examined(_ check: HealthCheck) -> String {
    let isSealed = check.name == "audit_chain" || !check.countsSealed && check.examined == 0
    return isSealed
      ? say("jobs.check.sealed") : Figures.grouped(Int64(check.examined), language)
  }

  fileprivate func checkTable(_ checks: [HealthCheck]) -> Node {
    dataTable(
      ["jobs.check.name", "jobs.check.examined", "jobs.check.result"],
      caption: say("jobs.check"),
      rows: checks.map { check in
        [
          .text(say("jobs.check.\(check.name)")),
          .text(examined(check)),
          check.faults.isEmpty
            ? .text(say("jobs.check.ok"))
            : ul(.class("plain")) {
              for fault in check.faults.prefix(20) { li { code(text: fault) } }
            },
        ]
      })
  }
}

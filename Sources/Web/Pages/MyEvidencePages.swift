import Domain
import HTML
import HTTP
import UseCases

/// `/my/organisation/evidence`: what shows the legal classes of one's organisation, with its days
/// and the paper itself.
extension Site {
  private func evidenceForm(_ visit: Visit) -> Form {
    Form(
      name: "evidence",
      fields: [
        FormField(
          member: "status", kind: .choice(visit.choices(of: LegalClass.self)), isRequired: true),
        FormField(member: "issuer", kind: .line(most: TextLimit.line)),
        FormField(member: "number", kind: .line(most: TextLimit.line)),
        FormField(member: "issued_on", kind: .day),
        FormField(member: "expires_on", kind: .day),
        FormField(member: "file", kind: .file),
      ])
  }

  func showMyEvidence(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    guard visit.mayEdit(own) else {
      throw .forbidden(action: "organisation.update", needs: ["owner"])
    }
    let form = evidenceForm(visit)
    let asked = visit.request.query["class"] ?? ""
    let held = own.wishedLegal.first { ($0["status"] ?? $0).text == asked }
    let record = held.map { $0.text == nil ? $0 : ["status": $0] }
    return visit.show(
      evidencePage(
        visit, own,
        FormState(
          form: form,
          values: record.map { FormValues(record: $0, form: form) } ?? FormValues())))
  }

  private func evidencePage(
    _ visit: Visit, _ own: Organisation, _ state: FormState
  ) -> WebPage {
    var page = WebPage(visit.say("evidence.title"), lead: visit.say("evidence.lead")) {
      visit.problems(of: state)
      if own.status == .verified {
        p(.class("notice"), text: visit.say("organisation.edit.verified"))
      }
      visit.fileForm("/my/files", [("evidence", "true"), ("version", String(own.version))]) {
        visit.fields(of: state)
      }
    }
    page.trail = [("/my", visit.say("nav.my")), ("/my/organisation", own.profile.name)]
    return page
  }

  /// Takes what shows a legal class; a paper that was there stays where none is sent along.
  func addEvidence(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let form = evidenceForm(visit)
    do throws(DomainError) {
      let typed = FormValues(visit.posted)
      let missing = form.missing(in: typed)
      guard missing.isEmpty else { throw .invalid(missing) }
      var entry = form.record(from: typed)
      guard visit.mayEdit(own) else {
        throw .forbidden(action: "organisation.update", needs: ["owner"])
      }
      if let file = try storeFileIfAny(visit) {
        entry = entry.merging(["file": .string(file.id.text)])
      }
      var legal = own.wishedLegal.map { $0.text == nil ? $0 : ["status": $0] }
      if let place = legal.firstIndex(where: { $0["status"] == entry["status"] }) {
        let paper = legal[place]["file"]
        legal[place] =
          entry["file"] == nil ? entry.merging(paper.map { ["file": $0] } ?? [:]) : entry
      } else {
        legal.append(entry)
      }
      _ = try registry.updateOrganisation(
        own.id.text, patch: ["legal": .array(legal)], expecting: visit.expectedVersion,
        by: visit.actor)
    } catch {
      return try visit.again(form, error.ofOneClass) { evidencePage(visit, own, $0) }
    }
    return try visit.goOn(to: "/my/organisation", done: "evidence_saved")
  }
}

extension DomainError {
  /// The same error with faults told of the one class that a form holds, not of its place among
  /// others.
  fileprivate var ofOneClass: DomainError {
    guard case .invalid(let faults) = self else { return self }
    return .invalid(
      faults.map { fault in
        let parts = fault.path.split(separator: "/")
        guard parts.first == "legal", parts.count > 2 else { return fault }
        return Fault(
          "/" + parts.dropFirst(2).joined(separator: "/"), fault.rule, found: fault.found,
          accepted: fault.accepted)
      })
  }
}

extension Visit {
  /// Whether this visitor may change an organisation's record now.
  func mayEdit(_ own: Organisation) -> Bool {
    actor.parties(towards: own.id).contains(.owner) && own.status != .withdrawn
      && own.status != .suspended
  }

  /// The legal classes of one's organisation, with what shows them and until when they count.
  func ownEvidence(of own: Organisation) -> Node {
    let mayEdit = mayEdit(own)
    let legal = own.profile.legal
    guard mayEdit || !legal.isEmpty else { return .nothing }
    let today = site.registry.now.dayInVietnam
    return part(
      "evidence.own",
      [
        legal.isEmpty
          ? p(.class("nothing"), text: say("evidence.none"))
          : ul(.class("plain")) {
            for held in legal { evidence(held, on: today, mayEdit: mayEdit) }
          },
        mayEdit
          ? p {
            a(
              .class("button second"), .href("/my/organisation/evidence"),
              text: say("evidence.add"))
          } : .nothing,
      ])
  }

  private func evidence(_ held: LegalStatus, on today: String, mayEdit: Bool) -> Node {
    let edit = "/my/organisation/evidence?class=" + held.status.rawValue
    return li(.class("card")) {
      h3(text: word(held.status))
      p(.class("line")) {
        span(text: say(held.isRecognised ? "evidence.recognised" : "evidence.declared"))
        expiry(of: held, on: today)
      }
      facts([
        ("form.organisation.legal.issuer", held.issuer.map(text)),
        ("form.organisation.legal.number", held.number.map { .text($0) }),
        ("form.organisation.legal.issued_on", held.issuedOn.map { .text(Figures.day($0)) }),
        ("form.organisation.legal.expires_on", held.expiresOn.map { .text(Figures.day($0)) }),
        (
          "queue.paper",
          held.file.map { file in
            a(.href("/my/files/" + file.text), text: say("evidence.download"))
          }
        ),
      ])
      if mayEdit {
        p {
          a(.href(edit)) {
            say(held.file == nil ? "evidence.attach" : "evidence.change")
            span(.class("hidden"), text: " – " + word(held.status))
          }
        }
      }
    }
  }

  /// Until when a legal class counts, in words.
  private func expiry(of held: LegalStatus, on today: String) -> Node {
    guard let last = held.expiresOn else { return .nothing }
    if last < today { return span(.class("late"), text: say("evidence.ended")) }
    let days = CalendarDay(last).flatMap { end in
      CalendarDay(today).map { end.number - $0.number }
    }
    return days.map {
      span(
        .class($0 <= 30 ? "late" : ""),
        text: say("evidence.days_left", ["count": Figures.grouped(Int64($0), language)]))
    } ?? .nothing
  }
}

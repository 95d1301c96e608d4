import Domain
import HTML
import HTTP
import UseCases

/// What one's own registration waits for, what DOST has said of it, and when it was last confirmed.
extension Site {
  func confirmMyOrganisation(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    _ = try registry.confirmRecord(of: own.id.text, by: visit.actor)
    return try visit.goOn(to: "/my/organisation", done: "record_confirmed")
  }

  func withdrawMyRevision(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    _ = try registry.withdrawRevision(
      of: own.id.text, expecting: visit.expectedVersion, by: visit.actor)
    return try visit.goOn(to: "/my/organisation", done: "revision_withdrawn")
  }
}

extension Visit {
  /// Why the registration was returned, member by member, each leading to its field.
  func returnedReasons(_ own: Organisation) -> Node {
    let reasons = own.openRemarks
    guard !reasons.isEmpty else { return .nothing }
    let mayEdit = actor.parties(towards: own.id).contains(.owner)
    let form = OrganisationForm(own.profile.kind, self).form
    return part(
      "organisation.reasons",
      [
        ul {
          for reason in reasons {
            li {
              let name = memberName(reason.pointer)
              if mayEdit, let field = form.field(of: Fault(reason.pointer, .notAccepted)) {
                a(.href("/my/organisation/edit#" + field.id), text: name)
              } else {
                strong(text: name)
              }
              ": "
              text(reason.reason)
            }
          }
        }
      ])
  }

  /// The change of key members that waits for DOST, and the last one that was refused.
  func revision(of own: Organisation) -> Node {
    let registration = own.registration
    let refused = registration.refusal.map { refusal in
      div(.class("notice")) {
        p {
          say("organisation.revision.refused") + " "
          moment(refusal.at)
        }
        p {
          strong(text: say("organisation.reason") + " ")
          text(refusal.reason)
        }
      }
    }
    guard let pending = registration.pending else { return refused ?? .nothing }
    let changes = MemberChange.between(.object(JSONObject(own.profile.members)), own.wish)
    return part(
      "organisation.revision",
      [
        p {
          say("organisation.revision.since") + " "
          moment(pending.at)
        },
        p(.class("help"), text: say("organisation.revision.help")),
        changeList(changes),
        actor.parties(towards: own.id).contains(.owner)
          ? step(
            "/my/organisation/revision", "organisation.revision.withdraw",
            [("version", String(own.version))]) : .nothing,
      ])
  }

  /// When the record was verified and last confirmed, and the button that confirms it.
  func confirmation(of own: Organisation) -> Node {
    guard own.status == .verified else { return .nothing }
    let registration = own.registration
    let today = site.registry.now.dayInVietnam
    let mayConfirm =
      actor.parties(towards: own.id).contains(.owner) && registration.confirmedOn != today
    return part(
      "organisation.confirmation",
      [
        own.isStale ? p(.class("notice"), text: say("organisation.stale.own")) : .nothing,
        facts([
          ("organisation.verified", registration.verifiedOn.map { .text(Figures.day($0)) }),
          (
            "organisation.confirmed",
            .text(registration.confirmedOn.map(Figures.day) ?? say("organisation.unconfirmed"))
          ),
        ]),
        p(.class("help"), text: say("organisation.confirmation.help")),
        mayConfirm
          ? step("/my/organisation/confirm", "organisation.confirm", isMain: own.isStale)
          : .nothing,
      ])
  }
}

extension Organisation {
  /// What DOST has said of single members and still waits for.
  var openRemarks: [FieldReason] { status == .returned ? registration.reasons : [] }

  /// Why it was returned or suspended, where more is said of that than of single members.
  var reasonAsAWhole: String? {
    let single = registration.reasons.map { "\($0.pointer): \($0.reason)" }.joined(separator: "; ")
    return statusReason == single ? nil : statusReason
  }

  /// The record as its members want it: with what waits for DOST.
  var wish: JSON {
    let held = JSON.object(JSONObject(profile.members))
    return registration.pending.map { held.merging(.object($0.changes)) } ?? held
  }

  /// The legal classes as its members want them, with those that wait for DOST.
  var wishedLegal: [JSON] { wish["legal"]?.elements ?? [] }

  /// A change of its record that leaves each paper with the class that it shows: forms do not send
  /// them back.
  func keepingPapers(_ patch: JSON) -> JSON {
    guard let rows = patch["legal"]?.elements else { return patch }
    let held = wishedLegal
    let kept = rows.map { row -> JSON in
      guard let file = held.first(where: { $0["status"] == row["status"] })?["file"],
        row["file"] == nil
      else { return row }
      return row.merging(["file": file])
    }
    return patch.merging(["legal": .array(kept)])
  }
}

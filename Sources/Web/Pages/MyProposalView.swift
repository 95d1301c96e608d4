import Domain
import HTML
import HTTP
import Matching
import UseCases

/// The pieces of a proposal's page.
extension Visit {
  /// Whether this visitor may change the offer now.
  func isEditable(_ proposal: Proposal) -> Bool {
    proposal.status == .draft && leads(proposal)
  }

  private func leads(_ proposal: Proposal) -> Bool {
    actor.parties(towards: proposal.organisation).contains(.owner)
  }

  /// Where a proposal stands, in words.
  func proposalStanding(_ proposal: Proposal, _ own: Organisation, _ lead: Organisation) -> Node {
    let isPartner = proposal.organisation != own.id
    let box = Tone(proposal.status).box(isTheirs: proposal.status == .draft)
    return div(.class(box)) {
      if isPartner {
        p {
          say("proposal.led_by") + " "
          strong { text(lead.profile.name) }
        }
      }
      p(text: say("proposal.standing.\(proposal.status.rawValue)"))
      if let reason = proposal.statusReason {
        p {
          strong(text: say("organisation.reason") + " ")
          text(reason)
        }
      }
      if let submitted = proposal.submittedAt {
        p {
          say("proposal.submitted_at") + " "
          time(.datetime(submitted.rfc3339InVietnam), text: submitted.deadlineTextInVietnam)
          if proposal.status != .withdrawn, proposal.status != .draft {
            " · "
            a(
              .href("/my/proposals/\(proposal.id)/receipt"), text: say("proposal.receipt"))
          }
        }
      }
    }
  }

  /// What is offered, to read.
  func offer(_ proposal: Proposal) -> Node {
    guard let offer = proposal.offer else { return .nothing }
    return .group([
      offer.approach.map { paragraphs($0) } ?? .nothing,
      facts([
        ("form.proposal.cost_vnd", offer.costVND.map { .text(money($0)) }),
        (
          "form.proposal.duration_months",
          offer.durationMonths.map { .text(say("proposal.months", ["count": String($0)])) }
        ),
        ("form.proposal.trl", offer.trl.map { .text(say("trl.\($0)")) }),
      ]),
    ])
  }

  /// The steps that this visitor may take with a proposal now.
  func proposalSteps(_ proposal: Proposal, _ problem: Problem) -> Node {
    let isOpen = takesProposals(problem)
    let events = Proposal.lifecycle.events(
      from: proposal.status, as: actor.parties(towards: proposal.organisation))
    let isAgreed = proposal.partnerships.allSatisfy { $0.status == .confirmed }
    func move(_ event: String, _ key: String, isMain: Bool = false) -> Node {
      step(
        "/my/proposals/\(proposal.id)/move", key,
        [("event", event), ("version", String(proposal.version))], isMain: isMain)
    }
    guard isOpen, !events.isEmpty else { return .nothing }
    return section {
      h2(text: say("proposal.steps"))
      if events.contains(.submit) {
        p(text: say("proposal.seal"))
        ul {
          li(text: say("proposal.seal.who"))
          li(text: say("proposal.seal.back"))
          li(text: say("proposal.seal.receipt"))
        }
        proposal.offer.map { offer in
          offer.submissionFaults.isEmpty
            ? .nothing
            : p(
              .class("help"),
              text: say("proposal.owed") + " "
                + offer.submissionFaults.map {
                  say("form.proposal.\($0.path.dropFirst())")
                }.joined(separator: ", "))
        }
      }
      if events.contains(.submit), !isAgreed {
        p(.class("notice"), text: say("proposal.waiting"))
      }
      div(.class("actions")) {
        if events.contains(.submit), isAgreed {
          move("submit", "proposal.submit", isMain: true)
        }
        if events.contains(.reopen) { move("reopen", "proposal.reopen", isMain: true) }
        if events.contains(.withdraw) { move("withdraw", "proposal.withdraw") }
      }
    }
  }

  /// For a partner: whether it takes part.
  func partnershipSteps(_ proposal: Proposal, _ own: Organisation) -> Node {
    guard let mine = proposal.partnerships.first(where: { $0.organisation == own.id }) else {
      return .nothing
    }
    let events =
      proposal.status == .draft
      ? Partnership.lifecycle.events(from: mine.status, as: actor.parties(towards: own.id)) : []
    let path = "/my/proposals/\(proposal.id)/partnership"
    return section {
      h2(text: say("proposal.partnership"))
      p {
        badge(mine.status)
        " " + say("proposal.partnership.help")
      }
      div(.class("actions")) {
        if events.contains(.confirm) {
          step(path, "proposal.partnership.confirm", [("event", "confirm")], isMain: true)
        }
        if events.contains(.refuse) {
          step(path, "proposal.partnership.refuse", [("event", "refuse")])
        }
      }
    }
  }

  /// Who else has a part in a proposal; for its lead, with a search for more.
  func partners(_ proposal: Proposal, names: [String: String], found: [Hit]) -> Node {
    let path = "/my/proposals/\(proposal.id)"
    let version = ("version", String(proposal.version))
    let isEditable = isEditable(proposal)
    guard isEditable || !proposal.partnerships.isEmpty else { return .nothing }
    return section {
      h2(text: say("proposal.partners"))
      if !proposal.partnerships.isEmpty {
        ul(.class("plain")) {
          for partnership in proposal.partnerships {
            let id = partnership.organisation.text
            li(.class("actions")) {
              a(.href("/organisations/" + id)) { text(names[id] ?? id) }
              badge(partnership.status)
              if isEditable {
                step(path + "/partners", "proposal.partner.remove", [("remove", id), version])
              }
            }
          }
        }
      }
      if isEditable {
        p(.class("help"), text: say("proposal.partners.help"))
        HTML.form(.class("actions"), .action(path)) {
          div(.class("field")) {
            label(.for("partner"), text: say("proposal.partner.find"))
            input(
              .id("partner"), .name("partner"), .type("search"),
              .value(request.query["partner"] ?? ""), .attribute("maxlength", "200"))
          }
          button(.class("second"), text: say("search.button"))
        }
        if request.query["partner"] != nil {
          if found.isEmpty { p(.class("nothing"), text: say("list.nothing")) }
          ul(.class("plain")) {
            for hit in found {
              li(.class("actions")) {
                a(.href("/organisations/" + hit.id)) { text(hit.name) }
                step(path + "/partners", "proposal.partner.add", [("add", hit.id), version])
              }
            }
          }
        }
      }
    }
  }

  /// The files of a proposal; for its lead, with a form for more.
  func attachments(_ proposal: Proposal) -> Node {
    let isEditable = isEditable(proposal)
    guard isEditable || !proposal.attachments.isEmpty else { return .nothing }
    return section {
      h2(text: say("proposal.files"))
      if !proposal.attachments.isEmpty {
        ul(.class("plain")) {
          for file in proposal.attachments {
            li(.class("actions")) {
              a(.href("/my/files/" + file.file.text), text: file.name)
              span(.class("number"), text: fileSize(file.size))
              if isEditable {
                step(
                  "/my/proposals/\(proposal.id)/detach", "proposal.file.remove",
                  [("file", file.file.text), ("version", String(proposal.version))])
              }
            }
          }
        }
      }
      if isEditable {
        uploadForm(
          say(
            "files.help.proposal",
            ["count": String(Attachment.most), "all": fileSize(Attachment.mostBytes)]),
          [("proposal", proposal.id.text), ("version", String(proposal.version))])
      }
    }
  }

  /// A form that hands a file in; types and sizes are told beforehand, `limit` how many are taken.
  func uploadForm(_ limit: String, _ hidden: [(name: String, value: String)]) -> Node {
    postForm(
      "/my/files", .attribute("enctype", "multipart/form-data"), .data("upload", "true"),
      .data("most", String(StoredFile.mostBytes))
    ) {
      for (name, value) in hidden { hiddenField(name, value) }
      div(.class("field")) {
        label(.for("file"), text: say("files.choose"))
        p(
          .class("help"), .id("file-help"),
          text: say("files.help", ["most": fileSize(StoredFile.mostBytes)]) + " " + limit)
        input(
          .id("file"), .name("file"), .type("file"), .flag("required"),
          .aria("describedby", "file-help"),
          .attribute("accept", FileType.accepted))
      }
      div(.class("actions")) {
        button(text: say("files.button"))
        Tag("progress")(
          .attribute("max", "100"), .value("0"), .flag("hidden"),
          .aria("label", say("files.progress")))
      }
    }
  }

  /// A form with a field for a file, which shows how far the file has come.
  func fileForm(
    _ path: String, _ hidden: [(name: String, value: String)], button key: String = "form.save",
    @Markup contents: () -> [Node]
  ) -> Node {
    postForm(
      path, .attribute("enctype", "multipart/form-data"), .data("upload", "true"),
      .data("most", String(StoredFile.mostBytes))
    ) {
      for (name, value) in hidden { hiddenField(name, value) }
      contents()
      div(.class("actions")) {
        button(text: say(key))
        Tag("progress")(
          .attribute("max", "100"), .value("0"), .flag("hidden"),
          .aria("label", say("files.progress")))
      }
    }
  }

  /// Bytes as people read them: `1,5 MB`.
  func fileSize(_ bytes: Int) -> String {
    guard bytes >= 1_000_000 else { return "\((bytes + 999) / 1000)\u{A0}kB" }
    let tenths = (bytes + 50_000) / 100_000
    let whole = String(tenths / 10)
    guard !tenths.isMultiple(of: 10) else { return whole + "\u{A0}MB" }
    return whole + (language == .vi ? "," : ".") + String(tenths % 10) + "\u{A0}MB"
  }

  /// Why a file was not taken.
  func refusalOfFile(_ error: DomainError) -> Node {
    guard case .invalid(let faults) = error else { return refusalBox(error) }
    return div(.class("faults"), .id("faults"), .role("alert"), .attribute("tabindex", "-1")) {
      h2(text: say("files.refused"))
      ul {
        for fault in faults {
          li {
            a(
              .href("#file"),
              text: fault.rule == .notAccepted
                ? say("files.unknown") : site.errors.text(of: fault, language))
          }
        }
      }
    }
  }
}

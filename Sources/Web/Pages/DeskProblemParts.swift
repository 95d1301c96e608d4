import Domain
import HTML
import HTTP
import Matching
import UseCases

/// The pieces of the pages on which officers write and lead problems.
extension Visit {
  /// What problems are narrowed down by on the desk: every state, with how many are in it.
  func problemFacets(_ filter: ProblemFilter, _ counts: [(Problem.Status, Int)]) -> Node {
    HTML.form(
      .class("narrow"), .action("/desk/problems"), .data("live", "results"),
      .aria("label", say("list.narrow"))
    ) {
      fieldset(.class("states")) {
        legend(text: say("facet.status"))
        for (status, count) in counts {
          label {
            input(
              .type("checkbox"), .name("status"), .value(status.rawValue),
              .flag("checked", filter.statuses.contains(status)))
            " \(word(status)) "
            span(.class("number"), text: String(count))
          }
        }
      }
      picker("field", say("facet.field"), choices(of: Field.self), filter.fields.first?.rawValue)
      picker("province", say("facet.province"), provinces, filter.provinces.first)
      button(text: say("list.apply"))
      if !request.query.items.isEmpty {
        a(.class("reset"), .href(request.rawPath), text: say("list.reset"))
      }
    }
  }

  /// One of several, or all of them.
  func picker(
    _ name: String, _ label: String, _ choices: [FormField.Choice], _ chosen: String?
  ) -> Node {
    div(.class("field")) {
      HTML.label(.for("pick-" + name), text: label)
      select(.id("pick-" + name), .name(name)) {
        option(.value(""), text: say("list.all"))
        for choice in choices {
          option(.value(choice.code), .flag("selected", choice.code == chosen), text: choice.name)
        }
      }
    }
  }

  /// The form of a problem, and beside it who would match.
  func problemEditor(
    _ path: String, _ state: FormState, preview record: JSON?, hidden: Node
  ) -> Node {
    div(.class("beside")) {
      postForm(path, .data("keep", "true"), .data("preview", "/desk/preview")) {
        hidden
        fields(of: state)
        div(.class("actions")) {
          button(.name("then"), .value("save"), text: say("organisation.save"))
          button(
            .class("second"), .name("then"), .value("preview"), text: say("desk.preview.button"))
        }
      }
      preview(of: record)
    }
  }

  /// The first who would match a problem as it is written.
  func preview(of record: JSON?) -> Node {
    aside(.id("preview"), .class("preview"), .aria("live", "polite")) {
      h2(text: say("desk.preview"))
      p(.class("help"), text: say("desk.preview.help"))
      if let record, let title = record["title"]?.text, !title.isEmpty { previewed(record) }
    }
  }

  private func previewed(_ record: JSON) -> Node {
    let list: MatchList<Organisation>
    do throws(DomainError) {
      list = try site.registry.solvers(
        for: record, limit: Self.mostPreviewed, kinds: nil, by: actor
      ).list
    } catch {
      // What cannot be read yet is told when the form is saved.
      return p(.class("nothing"), text: say("desk.preview.unread"))
    }
    guard !list.matches.isEmpty else { return p(.class("nothing"), text: say("solvers.none")) }
    return ol(.class("hits")) {
      for matched in list.matches {
        li {
          article(.class("card")) {
            h3 {
              a(.href(matched.record.path)) { text(matched.record.profile.name) }
            }
            scoreLine(matched.match.score, matched.match.summary)
            concepts(matched.match)
          }
        }
      }
    }
  }

  private static let mostPreviewed = 5

  /// In which concepts a match meets, as tags.
  func concepts(_ match: Match<Organisation>) -> Node {
    var names: [String] = []
    for evidence in match.evidence {
      let name = evidence.conceptLabel.map(language.pick) ?? evidence.problemPhrase
      if !names.contains(name) { names.append(name) }
    }
    return names.isEmpty
      ? .nothing : ul(.class("tags")) { for name in names.prefix(6) { li { text(name) } } }
  }

  /// The pages of one problem on the desk.
  func problemTabs(_ problem: Problem, _ current: String) -> Node {
    let isOver = ![.draft, .submitted, .published, .suspended].contains(problem.status)
    var tabs = [("", "desk.tab.problem"), ("/shortlist", "desk.tab.shortlist")]
    if problem.publishedAt != nil {
      tabs += [("/proposals", "desk.tab.proposals"), ("/review", "desk.tab.review")]
    }
    return nav(.class("tabs"), .aria("label", say("desk.tabs"))) {
      ul {
        for (path, key) in tabs {
          li {
            a.with(
              [.href(problem.deskPath + path)]
                + (path == current ? [.aria("current", "page")] : [])
            ) { say(key) }
          }
        }
        if isOver {
          li {
            a(.href("/desk/engagements?problem=" + problem.id.text), text: say("desk.tab.work"))
          }
        }
        if problem.publishedAt != nil {
          li { a(.href(problem.path), text: say("desk.tab.public")) }
        }
      }
    }
  }

  /// How complete a statement is, and what a solver would ask, each leading to its field.
  func completeness(of problem: Problem) -> Node {
    let grade = problem.statement.completeness
    return section {
      h2(text: say("desk.problem.grade"))
      div(.class("score")) {
        strong(text: "\(grade)\u{A0}%")
        Tag("meter")(
          .attribute("min", "0"), .attribute("max", "100"), .value(String(grade)),
          .aria("label", say("desk.problem.grade")))
        p(
          text: problem.openQuestions.isEmpty
            ? say("desk.problem.whole")
            : problem.statement.openQuestions.isEmpty
              ? say("desk.problem.whole_but") : say("desk.problem.asked"))
      }
      if !problem.openQuestions.isEmpty {
        ul {
          for member in problem.openQuestions {
            li {
              let question = word(OpenQuestion.list, member)
              if problem.isEditable, member != OpenQuestion.document.rawValue {
                a(.href("#f-" + member), text: question)
              } else {
                question
                if member == OpenQuestion.document.rawValue {
                  " "
                  documentHint(for: problem)
                }
              }
            }
          }
        }
      }
    }
  }

  /// Where the document is named by which a problem is published, and that it may stay open.
  private func documentHint(for problem: Problem) -> Node {
    let isPublic = problem.publishedAt != nil
    let key = "desk.problem.document." + (isPublic ? "after" : "before")
    return span(.class("help")) {
      say(key) + " "
      a(.href(isPublic ? "/desk/documents" : "#steps"), text: say(key + ".where"))
    }
  }

  /// Documents under which something may be done, the newest first.
  func issuedDocuments() throws(DomainError) -> [FormField.Choice] {
    try site.registry.documents(
      statuses: [.issued], page: PageRequest(limit: 50), by: actor
    ).items.map { document in
      let paper = document.particulars
      return FormField.Choice(
        code: document.id.text,
        name: "\(word(paper.kind)) \(paper.number) (\(Figures.day(paper.date)))")
    }
  }

  /// What planning a publication takes.
  static func scheduleFields(_ documents: [FormField.Choice]) -> [FormField] {
    [
      FormField(member: "publish_at", kind: .moment, isRequired: true),
      FormField(member: "document", kind: .choice(documents)),
    ]
  }

  /// What putting off a deadline takes.
  static func extensionFields(_ documents: [FormField.Choice]) -> [FormField] {
    [
      FormField(member: "deadline", kind: .moment, isRequired: true),
      FormField(member: "question_deadline", kind: .moment), reasonField(),
      FormField(member: "document", kind: .choice(documents)),
    ]
  }

  /// The steps with their heading, which the line on what comes next leads to.
  func problemStepsPart(_ problem: Problem, _ documents: [FormField.Choice]) -> Node {
    guard !isBarred else { return .nothing }
    return section(.id("steps")) {
      h2(text: say("desk.steps"))
      problemSteps(problem, documents)
    }
  }

  /// The steps that this officer may take with a problem now.
  func problemSteps(_ problem: Problem, _ documents: [FormField.Choice]) -> Node {
    let path = problem.deskPath + "/step"
    let version = (name: "version", value: String(problem.version))
    let cited = FormField(member: "document", kind: .choice(documents))
    // The next step has its button on top of every page of the problem.
    let next = NextStep(
      problem, isOpened: true, isOpenForProposals: problem.isOpen(at: site.registry.now))
    let events = Problem.lifecycle.events(
      from: problem.status, as: actor.parties(towards: problem.author)
    ).filter { $0 != next?.event }
    func step(_ act: String, _ label: String, _ fields: [FormField], isMain: Bool = false) -> Node {
      stepForm(
        StepForm(
          id: act, path: path, label: label, hidden: [("act", act), version], fields: fields,
          isMain: isMain))
    }
    func fields(_ event: Problem.Event) -> [FormField] {
      switch event {
      case .publish: return [cited]
      case .return, .suspend, .fail: return [Self.reasonField()]
      case .noAward:
        return [
          code(NoAwardReason.allCases.map { ($0.rawValue, word($0)) }),
          Self.reasonField(isRequired: false),
        ]
      case .cancel:
        return [
          code(CancelReason.allCases.map { ($0.rawValue, word($0)) }),
          Self.reasonField(isRequired: false), cited,
        ]
      case .close where problem.isBeforeDeadline(at: site.registry.now):
        return [
          code(CloseReason.allCases.map { ($0.rawValue, word($0)) }),
          Self.reasonField(isRequired: false),
        ]
      case .submit, .close, .review, .award, .start, .solve, .resume: return []
      }
    }
    func code(_ codes: [(String, String)]) -> FormField {
      FormField(
        member: "reason_code",
        kind: .choice(codes.map { FormField.Choice(code: $0.0, name: $0.1) }), isRequired: true)
    }
    let usual: Set<Problem.Event> = [.publish, .review, .award, .start, .solve, .resume]
    return div(.class("steps")) {
      for event in events {
        step(event.rawValue, word(event), fields(event), isMain: usual.contains(event))
      }
      if events.contains(.publish) {
        if let at = problem.publishAt {
          p {
            say("desk.scheduled") + " "
            deadline(at)
          }
          step("unschedule", say("desk.unschedule"), [])
        } else {
          step("schedule", say("desk.schedule"), Self.scheduleFields(documents))
        }
      }
      if problem.isOpen(at: site.registry.now), problem.statement.deadline != nil {
        step("extend", say("desk.extend"), Self.extensionFields(documents))
      }
    }
  }
}

import Domain
import HTML
import HTTP
import Matching
import UseCases

/// `/admin/weights`: how the signals of a match are weighed, what was in force before, and what the
/// outcomes speak for.
extension Site {
  /// The table of these pages.
  var adminWeightsPages: [Route] {
    [
      Route(.GET, "/admin/weights", page(administrator(showWeights))),
      Route(.POST, "/admin/weights", submission(administrator(submitWeights))),
      Route(.GET, "/admin/weights/proposal", page(administrator(showWeightProposal))),
    ]
  }

  private static let form = Form(
    name: "weights",
    fields: [FormField(member: "version", kind: .line(most: 40), isRequired: true)]
      + Signal.allCases.map { signal in
        FormField(
          member: "signals." + signal.rawValue, kind: .number(0...1_000_000), isRequired: true)
      })

  func showWeights(_ visit: Visit) throws(DomainError) -> Response {
    let weights = try registry.weightsInForce()
    return visit.show(
      try weightsPage(visit, FormState(form: Self.form, values: Self.values(of: weights))))
  }

  /// Weights as they stand in the form: thousandths, which need not sum to a thousand.
  private static func values(of weights: Weights) -> FormValues {
    FormValues(
      Query(
        Signal.allCases.map {
          ("signals." + $0.rawValue, String((weights.micros($0) + 500) / 1000))
        }))
  }

  private func weightsPage(_ visit: Visit, _ state: FormState) throws(DomainError) -> WebPage {
    let known = try registry.weights(by: visit.actor)
    return WebPage(visit.say("weights.title"), lead: visit.say("weights.lead")) {
      visit.problems(of: state)
      visit.weightTables(known)
      p {
        a(
          .class("button second"), .href("/admin/weights/proposal"),
          text: visit.say("weights.propose"))
      }
      section {
        h2(text: visit.say("weights.set"))
        p(.class("help"), text: visit.say("weights.set.help"))
        visit.postForm("/admin/weights") {
          visit.fields(of: state)
          button(text: visit.say("weights.button"))
        }
      }
    }
  }

  func submitWeights(_ visit: Visit) throws(DomainError) -> Response {
    let typed = FormValues(visit.posted)
    do throws(DomainError) {
      let missing = Self.form.missing(in: typed)
      guard missing.isEmpty else { throw .invalid(missing) }
      _ = try registry.setWeights(
        try known(visit) ?? Self.form.record(from: typed), by: visit.actor)
    } catch {
      return try visit.again(Self.form, error) { state throws(DomainError) in
        try weightsPage(visit, state)
      }
    }
    return try visit.goOn(to: "/admin/weights", done: "weights_set")
  }

  /// The set that was asked for again by its name, to the last digit.
  private func known(_ visit: Visit) throws(DomainError) -> JSON? {
    guard visit.filled("again") != nil else { return nil }
    return try registry.weights(by: visit.actor)
      .first { $0.weights.version == visit.filled("version") }?.weights.json
  }

  func showWeightProposal(_ visit: Visit) throws(DomainError) -> Response {
    let judged = try registry.judgedOutcomes(by: visit.actor)
    var proposal: WeightProposal?
    var lacking: (found: Int, needed: Int)?
    do throws(WeightProposal.Refusal) {
      proposal = try WeightProposal(from: judged.matches, current: judged.weights)
    } catch {
      switch error {
      case .tooFew(let problems, let needed): lacking = (problems, needed)
      }
    }
    var page = WebPage(
      visit.say("weights.proposal"),
      lead: visit.say("weights.proposal.lead", ["count": String(judged.pairs)])
    ) {
      if let lacking {
        p(
          .class("notice"),
          text: visit.say(
            "weights.too_few",
            ["found": String(lacking.found), "needed": String(lacking.needed)]))
      }
      proposal.map(visit.weightProposal)
    }
    page.trail = [("/admin/weights", visit.say("weights.title"))]
    return visit.show(page)
  }
}

extension Visit {
  fileprivate func weightTables(_ known: [KnownWeights]) -> [Node] {
    let inForce = known.filter(\.isInForce).prefix(1).map { set in
      section {
        h2(text: say("weights.in_force", ["version": set.weights.version]))
        scoreBars(Signal.allCases.map { ScorePart($0, in: set.weights) }, of: 1)
      }
    }
    let history = section {
      h2(text: say("weights.history"))
      dataTable(
        ["weights.version", "weights.set_at", "weights.set_by", "weights.step"],
        caption: say("weights.history"),
        rows: known.prefix(50).map { set in
          [
            code(text: set.weights.version),
            set.setAt.map(moment) ?? .text(say("weights.shipped")), .text(set.setBy ?? "–"),
            set.isInForce
              ? strong(text: say("weights.now"))
              : step(
                "/admin/weights", "weights.again", fields(of: set.weights) + [("again", "yes")]),
          ]
        })
    }
    return inForce + [history]
  }

  private func fields(of weights: Weights) -> [(name: String, value: String)] {
    [("version", weights.version)]
      + Signal.allCases.map { ("signals." + $0.rawValue, String(weights.micros($0))) }
  }

  fileprivate func weightProposal(_ proposal: WeightProposal) -> Node {
    func shares(_ weights: Weights) -> [Node] {
      Shares.hundredths(of: Signal.allCases.map { weights[$0] }, in: 100).map {
        .text("\($0)\u{A0}%")
      }
    }
    return .group([
      p(
        text: say(
          proposal.isDifferent
            ? proposal.isGainClear ? "weights.gain.clear" : "weights.gain.unclear"
            : "weights.gain.none",
          [
            "before": Figures.percent(proposal.currentNDCG),
            "after": Figures.percent(proposal.proposedNDCG), "count": String(proposal.problems),
          ])),
      dataTable(
        ["weights.signal", "weights.now", "weights.proposed"], caption: say("weights.proposal"),
        rows: zip(Signal.allCases, zip(shares(proposal.current), shares(proposal.proposed))).map {
          [.text(language.pick($0.label)), $1.0, $1.1]
        }),
      proposal.isDifferent
        ? step("/admin/weights", "weights.accept", fields(of: proposal.proposed), isMain: true)
        : .nothing,
    ])
  }
}

extension ScorePart {
  /// What a signal can add to a score at most, out of the whole.
  fileprivate init(_ signal: Signal, in weights: Weights) {
    self.init(signal.label, weights[signal])
  }
}

import Domain
import HTML
import UseCases

/// Why a proposal stands where it does in the ranking.
extension Visit {
  /// Which place a proposal has, by which score, and what has put it before the next or behind the
  /// one before.
  func standing(of entry: Deliberation.Case, in all: Deliberation) -> Node {
    guard let standing = entry.standing, let rank = standing.rank, let score = standing.score
    else { return .nothing }
    let basis =
      entry.consensus.isEmpty
      ? say("review.standing.mean", ["count": String(standing.totals.count)])
      : say("review.standing.consensus")
    let ranked = all.cases.filter { $0.standing?.rank != nil }
    let place = ranked.firstIndex { $0.proposal.id == entry.proposal.id } ?? 0
    let isAhead = place == 0
    let other = isAhead ? ranked.dropFirst().first : ranked[place - 1]
    let decider = isAhead ? other?.standing?.decidedBy : standing.decidedBy
    let said = say(
      "review.standing",
      ["rank": String(rank), "count": String(ranked.count), "score": points(score), "basis": basis])
    guard let other, let decider else { return p { said + "." } }
    let why =
      switch decider {
      case .score: say("review.decided.score")
      case .criterion(let key):
        say(
          "review.decided.criterion",
          ["criterion": all.plan.criteria.first { $0.key == key }?.title(language) ?? key])
      case .cost: say("review.decided.cost")
      case .nothing: say("review.decided.nothing")
      }
    let key: String =
      if case .nothing = decider { "beside" } else { isAhead ? "before" : "behind" }
    return p {
      said + "; " + say("review.standing.\(key)") + " "
      text(other.organisation)
      ": " + why + "."
    }
  }

  /// Why selecting a proposal is put first among its steps, or is not.
  func selectionHint(_ entry: Deliberation.Case) -> Node {
    guard entry.proposal.status == .shortlisted else { return .nothing }
    let place = entry.isFirstAlone ? "first" : "other"
    return p(.class("help"), text: say("review.select.\(place)"))
  }
}

extension Deliberation.Case {
  /// Whether it holds the first place alone.
  var isFirstAlone: Bool { standing?.rank == 1 && standing?.isTied == false }
}

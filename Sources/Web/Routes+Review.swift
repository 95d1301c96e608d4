import Domain
import HTTP

/// The URLs of judging proposals and of what is awarded.
extension Site {
  var reviews: [Route] {
    let (base, problem) = ("/api/v1/reviews", "/api/v1/problems/{id}")
    let proposal = "/api/v1/proposals/{id}"
    return [
      Route(.GET, problem + "/criteria", call(showCriteria)),
      Route(.PUT, problem + "/criteria", call(setCriteria)),
      Route(.POST, problem + "/reviewers", call(assignReviewers)),
      Route(.GET, problem + "/ranking", call(showRanking)),
      Route(.GET, problem + "/minutes", call(showMinutes)),
      Route(.GET, base, call(listReviews)),
      Route(.GET, base + "/{id}", call(showReview)),
      Route(.POST, base + "/{id}/declare", call(declareReview)),
      Route(.PUT, base + "/{id}/scores", call(scoreReview)),
      Route(.POST, base + "/{id}/lock", call(lockReview)),
      Route(.POST, base + "/{id}/recuse", call(endReview(.recuse))),
      Route(.POST, base + "/{id}/waive", call(endReview(.waive))),
      Route(.GET, proposal + "/consensus", isConfidential: true, call(showConsensus)),
      Route(.PUT, proposal + "/consensus", isConfidential: true, call(setConsensus)),
      Route(.GET, proposal + "/feedback", isConfidential: true, call(showFeedback)),
      Route(.PUT, proposal + "/feedback", isConfidential: true, call(setFeedback)),
    ]
  }

  var engagements: [Route] {
    let base = "/api/v1/engagements"
    let milestones = base + "/{id}/milestones"
    return [
      Route(.GET, base, call(listEngagements)),
      Route(.POST, base, call(createEngagement)),
      Route(.GET, base + "/{id}", call(showEngagement)),
      Route(.PATCH, base + "/{id}", call(updateEngagement)),
      Route(.POST, base + "/{id}/complete", call(moveEngagement(.complete))),
      Route(.POST, base + "/{id}/terminate", call(moveEngagement(.terminate))),
      Route(.POST, milestones, call(addMilestone)),
      Route(.PATCH, milestones + "/{milestone}", call(updateMilestone)),
      Route(.DELETE, milestones + "/{milestone}", call(removeMilestone)),
      Route(.POST, milestones + "/{milestone}/submit", call(submitMilestone)),
      Route(.POST, milestones + "/{milestone}/accept", call(judgeMilestone(.accept))),
      Route(.POST, milestones + "/{milestone}/return", call(judgeMilestone(.return))),
    ]
  }
}

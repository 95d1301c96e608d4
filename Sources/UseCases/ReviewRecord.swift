package import Domain

/// A review as an actor may see it.
package struct ReviewRecord: Sendable {
  /// The review.
  package let review: Review
  let plan: ReviewPlan
  /// What its reviewer is called.
  package let reviewerName: String?
  let actor: Actor
  /// What the proposal offers; nil for whoever is not shown it here.
  let material: Proposal?
  /// Who proposes, the leader first; nil for whoever is not told here.
  let solver: [Organisation]?

  init(
    review: Review, plan: ReviewPlan, reviewerName: String?, actor: Actor,
    material: Proposal? = nil, solver: [Organisation]? = nil
  ) {
    self.review = review
    self.plan = plan
    self.reviewerName = reviewerName
    self.actor = actor
    self.material = material
    self.solver = solver
  }

  /// The record as it stands in the API.
  package var json: JSON {
    var members = review.members(
      by: plan, scores: Visibility.seesScores(actor, of: review), solver: actor.isOfficer)
    if let reviewerName {
      let place = members.firstIndex { $0.0 == "reviewer" }.map { $0 + 1 } ?? members.count
      members.insert(("reviewer_name", .string(reviewerName)), at: place)
    }
    if let solver, let leader = solver.first {
      members.append(
        (
          "solver",
          .object(
            JSONObject(
              Self.named(leader) + [
                (
                  "partners",
                  .array(solver.dropFirst().map { .object(JSONObject(Self.named($0))) })
                )
              ]))
        ))
    }
    if let material { members.append(("material", Self.json(material, plan))) }
    return .object(JSONObject(members))
  }

  private static func named(_ organisation: Organisation) -> [(String, JSON)] {
    [
      ("organisation", .string(organisation.id.text)),
      ("name", .string(organisation.profile.name)),
    ]
  }

  /// Organisations are left out here; where the review is blind, what people wrote and their files
  /// may name them all the same.
  private static func json(_ proposal: Proposal, _ plan: ReviewPlan) -> JSON {
    var members = (proposal.offer?.members ?? []).filter { $0.0 != "partners" }
    members.append(
      (
        "attachments",
        .array(
          proposal.attachments.map {
            [
              "file": .string($0.file.text),
              "name": .string(plan.isBlindToSolver ? FileName.blind($0.name) : $0.name),
              "media_type": .string($0.mediaType), "size": JSON($0.size),
            ]
          })
      ))
    members.append(("may_name_solver", .bool(plan.isBlindToSolver)))
    return .object(JSONObject(members))
  }
}

extension FileName {
  /// A name that tells nothing but the type, since names of files tend to name firms.
  static func blind(_ name: String) -> String {
    guard let dot = name.lastIndex(of: ".") else { return "file" }
    return "file" + name[dot...]
  }
}

import Domain
import HTML
import HTTP
import UseCases

/// What its proposer is told of a proposal once the problem is decided, and the receipt as a file.
extension Site {
  /// What a proposer may read of how a proposal was judged: what was decided and why, what DOST has
  /// to say of it, and the scores that were agreed on. Nothing before the problem is decided.
  func feedbackPart(_ visit: Visit, _ proposal: Proposal) throws(DomainError) -> Node {
    let feedback = try found { () throws(DomainError) in
      try registry.feedback(on: proposal.id, by: visit.actor)
    }
    let consensus = try found { () throws(DomainError) in
      try registry.consensus(on: proposal.id, by: visit.actor)
    }
    guard feedback != nil || consensus != nil else { return .nothing }
    let plan = try registry.reviewPlan(of: proposal.problem.text, by: visit.actor)
    return visit.part(
      "feedback.title",
      [
        visit.facts([
          ("feedback.decision", visit.badge(proposal.status)),
          ("feedback.reason", proposal.statusReason.map(visit.text)),
        ]),
        feedback.map { visit.paragraphs($0.feedback.text) } ?? .nothing,
        consensus.map { visit.agreedScores($0.json, plan) } ?? .nothing,
      ])
  }

  /// Nothing where there is nothing that the visitor may know of.
  private func found<Record>(
    _ read: () throws(DomainError) -> Record
  ) throws(DomainError) -> Record? {
    do throws(DomainError) { return try read() } catch {
      guard case .notFound = error else { throw error }
      return nil
    }
  }

  /// The receipt as the file by which it can be verified.
  func downloadMyReceipt(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let id = ID<Proposal>(visit.parameter("id"))
    var response = Response.private(try registry.receipt(of: id, by: visit.actor).json)
    response.headers["Content-Disposition"] = ContentDisposition.attachment(
      "innoreg-receipt-\(id).json")
    return response
  }
}

extension Visit {
  /// The scores that were agreed on, criterion by criterion, without who gave which.
  fileprivate func agreedScores(_ consensus: JSON, _ plan: ReviewPlan) -> Node {
    let rows: [[Node]] = (consensus["scores"]?.elements ?? []).map { score in
      let criterion = plan.criteria.first { $0.key == score["criterion"]?.text }
      let most = criterion.map { " / " + String($0.maxPoints) } ?? ""
      return [
        criterion.map(title(of:)) ?? text(score["criterion"]?.text ?? "–"),
        .text(decimal(score["points"]) + most), .text(decimal(score["contribution"])),
        score["remark"]?.text.map(text) ?? unknown,
      ]
    }
    guard !rows.isEmpty else { return .nothing }
    return .group([
      h3(text: say("feedback.scores")),
      dataTable(
        ["feedback.criterion", "feedback.points", "feedback.contribution", "feedback.remark"],
        caption: say("feedback.scores"), rows: rows),
      consensus["total"].map { total in
        p {
          say("feedback.total") + ": "
          strong(text: decimal(total))
        }
      } ?? .nothing,
      consensus["remark"]?.text.map { paragraphs($0) } ?? .nothing,
    ])
  }

  private func title(of criterion: Criterion) -> Node {
    language == .en
      ? criterion.titleEN.map(Node.text) ?? text(criterion.title)
      : .text(criterion.title)
  }

  private func decimal(_ value: JSON?) -> String {
    let text = value?.compact ?? "–"
    return language == .vi ? text.replacing(".", with: ",") : text
  }
}

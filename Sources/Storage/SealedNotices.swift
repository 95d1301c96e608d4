import Domain

/// Which notices are hidden, with the mail that carries them, from those who may not know of sealed
/// proposals: those about such a proposal, and those that went to everybody who counts on a problem,
/// which are as many as there are proposals and more.
///
/// What was never opened, as where a problem is cancelled, stays hidden.
enum SealedNotices {
  /// A condition on a row of `outbox`: nothing to hide from these; nil where all is shown.
  static func isShown(to onlookers: Set<Visibility.Onlooker>) -> String? {
    let situations = Visibility.situations(of: .proposal, for: onlookers)
    if situations.contains(.always) { return nil }
    let kinds = Notice.Kind.toInterested.map { "'\($0.rawValue)'" }.sorted()
      .joined(separator: ", ")
    let isOpened = situations.contains(.opened)
    let (proposal, problem) =
      isOpened
      ? (
        "EXISTS (SELECT 1 FROM proposal p WHERE p.id = outbox.record_id AND p.opened_at NOT NULL)",
        "EXISTS (SELECT 1 FROM opening o WHERE o.problem_id = outbox.record_id)"
      ) : ("0", "0")
    return """
      (CASE WHEN outbox.aggregate = 'proposal' THEN \(proposal)
        WHEN outbox.kind IN (\(kinds)) AND outbox.aggregate = 'problem' THEN \(problem)
        ELSE 1 END)
      """
  }

  /// A condition on a row of `delivery`: it carries something that is shown, or nothing at all; nil
  /// where all is shown.
  static func isDeliveryShown(to onlookers: Set<Visibility.Onlooker>) -> String? {
    isShown(to: onlookers).map { condition in
      """
      (NOT EXISTS (SELECT 1 FROM delivery_notice n WHERE n.delivery_id = delivery.id)
        OR EXISTS (
          SELECT 1 FROM delivery_notice n JOIN outbox ON outbox.sequence = n.outbox_sequence
          WHERE n.delivery_id = delivery.id AND \(condition)))
      """
    }
  }

  /// A condition on the rows of a table with personal data, where somebody else than the person
  /// reads them; nil where all are shown.
  static func condition(
    onRowsOf table: String, for onlookers: Set<Visibility.Onlooker>
  ) -> String? {
    switch table {
    case "outbox": isShown(to: onlookers)
    case "delivery": isDeliveryShown(to: onlookers)
    case "notification":
      isShown(to: onlookers).map { condition in
        """
        EXISTS (SELECT 1 FROM outbox
          WHERE outbox.sequence = notification.outbox_sequence AND \(condition))
        """
      }
    case "file":
      isShown(to: onlookers).map { _ in
        """
        (file.organisation_id IS NULL
          OR EXISTS (SELECT 1 FROM file_use u WHERE u.file_id = file.id))
        AND NOT EXISTS (
          SELECT 1 FROM file_use u JOIN proposal p ON p.id = u.record_id
          WHERE u.file_id = file.id AND u.aggregate = 'proposal' AND p.opened_at IS NULL)
        """
      }
    default: nil
    }
  }
}

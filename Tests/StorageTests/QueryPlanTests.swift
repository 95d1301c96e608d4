import FoundationEssentials
import SQLite
import Testing

/// How SQLite finds what lists ask for. Each row names a source file and a condition that stands
/// in it word for word, so that the plan that is tested is that of the query that is run.
@Suite struct QueryPlanTests {
  let file: TemporaryStore

  init() throws {
    file = try TemporaryStore()
    _ = try file.open()
  }

  struct Query: Sendable {
    let source: String
    let fragment: String
    let sql: String
    let plan: String
  }

  static let queries: [Query] = [
    Query(
      source: "OrganisationStore", fragment: "(name_key, id) > (?, ?)",
      sql: "SELECT * FROM organisation WHERE (name_key, id) > (?, ?) ORDER BY name_key, id LIMIT ?",
      plan: "SEARCH organisation USING INDEX ix_organisation_name ((name_key,id)>(?,?))"),
    Query(
      source: "OrganisationStore", fragment: "status = 'verified'",
      sql: """
        SELECT * FROM organisation WHERE status = 'verified' AND (name_key, id) > (?, ?)
        ORDER BY name_key, id LIMIT ?
        """,
      plan:
        "SEARCH organisation USING INDEX ix_organisation_status (status=? AND (name_key,id)>(?,?))"),
    Query(
      source: "OrganisationStore", fragment: "ORDER BY name_key, id LIMIT ?",
      sql: "SELECT * FROM organisation ORDER BY name_key, id LIMIT ?",
      plan: "SCAN organisation USING INDEX ix_organisation_name"),
    Query(
      source: "OrganisationStore", fragment: "WHERE id > ? ORDER BY id LIMIT ?",
      sql: "SELECT * FROM organisation WHERE id > ? ORDER BY id LIMIT ?",
      plan: "SEARCH organisation USING INDEX sqlite_autoindex_organisation_1 (id>?)"),
    Query(
      source: "OrganisationStore",
      fragment: "tax_code = ? AND status IN ('submitted', 'verified', 'suspended')",
      sql: """
        SELECT * FROM organisation
        WHERE tax_code = ? AND status IN ('submitted', 'verified', 'suspended')
        """,
      plan: "SEARCH organisation USING INDEX ux_organisation_tax_code (tax_code=?)"),
    Query(
      source: "OrganisationStore", fragment: "external_id = ?",
      sql: "SELECT * FROM organisation WHERE external_id = ?",
      plan: "SEARCH organisation USING INDEX sqlite_autoindex_organisation_2 (external_id=?)"),
    Query(
      source: "OrganisationStore",
      fragment: "DELETE FROM organisation_tag WHERE organisation_id = ?",
      sql: "DELETE FROM organisation_tag WHERE organisation_id = ?",
      plan: "SEARCH organisation_tag USING COVERING INDEX ix_organisation_tag (organisation_id=?)"),
    Query(
      source: "ProblemStore", fragment: "ORDER BY created_at DESC, id LIMIT ?",
      sql: "SELECT * FROM problem ORDER BY created_at DESC, id LIMIT ?",
      plan: "SCAN problem USING INDEX ix_problem_newest"),
    Query(
      source: "ProblemStore", fragment: "created_at <= ? AND (created_at < ? OR id > ?)",
      sql: """
        SELECT * FROM problem WHERE created_at <= ? AND (created_at < ? OR id > ?)
        ORDER BY created_at DESC, id LIMIT ?
        """,
      plan: "SEARCH problem USING INDEX ix_problem_newest (created_at<?)"),
    Query(
      source: "ProblemStore", fragment: "WHERE code >= ? AND code < ?",
      sql: "SELECT max(CAST(substr(code, ?) AS INTEGER)) FROM problem WHERE code >= ? AND code < ?",
      plan: "SEARCH problem USING COVERING INDEX sqlite_autoindex_problem_3 (code>? AND code<?)"),
    Query(
      source: "ProposalStore", fragment: "created_at <= ? AND (created_at < ? OR id > ?)",
      sql: """
        SELECT * FROM proposal WHERE created_at <= ? AND (created_at < ? OR id > ?)
        ORDER BY created_at DESC, id LIMIT ?
        """,
      plan: "SEARCH proposal USING INDEX ix_proposal_newest (created_at<?)"),
    Query(
      source: "ProposalStore",
      fragment: "WHERE organisation_id = ? AND problem_id = ? AND status <> 'withdrawn'",
      sql:
        "SELECT id FROM proposal WHERE organisation_id = ? AND problem_id = ? AND status <> 'withdrawn'",
      plan: "SEARCH proposal USING INDEX ux_proposal_lead (organisation_id=? AND problem_id=?)"),
    Query(
      source: "OutcomeStore", fragment: "WHERE problem_id = ? AND organisation_id = ?",
      sql: "SELECT kind FROM outcome WHERE problem_id = ? AND organisation_id = ?",
      plan:
        "SEARCH outcome USING COVERING INDEX ux_outcome_kind (problem_id=? AND organisation_id=?)"
    ),
    Query(
      source: "OutcomeStore", fragment: "at <= ? AND (at < ? OR id > ?)",
      sql: """
        SELECT * FROM outcome WHERE at <= ? AND (at < ? OR id > ?) ORDER BY at DESC, id LIMIT ?
        """,
      plan: "SEARCH outcome USING INDEX ix_outcome_newest (at<?)"),
    Query(
      source: "OutcomeStore",
      fragment: "WHERE problem_id = ? AND status = 'selected' ORDER BY id LIMIT 1000",
      sql: "SELECT id FROM proposal WHERE problem_id = ? AND status = 'selected' ORDER BY id",
      plan: "SEARCH proposal USING INDEX ix_proposal_problem (problem_id=?)"),
    Query(
      source: "WeightsStore", fragment: "ORDER BY set_at DESC, version LIMIT ?",
      sql: "SELECT * FROM weights ORDER BY set_at DESC, version LIMIT ?",
      plan: "SCAN weights USING INDEX ix_weights_newest"),
    Query(
      source: "Survey", fragment: "FROM \\(table) WHERE \\(key) > ? ORDER BY \\(key) LIMIT ?",
      sql: "SELECT id FROM problem WHERE id > ? ORDER BY id LIMIT ?",
      plan: "SEARCH problem USING COVERING INDEX sqlite_autoindex_problem_1 (id>?)"),
    Query(
      source: "AuditLog",
      fragment: "WHERE aggregate = ? AND record_id = ? AND version <= ? ORDER BY sequence LIMIT ?",
      sql: """
        SELECT sequence, payload FROM audit WHERE aggregate = ? AND record_id = ? AND version <= ? ORDER BY sequence LIMIT ?
        """,
      plan: "SEARCH audit USING INDEX ix_audit_record (aggregate=? AND record_id=?)"),
    Query(
      source: "LexiconStore", fragment: "FROM lexicon_addition ORDER BY id LIMIT ?",
      sql: "SELECT * FROM lexicon_addition ORDER BY id LIMIT ?",
      plan: "SCAN lexicon_addition USING INDEX sqlite_autoindex_lexicon_addition_1"),
    Query(
      source: "LexiconStore", fragment: "FROM audit WHERE aggregate = ? AND record_id = ?",
      sql: "SELECT max(version) FROM audit WHERE aggregate = ? AND record_id = ?",
      plan: "SEARCH audit USING INDEX ix_audit_record (aggregate=? AND record_id=?)"),
    Query(
      source: "ChangeFeed", fragment: "WHERE sequence > ? ORDER BY sequence LIMIT ?",
      sql: "SELECT * FROM change_feed WHERE sequence > ? ORDER BY sequence LIMIT ?",
      plan: "SEARCH change_feed USING INTEGER PRIMARY KEY (rowid>?)"),
    Query(
      source: "AuditLog", fragment: "ORDER BY sequence DESC LIMIT 1",
      sql: "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1", plan: "SCAN audit"),
    Query(
      source: "AuditChain", fragment: "FROM audit WHERE sequence >= ? ORDER BY sequence LIMIT 1000",
      sql: "SELECT * FROM audit WHERE sequence >= ? ORDER BY sequence LIMIT 1000",
      plan: "SEARCH audit USING INTEGER PRIMARY KEY (rowid>?)"),
    Query(
      source: "IntroductionStore", fragment: "WHERE status = 'requested' AND expires_at < ?",
      sql:
        """
        SELECT id FROM introduction
        WHERE status = 'requested' AND expires_at < ? ORDER BY expires_at
        """,
      plan: "SEARCH introduction USING INDEX ix_introduction_due (expires_at<?)"),
    Query(
      source: "SavedSearchStore", fragment: "WHERE due_at IS NOT NULL AND due_at <= ?",
      sql:
        """
        SELECT id FROM saved_search
        WHERE due_at IS NOT NULL AND due_at <= ? ORDER BY due_at
        """,
      plan: "SEARCH saved_search USING INDEX ix_saved_search_due (due_at>? AND due_at<?)"),
    Query(
      source: "SavedSearchStore", fragment: "WHERE due_at IS NULL AND seen_sequence < ?",
      sql:
        """
        SELECT id FROM saved_search
        WHERE due_at IS NULL AND seen_sequence < ? ORDER BY seen_sequence
        """,
      plan: "SEARCH saved_search USING INDEX ix_saved_search_at_once (seen_sequence<?)"),
    Query(
      source: "WatchStore",
      fragment: "FROM watch WHERE organisation_id = ? ORDER BY fund_id LIMIT 1000",
      sql:
        """
        SELECT fund_id FROM watch WHERE organisation_id = ? ORDER BY fund_id LIMIT 1000
        """,
      plan: "SEARCH watch USING COVERING INDEX ix_watch_organisation (organisation_id=?)"),
    Query(
      source: "InvestmentStore", fragment: "WHERE fund_id = ? AND organisation_id IS NOT NULL",
      sql:
        """
        SELECT organisation_id FROM investment
        WHERE fund_id = ? AND organisation_id IS NOT NULL ORDER BY created_at DESC, id
        """,
      plan: "SEARCH investment USING INDEX ix_investment_fund (fund_id=?)"),
    Query(
      source: "TokenStore", fragment: "WHERE hash = ?", sql: "SELECT * FROM token WHERE hash = ?",
      plan: "SEARCH token USING INDEX sqlite_autoindex_token_2 (hash=?)"),
    Query(
      source: "IdempotencyStore", fragment: "WHERE actor = ? AND key = ? AND created_at > ?",
      sql: "SELECT * FROM idempotency WHERE actor = ? AND key = ? AND created_at > ?",
      plan: "SEARCH idempotency USING PRIMARY KEY (actor=? AND key=?)"),
    Query(
      source: "DocumentStore", fragment: "WHERE number_key = ? AND year = ?",
      sql: "SELECT id FROM issuing_document WHERE number_key = ? AND year = ?",
      plan:
        "SEARCH issuing_document USING INDEX ux_issuing_document_number (number_key=? AND year=?)"),
    Query(
      source: "ProblemInterestStore", fragment: "WHERE publish_at <= ? ORDER BY publish_at LIMIT ?",
      sql: "SELECT id FROM problem WHERE publish_at <= ? ORDER BY publish_at LIMIT ?",
      plan: "SEARCH problem USING INDEX ix_problem_publish_at (publish_at<?)"),
    Query(
      source: "ProblemInterestStore",
      fragment: "WHERE status = 'published' AND deadline < ? ORDER BY deadline LIMIT ?",
      sql: """
        SELECT id FROM problem WHERE status = 'published' AND deadline < ? ORDER BY deadline LIMIT ?
        """,
      plan: "SEARCH problem USING INDEX ix_problem_open_deadline (deadline<?)"),
    Query(
      source: "ProblemActStore", fragment: "ORDER BY number DESC LIMIT ?",
      sql: "SELECT * FROM problem_act WHERE problem_id = ? ORDER BY number DESC LIMIT ?",
      plan: "SEARCH problem_act USING INDEX ux_problem_act_number (problem_id=?)"),
    Query(
      source: "ProblemVersionStore",
      fragment: "WHERE problem_id = ? AND number <= ? ORDER BY number DESC LIMIT ?",
      sql: """
        SELECT * FROM problem_version WHERE problem_id = ? AND number <= ? ORDER BY number DESC
        LIMIT ?
        """,
      plan: "SEARCH problem_version USING PRIMARY KEY (problem_id=? AND number<?)"),
    Query(
      source: "QuestionStore", fragment: "ORDER BY number LIMIT ?",
      sql: """
        SELECT * FROM question WHERE problem_id = ? AND number IS NOT NULL ORDER BY number LIMIT ?
        """,
      plan: "SEARCH question USING INDEX ux_question_number (problem_id=? AND number>?)"),
    Query(
      source: "QuestionStore",
      fragment: "WHERE organisation_id = ? AND problem_id = ? AND status = 'asked'",
      sql: """
        SELECT count(*) FROM question
        WHERE organisation_id = ? AND problem_id = ? AND status = 'asked'
        """,
      plan: "SEARCH question USING INDEX ix_question_asker (organisation_id=? AND problem_id=?)"),
    Query(
      source: "IdempotencyStore", fragment: "DELETE FROM idempotency WHERE created_at <= ?",
      sql: "DELETE FROM idempotency WHERE created_at <= ?",
      plan: "SEARCH idempotency USING COVERING INDEX ix_idempotency_age (created_at<?)"),
    Query(
      source: "OutboxStore", fragment: "WHERE dispatched_at IS NULL ORDER BY sequence LIMIT ?",
      sql: "SELECT * FROM outbox WHERE dispatched_at IS NULL ORDER BY sequence LIMIT ?",
      plan: "SCAN outbox USING INDEX ix_outbox_waiting"),
    Query(
      source: "DeliveryStore",
      fragment: "WHERE state = 'waiting' AND next_at <= ? ORDER BY next_at, id LIMIT 1",
      sql: """
        SELECT * FROM delivery
        WHERE state = 'waiting' AND next_at <= ? ORDER BY next_at, id LIMIT 1
        """,
      plan: "SEARCH delivery USING INDEX ix_delivery_next (next_at<?)"),
    Query(
      source: "DeliveryStore", fragment: "WHERE state = 'sending' AND claimed_at <= ?",
      sql: "SELECT 1 FROM delivery WHERE state = 'sending' AND claimed_at <= ? LIMIT 1",
      plan: "SEARCH delivery USING INDEX ix_delivery_claimed (claimed_at<?)"),
    Query(
      source: "DeliveryStore",
      fragment: "WHERE account_id = ? AND due_at = ? AND state = 'waiting'",
      sql: """
        SELECT id FROM delivery
        WHERE account_id = ? AND due_at = ? AND state = 'waiting' AND choice = ? AND attempts = 0
        """,
      plan: "SEARCH delivery USING INDEX ix_delivery_digest (account_id=? AND due_at=?)"),
    Query(
      source: "DeliveryStore", fragment: "ORDER BY created_at DESC, id LIMIT ?",
      sql: "SELECT * FROM delivery WHERE state = 'failed' ORDER BY created_at DESC, id LIMIT ?",
      plan: "SCAN delivery USING INDEX ix_delivery_failed"),
    Query(
      source: "NotificationStore", fragment: "account_id = ? AND read_at IS NULL",
      sql: "SELECT count(*) FROM notification WHERE account_id = ? AND read_at IS NULL",
      plan: "SEARCH notification USING INDEX ix_notification_unread (account_id=?)"),
    Query(
      source: "AccountStore", fragment: "created_at <= ? AND (created_at < ? OR id > ?)",
      sql: """
        SELECT * FROM account WHERE created_at <= ? AND (created_at < ? OR id > ?)
        ORDER BY created_at DESC, id LIMIT ?
        """,
      plan: "SEARCH account USING INDEX ix_account_newest (created_at<?)"),
    Query(
      source: "AccountStore", fragment: "WHERE role = ? AND status = 'active'",
      sql: "SELECT count(*) FROM account WHERE role = ? AND status = 'active'",
      plan: "SEARCH account USING INDEX ix_account_role (role=?)"),
    Query(
      source: "LoginStore", fragment: "FROM session WHERE hash = ?",
      sql: "SELECT * FROM session WHERE hash = ?",
      plan: "SEARCH session USING INDEX sqlite_autoindex_session_2 (hash=?)"),
    Query(
      source: "LoginStore", fragment: "WHERE account_id = ? ORDER BY created_at DESC, id LIMIT 100",
      sql: "SELECT * FROM session WHERE account_id = ? ORDER BY created_at DESC, id LIMIT 100",
      plan: "SEARCH session USING INDEX ix_session_account (account_id=?)"),
    Query(
      source: "LoginStore", fragment: "FROM session WHERE ends_at <= ?",
      sql: "SELECT 1 FROM session WHERE ends_at <= ?",
      plan: "SEARCH session USING COVERING INDEX ix_session_end (ends_at<?)"),
    Query(
      source: "LoginStore", fragment: "FROM sign_in_link WHERE expires_at <= ?",
      sql: "SELECT 1 FROM sign_in_link WHERE expires_at <= ?",
      plan: "SEARCH sign_in_link USING COVERING INDEX ix_sign_in_link_end (expires_at<?)"),
    Query(
      source: "LoginStore", fragment: "FROM attempt WHERE forget_at <= ?",
      sql: "SELECT 1 FROM attempt WHERE forget_at <= ?",
      plan: "SEARCH attempt USING COVERING INDEX ix_attempt_end (forget_at<?)"),
    Query(
      source: "LoginStore", fragment: "FROM openid_login WHERE expires_at <= ?",
      sql: "SELECT 1 FROM openid_login WHERE expires_at <= ?",
      plan: "SEARCH openid_login USING COVERING INDEX ix_openid_login_end (expires_at<?)"),
    Query(
      source: "LoginStore", fragment: "FROM attempt WHERE throttle = ? AND key = ?",
      sql: "SELECT tries FROM attempt WHERE throttle = ? AND key = ?",
      plan: "SEARCH attempt USING PRIMARY KEY (throttle=? AND key=?)"),
    Query(
      source: "ReviewStore", fragment: "FROM review WHERE proposal_id = ? AND reviewer_id = ?",
      sql: "SELECT * FROM review WHERE proposal_id = ? AND reviewer_id = ?",
      plan: "SEARCH review USING INDEX ux_review_reviewer (proposal_id=? AND reviewer_id=?)"),
    Query(
      source: "EngagementStore", fragment: "WHERE untold_due < ? ORDER BY untold_due LIMIT ?",
      sql: "SELECT id FROM engagement WHERE untold_due < ? ORDER BY untold_due LIMIT ?",
      plan: "SEARCH engagement USING INDEX ix_engagement_untold (untold_due<?)"),
    Query(
      source: "EngagementStore", fragment: "WHERE sandbox_due <= ? ORDER BY sandbox_due LIMIT ?",
      sql: "SELECT id FROM engagement WHERE sandbox_due <= ? ORDER BY sandbox_due LIMIT ?",
      plan: "SEARCH engagement USING INDEX ix_engagement_sandbox (sandbox_due<?)"),
    Query(
      source: "TokenStore", fragment: "WHERE account_id = ? ORDER BY created_at DESC LIMIT 100",
      sql: "SELECT * FROM token WHERE account_id = ? ORDER BY created_at DESC LIMIT 100",
      plan: "SEARCH token USING INDEX ix_token_account (account_id=?)"),
    Query(
      source: "RegistrationStore", fragment: "ORDER BY waiting_since, id LIMIT ?",
      sql: """
        SELECT * FROM organisation WHERE waiting_since IS NOT NULL AND (waiting_since, id) > (?, ?)
        ORDER BY waiting_since, id LIMIT ?
        """,
      plan: "SEARCH organisation USING INDEX ix_organisation_waiting ((waiting_since,id)>(?,?))"),
    Query(
      source: "RegistrationStore", fragment: "WHERE due_on <= ? ORDER BY due_on LIMIT ?",
      sql: "SELECT * FROM organisation WHERE due_on <= ? ORDER BY due_on LIMIT ?",
      plan: "SEARCH organisation USING INDEX ix_organisation_due (due_on<?)"),
    Query(
      source: "RegistrationStore",
      fragment: "FROM organisation_name_key WHERE key = ? LIMIT ?",
      sql: "SELECT organisation_id FROM organisation_name_key WHERE key = ? LIMIT ?",
      plan: "SEARCH organisation_name_key USING PRIMARY KEY (key=?)"),
    Query(
      source: "RegistrationStore",
      fragment: "FROM organisation WHERE tax_code >= ? AND tax_code <= ? LIMIT 200",
      sql: "SELECT id FROM organisation WHERE tax_code >= ? AND tax_code <= ? LIMIT 200",
      plan:
        "SEARCH organisation USING INDEX ix_organisation_tax_code (tax_code>? AND tax_code<?)"),
    Query(
      source: "InvitationStore", fragment: "FROM invitation WHERE expires_at <= ?",
      sql: "SELECT 1 FROM invitation WHERE expires_at <= ?",
      plan: "SEARCH invitation USING COVERING INDEX ix_invitation_end (expires_at<?)"),
    Query(
      source: "InvitationStore", fragment: "FROM invitation WHERE hash = ? AND expires_at > ?",
      sql: "SELECT * FROM invitation WHERE hash = ? AND expires_at > ?",
      plan: "SEARCH invitation USING INDEX sqlite_autoindex_invitation_2 (hash=?)"),
    Query(
      source: "ClaimStore",
      fragment: "WHERE account_id = ? AND organisation_id = ? AND status = 'open'",
      sql: "SELECT id FROM claim WHERE account_id = ? AND organisation_id = ? AND status = 'open'",
      plan: "SEARCH claim USING INDEX ux_claim_open (account_id=? AND organisation_id=?)"),
    Query(
      source: "RegistrationStore", fragment: "FROM organisation_identity WHERE digest = ?",
      sql: """
        SELECT organisation_id FROM organisation_identity WHERE digest = ?
        ORDER BY organisation_id LIMIT 200
        """,
      plan: """
        SEARCH organisation_identity USING COVERING INDEX ix_organisation_identity_digest (digest=?)
        """),
    Query(
      source: "RegistrationStore",
      fragment: "FROM organisation_identity WHERE digest IS NULL LIMIT ?",
      sql: "SELECT organisation_id, sealed FROM organisation_identity WHERE digest IS NULL LIMIT ?",
      plan: "SCAN organisation_identity USING INDEX ix_organisation_identity_undigested"),
    Query(
      source: "ChangeFeed", fragment: "SELECT max(sequence) FROM change_feed WHERE aggregate = ?",
      sql: "SELECT max(sequence) FROM change_feed WHERE aggregate = ?",
      plan: "SEARCH change_feed USING COVERING INDEX ix_change_feed_aggregate (aggregate=?)"),
  ]

  @Test(arguments: queries.indices) func usesItsIndex(_ index: Int) throws {
    let query = Self.queries[index]
    let source = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources/Storage/\(query.source).swift")
    let text = String(decoding: try Data(contentsOf: source), as: UTF8.self)
    #expect(text.contains(query.fragment), "the query has changed: test the new one")
    var raw = try file.raw()
    // Parameters have no values here, which the planner does not mind.
    let marks = query.sql.count { $0 == "?" }
    let plan = try raw.query(
      "EXPLAIN QUERY PLAN " + query.sql, Array(repeating: .null, count: marks)
    ) { $0.text(3) }
    #expect(plan == [query.plan])
  }

  @Test func aPageOfNotificationsIsFoundByItsAccount() throws {
    var raw = try file.raw()
    let plan = try raw.plan(
      """
      SELECT * FROM notification JOIN outbox ON outbox.sequence = notification.outbox_sequence
      WHERE account_id = 'a' AND notification.at <= 5
      ORDER BY notification.at DESC, notification.id LIMIT 21
      """)
    #expect(
      plan.first == "SEARCH notification USING INDEX ix_notification_newest (account_id=? AND at<?)"
    )
    #expect(!plan.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP B-TREE") })
  }

  @Test func whatStandsBetweenTwoIsFoundByASide() throws {
    var raw = try file.raw()
    let plan = try raw.plan(
      """
      SELECT id FROM introduction
      WHERE requester_id = 'a' AND recipient_id = 'b' AND (status = 'requested'
        OR (status = 'accepted' AND NOT EXISTS (
          SELECT 1 FROM introduction_outcome WHERE introduction_id = introduction.id)))
      LIMIT 1
      """)
    #expect(plan.first?.hasPrefix("SEARCH introduction USING INDEX ix_introduction_re") == true)
    #expect(!plan.contains { $0.hasPrefix("SCAN") })
  }

  @Test func membershipInAListIsFoundByItsCode() throws {
    var raw = try file.raw()
    let plan = try raw.plan(
      """
      SELECT * FROM organisation WHERE id IN (
        SELECT organisation_id FROM organisation_tag WHERE list = 'fields' AND code IN ('energy'))
      """)
    #expect(
      plan.contains { $0.contains("SEARCH organisation_tag USING PRIMARY KEY (list=? AND code=?)") }
    )
    #expect(!plan.contains { $0.hasPrefix("SCAN organisation") })
  }
}

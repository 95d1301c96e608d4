/// Who may see what: the one table that every read goes through.
///
/// A read names the part of a record that it is about to show, the situation that the record is
/// in, and in which relation the asker stands to it; `table` answers. What is in no row is shown
/// to nobody.
package enum Visibility {
  /// A part of a kind of record that is shown or left out as a whole.
  package enum Part: String, Sendable, Hashable, CaseIterable {
    /// That an organisation exists, and what it says of itself to everybody.
    case organisation
    /// E-mail, telephone, address.
    case organisationContacts = "organisation.contacts"
    /// What a startup raises, and on what grounds.
    case organisationRaising = "organisation.raising"
    /// Why a record was returned or suspended.
    case organisationAdministration = "organisation.administration"
    /// The papers behind its legal classes.
    case organisationEvidence = "organisation.evidence"
    /// The whole number of the person behind it.
    case organisationIdentity = "organisation.identity"
    /// Who belongs to it, and who is invited to.
    case organisationMembers = "organisation.members"
    /// That somebody claims an organisation, and on what grounds.
    case claim
    /// Who claims it: name and address of the account.
    case claimant = "claim.claimant"
    /// That an account exists, and whose it is.
    case account
    /// That a problem exists, and its statement.
    case problem
    /// That a proposal exists, and what it offers.
    case proposal
    /// Whether a proposal is selected or declined, and why.
    case proposalResult = "proposal.result"
    /// What a person was told, and how they want to be told.
    case notification
    /// Which mail went where, and what came of it.
    case delivery
    /// That a fund has invested in a firm, when, and by which instrument.
    case investment
    /// How much, for which share, and the fund's remarks.
    case investmentTerms = "investment.terms"
    /// Which matches of a fund compete with firms of its portfolio.
    case portfolioConflict = "fund.portfolio_conflict"
    /// Whom a fund watches.
    case watchList = "fund.watch"
    /// That a search is saved, and what it asks.
    case savedSearch = "saved_search"
    /// That an introduction was asked for, the message, the answer and what came of it.
    case introduction
    /// How both sides reach each other.
    case introductionContacts = "introduction.contacts"
    /// That a cohort exists, and its terms.
    case cohort
    /// How many have applied for a cohort, by state.
    case cohortCounts = "cohort.counts"
    /// That somebody applies to an incubator, and with what.
    case application
    /// That somebody asks a mentor, and on what.
    case mentorRequest = "mentor_request"
    /// An issuing document.
    case document
    /// A question as DOST worded it, with its answer.
    case question
    /// Who asked, when, and in which words.
    case questionAsker = "question.asker"
    /// That a review exists, who reviews, and where it stands.
    case review
    /// What a proposal offers, for whoever reviews it.
    case reviewMaterial = "review.material"
    /// Who proposes, for whoever reviews the proposal.
    case reviewSolver = "review.solver"
    /// The scores and remarks of one reviewer.
    case reviewScores = "review.scores"
    /// How proposals are compared and decided: ranking and minutes.
    case deliberation
    /// Which accounts can be asked to review, by their names.
    case reviewers
    /// The consensus on a proposal, and what its proposer is told; without reviewers' names.
    case feedback
    /// That a solver works on a problem, on which terms, and how far it is.
    case engagement
    /// That a file exists, and what it holds; one that hangs on a proposal goes by that instead.
    case file
    /// What somebody asks about the data that are kept on them, and what came of it.
    case dataRequest = "data_request"
    /// What somebody has consented to.
    case consent
    /// Everything that is kept on a person.
    case personalData = "personal_data"
    /// What was done to a record, and who did it.
    case audit
    /// That somebody looked at what is confidential of a record, by role and day.
    case accesses
    /// Who that was, when and from where.
    case accessDetails = "accesses.who"
    /// That a report was issued, and its figures without most of what is private.
    case report
    /// Figures on everything that the register does, as they are.
    case reportFigures = "report.figures"
  }

  /// The situation that a record must be in for a row to hold.
  package enum Situation: String, Sendable, Hashable, CaseIterable {
    /// Any.
    case always
    /// The organisation is verified.
    case verified
    /// The problem, or the report, was published at some time; what was once published stays public.
    case published
    /// The proposal was opened, see `Opening`.
    case opened
    /// The file hangs on a record, or is no organisation's.
    case onRecord = "on_record"
    /// The file hangs on a record that everybody may see.
    case onPublicRecord = "on_public_record"
    /// The file goes with an application that was handed in.
    case onHandedIn = "on_handed_in"
    /// The document was issued.
    case issued
    /// The question is answered, and its problem may be known of.
    case answered
    /// A startup that has chosen to show its round to funds is looked at in the matches of the
    /// asker's own verified fund.
    case inFundMatches = "in_fund_matches"
    /// The fund has chosen to make the investment public.
    case madePublic = "made_public"
    /// Whoever was asked has consented.
    case consented
    /// The cohort was announced at some time.
    case announced
    /// The application was handed in at some time.
    case handedIn = "handed_in"
    /// The reviewer has declared to have no conflict of interest, and none was found since.
    case declared
    /// The problem's reviewers are told who proposes.
    case named
    /// The reviewer has locked the scores.
    case scoresLocked = "scores_locked"
    /// It is decided who solves the problem, or that nobody does.
    case decided
  }

  /// In which relation somebody stands to a record.
  package enum Onlooker: String, Sendable, Hashable, CaseIterable {
    /// Everybody, logged in or not.
    case anybody
    /// Those who belong to the organisation that the record belongs to, in whatever role.
    case owner
    /// Those who belong to a partner that a proposal names and that has not refused.
    case partner
    /// The person whose account it is.
    case person
    /// Members of a verified fund.
    case fund
    /// Those who belong to the organisation that asks, on a record between two organisations.
    case requester
    /// Those who belong to the organisation that is asked.
    case recipient
    case dost, admin
    /// The person whose review it is.
    case reviewer
    /// The person that the record is about or for.
    case subject
  }

  /// One row of the table.
  package struct Rule: Sendable, Equatable {
    /// What is shown.
    package let part: Part
    /// When.
    package let situation: Situation
    /// To whom.
    package let to: Set<Onlooker>

    init(_ part: Part, _ situation: Situation, to: Set<Onlooker>) {
      self.part = part
      self.situation = situation
      self.to = to
    }
  }

  /// Every row; what stands in none is shown to nobody.
  package static let table: [Rule] = [
    Rule(.organisation, .verified, to: [.anybody]),
    Rule(.organisation, .always, to: [.owner, .dost, .admin]),
    Rule(.organisationContacts, .always, to: [.owner, .dost, .admin]),
    Rule(.organisationRaising, .always, to: [.owner, .dost, .admin]),
    Rule(.organisationRaising, .inFundMatches, to: [.fund]),
    Rule(.organisationAdministration, .always, to: [.owner, .dost, .admin]),
    Rule(.organisationEvidence, .always, to: [.owner, .dost, .admin]),
    Rule(.organisationIdentity, .always, to: [.owner, .dost, .admin]),
    Rule(.organisationMembers, .always, to: [.owner, .dost, .admin]),
    Rule(.claim, .always, to: [.person, .dost, .admin]),
    Rule(.claimant, .always, to: [.dost, .admin]),
    Rule(.account, .always, to: [.person, .admin]),
    Rule(.problem, .published, to: [.anybody]),
    Rule(.problem, .always, to: [.owner, .dost, .admin]),
    Rule(.proposal, .always, to: [.owner, .partner]),
    Rule(.proposal, .opened, to: [.dost, .admin]),
    Rule(.proposalResult, .decided, to: [.owner, .partner]),
    Rule(.proposalResult, .always, to: [.dost, .admin]),
    Rule(.notification, .always, to: [.subject]),
    Rule(.delivery, .always, to: [.admin]),
    Rule(.investment, .madePublic, to: [.anybody]),
    Rule(.investment, .always, to: [.owner, .dost, .admin]),
    Rule(.investmentTerms, .always, to: [.owner, .dost, .admin]),
    Rule(.portfolioConflict, .always, to: [.owner]),
    Rule(.watchList, .always, to: [.owner]),
    Rule(.savedSearch, .always, to: [.owner]),
    Rule(.introduction, .always, to: [.requester, .recipient, .dost, .admin]),
    Rule(.introductionContacts, .consented, to: [.requester, .recipient]),
    Rule(.cohort, .announced, to: [.anybody]),
    Rule(.cohort, .always, to: [.owner, .dost, .admin]),
    Rule(.cohortCounts, .always, to: [.owner, .dost, .admin]),
    Rule(.application, .always, to: [.requester]),
    Rule(.application, .handedIn, to: [.recipient, .dost, .admin]),
    Rule(.mentorRequest, .always, to: [.requester, .recipient, .dost, .admin]),
    Rule(.document, .issued, to: [.anybody]),
    Rule(.document, .always, to: [.dost, .admin]),
    Rule(.question, .answered, to: [.anybody]),
    Rule(.question, .always, to: [.owner, .dost, .admin]),
    Rule(.questionAsker, .always, to: [.owner, .dost, .admin]),
    Rule(.review, .always, to: [.reviewer, .dost, .admin]),
    Rule(.reviewMaterial, .declared, to: [.reviewer]),
    Rule(.reviewSolver, .named, to: [.reviewer]),
    Rule(.reviewSolver, .always, to: [.dost, .admin]),
    Rule(.reviewScores, .declared, to: [.reviewer]),
    Rule(.reviewScores, .scoresLocked, to: [.dost, .admin]),
    Rule(.deliberation, .always, to: [.dost, .admin]),
    Rule(.reviewers, .always, to: [.dost, .admin]),
    Rule(.feedback, .decided, to: [.owner, .partner]),
    Rule(.feedback, .always, to: [.dost, .admin]),
    Rule(.engagement, .always, to: [.owner, .partner, .dost, .admin]),
    Rule(.file, .always, to: [.owner]),
    Rule(.file, .onRecord, to: [.dost, .admin]),
    Rule(.file, .onPublicRecord, to: [.anybody]),
    Rule(.file, .onHandedIn, to: [.recipient]),
    Rule(.dataRequest, .always, to: [.person, .dost, .admin]),
    Rule(.consent, .always, to: [.person, .admin]),
    Rule(.personalData, .always, to: [.person, .admin]),
    Rule(.audit, .always, to: [.owner, .dost, .admin]),
    Rule(.accesses, .always, to: [.owner, .admin]),
    Rule(.accessDetails, .always, to: [.admin]),
    Rule(.report, .published, to: [.anybody]),
    Rule(.report, .always, to: [.dost, .admin]),
    Rule(.reportFigures, .always, to: [.dost, .admin]),
  ]

  /// The situations in which a part is shown to any of these.
  package static func situations(
    of part: Part, for onlookers: Set<Onlooker>
  ) -> Set<Situation> {
    Set(table.filter { $0.part == part && !$0.to.isDisjoint(with: onlookers) }.map(\.situation))
  }

  /// Whether a part is shown to those onlookers in those situations.
  package static func shows(
    _ part: Part, in situations: Set<Situation> = [], to onlookers: Set<Onlooker>
  ) -> Bool {
    table.contains { rule in
      rule.part == part && (rule.situation == .always || situations.contains(rule.situation))
        && !rule.to.isDisjoint(with: onlookers)
    }
  }

  /// Whether an actor may see a part of an organisation's record.
  package static func sees(
    _ actor: Actor, _ part: Part, of organisation: ID<Organisation>
  ) -> Bool {
    shows(part, to: actor.onlookers(towards: organisation))
  }

  /// Whether what a startup raises counts and is shown in the matches of a mandate.
  package static func seesRaisingTerms(
    _ actor: Actor, of startup: Organisation, inMatchesOf asker: Organisation
  ) -> Bool {
    guard asker.profile.kind == .fund, asker.status == .verified, actor.belongs(to: asker.id),
      startup.profile.startup?.isRaisingShownToFunds == true
    else { return false }
    return shows(.organisationRaising, in: [.inFundMatches], to: [.fund])
  }

  /// Whether an actor may know that an organisation exists.
  package static func sees(_ actor: Actor, _ organisation: Organisation) -> Bool {
    sees(actor, organisation.id, in: organisation.status)
  }

  /// The same for one of which only identifier and state have been read.
  package static func sees(
    _ actor: Actor, _ organisation: ID<Organisation>, in status: Organisation.Status
  ) -> Bool {
    shows(
      .organisation, in: status == .verified ? [.verified] : [],
      to: actor.onlookers(towards: organisation))
  }

  /// Whether an actor may know of an account.
  package static func sees(_ actor: Actor, _ account: Account) -> Bool {
    var onlookers = actor.onlookers(towards: nil)
    if actor.account == account.id { onlookers.insert(.person) }
    return shows(.account, to: onlookers)
  }

  /// Whether an actor may know that a problem exists.
  package static func sees(_ actor: Actor, _ problem: Problem) -> Bool {
    shows(
      .problem, in: problem.publishedAt == nil ? [] : [.published],
      to: actor.onlookers(towards: problem.author))
  }

  /// Whether an actor may know that a proposal exists.
  package static func sees(_ actor: Actor, _ proposal: Proposal) -> Bool {
    guard !actor.isStandIn else { return shows(.proposal, to: [.anybody]) }
    var onlookers = actor.onlookers(towards: proposal.organisation)
    let partners = proposal.partnerships.filter { $0.status != .refused }
    if partners.contains(where: { actor.belongs(to: $0.organisation) }) {
      onlookers.insert(.partner)
    }
    return shows(.proposal, in: proposal.openedAt == nil ? [] : [.opened], to: onlookers)
  }

  /// Whether an actor may see a part of what is kept on a person.
  package static func sees(_ actor: Actor, _ part: Part, of account: ID<Account>?) -> Bool {
    var onlookers = actor.onlookers(towards: nil)
    if account != nil, actor.account == account { onlookers.insert(.person) }
    return shows(part, to: onlookers)
  }

  /// Whether an actor may see what was done to the records of an organisation, or who looked at
  /// them; without one, those of the register.
  package static func sees(
    _ actor: Actor, _ part: Part, ofRecordsOf organisation: ID<Organisation>?
  ) -> Bool {
    shows(part, to: actor.onlookers(towards: organisation))
  }

  /// Whether an actor may see what an account was told, and how it wants to be told.
  package static func seesNotifications(_ actor: Actor, of account: ID<Account>) -> Bool {
    shows(.notification, to: actor.account == account ? [.anybody, .subject] : [.anybody])
  }

  /// Whether an actor may see which mail went where.
  package static func seesDeliveries(_ actor: Actor) -> Bool {
    shows(.delivery, to: actor.onlookers(towards: nil))
  }

  /// Whether an actor may know that a document exists.
  package static func sees(_ actor: Actor, _ document: IssuingDocument) -> Bool {
    shows(
      .document, in: document.status == .draft ? [] : [.issued], to: actor.onlookers(towards: nil))
  }

  /// Whether an actor may know that a question exists.
  package static func sees(_ actor: Actor, _ question: Question, on problem: Problem) -> Bool {
    shows(
      .question, in: question.status == .answered && sees(actor, problem) ? [.answered] : [],
      to: actor.onlookers(towards: question.organisation))
  }

  /// Whether an actor may know who asked a question.
  package static func seesAsker(_ actor: Actor, of question: Question) -> Bool {
    shows(.questionAsker, to: actor.onlookers(towards: question.organisation))
  }

  /// Whether an actor may know of a file that hangs on no proposal; `handedInTo` are the
  /// incubators that have got it with an application. One that hangs on nothing yet may be meant
  /// for a proposal.
  package static func sees(
    _ actor: Actor, _ file: StoredFile, onRecord: Bool, onPublicRecord: Bool,
    handedInTo incubators: [ID<Organisation>] = []
  ) -> Bool {
    var onlookers = actor.onlookers(towards: file.organisation)
    if incubators.contains(where: { actor.belongs(to: $0) }) { onlookers.insert(.recipient) }
    var situations: Set<Situation> = onPublicRecord ? [.onPublicRecord] : []
    if onRecord || file.organisation == nil { situations.insert(.onRecord) }
    if !incubators.isEmpty { situations.insert(.onHandedIn) }
    return shows(.file, in: situations, to: onlookers)
  }
}

extension Actor {
  /// In which relations they stand to a record of that organisation.
  package func onlookers(towards owner: ID<Organisation>?) -> Set<Visibility.Onlooker> {
    var onlookers: Set<Visibility.Onlooker> = [.anybody]
    if belongs(to: owner) { onlookers.insert(.owner) }
    switch role {
    case .dost: onlookers.insert(.dost)
    case .admin: onlookers.insert(.admin)
    case .member, .reviewer, nil: break
    }
    return onlookers
  }
}

package import Domain

/// The public register as matching and search see it at one moment; immutable.
///
/// The registry holds one and swaps it for the next when the change feed brings news. It keeps
/// texts and facts of verified organisations and published problems, nothing private.
package struct Snapshot: Sendable {
  /// A change to the register.
  package enum Change: Sendable {
    /// Inserts or replaces by identifier; one that is not verified is taken out.
    case organisation(Organisation)
    /// Inserts or replaces by identifier; one that was never published is taken out.
    case problem(Problem)
    /// Takes out the organisation or problem of that identifier.
    case remove(id: String)
  }

  /// The concepts that texts are read with.
  package var lexicon: Lexicon { reader.lexicon }
  /// The weights that matches are made with.
  package private(set) var weights: Weights

  let reader: Reader
  let cues: ExclusionCues
  let label: CodeLabel
  private let portion: Int
  let fundRules: FundRules
  private(set) var organisations = Index()
  private(set) var problems = Index()
  private(set) var programmes = Index()
  private(set) var mandates = MandateBook()

  /// An empty register.
  /// - Parameters:
  ///   - lexicon: the concepts that texts are read with.
  ///   - weights: how signals and texts are weighed.
  ///   - fundRules: what the law sets for funds; none if left out.
  ///   - label: what people read instead of a code in reasons and gaps; asked for the lists
  ///     `technologies`, `legal` and `provinces`. The bare code if left out.
  ///   - portion: how many records are indexed in one piece at most; larger batches are cut and the
  ///     pieces indexed side by side. No answer depends on it. 65,536 if left out, and no more.
  package init(
    lexicon: Lexicon, weights: Weights, fundRules: FundRules = FundRules(),
    label: @escaping CodeLabel = { _, code in Bilingual(vi: code, en: code) },
    portion: Int? = nil
  ) {
    self.portion = max(1, min(portion ?? Segment.capacity, Segment.capacity))
    self.weights = weights
    self.label = label
    self.fundRules = fundRules
    reader = Reader(lexicon: lexicon)
    cues = ExclusionCues(letters: Letters())
  }

  /// An empty register that is read and weighed like this one, but with other concepts.
  package func emptied(readingWith lexicon: Lexicon) -> Snapshot {
    Snapshot(
      lexicon: lexicon, weights: weights, fundRules: fundRules, label: label, portion: portion)
  }

  /// How many organisations are public.
  package var organisationCount: Int { organisations.count }

  /// How many problems are public.
  package var problemCount: Int { problems.count }

  /// How many programmes of incubators are public.
  package var programmeCount: Int { programmes.count }

  /// How many parts the indexes are cut into; each costs every query a little.
  package var partCount: Int {
    organisations.parts.count + problems.parts.count + programmes.parts.count
  }

  /// The register after these changes; of several for one record the last counts.
  package func applying(_ changes: [Change]) -> Snapshot {
    var forOrganisations: [Index.Change] = []
    var forProblems: [Index.Change] = []
    var forProgrammes: [Index.Change] = []
    var next = self
    for place in Self.latest(changes) {
      switch changes[place] {
      case .organisation(let organisation):
        forOrganisations.append(
          Index.Change(id: organisation.id.text, document: Document(organisation)))
        forProgrammes += withoutProgrammes(organisation.id.text)
        forProgrammes += Document.programmes(of: organisation).map {
          Index.Change(id: $0.id, document: $0)
        }
        next.mandates.replace(
          organisation.id, with: Mandate.all(of: organisation, reader: reader, cues: cues))
      case .problem(let problem):
        forProblems.append(Index.Change(id: problem.id.text, document: Document(problem)))
      case .remove(let id):
        forOrganisations.append(Index.Change(id: id, document: nil))
        forProblems.append(Index.Change(id: id, document: nil))
        forProgrammes += withoutProgrammes(id)
        next.mandates.replace(ID(id), with: [])
      }
    }
    next.organisations = organisations.applying(
      forOrganisations, reader: reader, model: weights.text, portion: portion)
    next.problems = problems.applying(
      forProblems, reader: reader, model: weights.text, portion: portion)
    next.programmes = programmes.applying(
      forProgrammes, reader: reader, model: weights.text, portion: portion)
    return next
  }

  /// The same register with the signals weighed otherwise. Texts go on being weighed as they were
  /// when they were indexed.
  package func weighing(signalsBy other: Weights) -> Snapshot {
    var next = self
    next.weights = weights.with(version: other.version, signals: other.signals)
    return next
  }

  /// Where the last change to each record stands, in the order of the changes.
  private static func latest(_ changes: [Change]) -> [Int] {
    var organisations: Set<String> = []
    var problems: Set<String> = []
    func isLast(_ change: Change) -> Bool {
      switch change {
      case .organisation(let organisation): organisations.insert(organisation.id.text).inserted
      case .problem(let problem): problems.insert(problem.id.text).inserted
      case .remove(let id):
        // A removal stays as long as it is the last word on either kind of record.
        [organisations.insert(id).inserted, problems.insert(id).inserted].contains(true)
      }
    }
    return changes.indices.reversed().filter { isLast(changes[$0]) }.reversed()
  }

  /// The removal of every programme that an organisation has in this register.
  private func withoutProgrammes(_ organisation: String) -> [Index.Change] {
    mandates.of(ID(organisation)).filter { $0.terms.kind == .programme }.map {
      Index.Change(id: "\(organisation)/\($0.part ?? "")", document: nil)
    }
  }

  /// The organisations that should be invited to solve a problem.
  /// - Parameters:
  ///   - statement: the problem; it need not be in the register.
  ///   - limit: how many matches at most.
  ///   - kinds: the kinds of organisation asked for; nil for all that solve problems.
  /// - Returns: the admissible ones, best first, and those that a requirement bars.
  package func solvers(
    for statement: ProblemStatement, limit: Int, kinds: Set<OrganisationKind>? = nil
  ) -> Matches<Organisation> {
    let kinds = CodeSet(Array(kinds ?? OrganisationKind.solvers))
    var gate = Gate(statement.required)
    return matcher(asking: statement).matches(Organisation.self, limit: limit) { facts in
      if facts.tags.kinds.intersection(kinds).isEmpty { return .outside }
      return gate.bars(facts) ? .barred : .eligible
    }
  }

  /// The values of the signals of the organisations that could solve a problem, best first,
  /// without reasons: what other weights can be tried on.
  /// - Parameters:
  ///   - statement: the problem.
  ///   - limit: how many at most.
  /// - Returns: one for each match that `solvers` would give, in the same order.
  package func scores(
    for statement: ProblemStatement, limit: Int
  ) -> [SignalValues<Organisation>] {
    let kinds = CodeSet(Array(OrganisationKind.solvers))
    var gate = Gate(statement.required)
    return matcher(asking: statement).scores(limit: limit) { facts in
      if facts.tags.kinds.intersection(kinds).isEmpty { return .outside }
      return gate.bars(facts) ? .barred : .eligible
    }
  }

  private func matcher(asking statement: ProblemStatement) -> Matcher {
    Matcher(
      asking: Document(statement: statement), as: .problem, index: organisations, reader: reader,
      weights: weights, label: label, now: nil)
  }

  /// The open problems that an organisation should look at.
  /// - Parameters:
  ///   - profile: the organisation; it need not be in the register.
  ///   - limit: how many matches at most.
  ///   - now: the moment that counts for deadlines.
  /// - Returns: the open ones, best first, and those that a requirement or the deadline bars.
  package func problems(
    for profile: OrganisationProfile, limit: Int, now: Instant
  ) -> Matches<Problem> {
    let document = Document(id: "", profile: profile, externalID: nil)
    let matcher = Matcher(
      asking: document, as: .organisation, index: problems, reader: reader, weights: weights,
      label: label, now: now)
    let open = Tags(status: Problem.Status.published.rawValue, province: nil).status
    return matcher.matches(Problem.self, limit: limit) { facts in
      guard facts.tags.status == open else { return .outside }
      if let deadline = facts.deadline, deadline < now { return .barred }
      var gate = Gate(facts.required)
      return gate.bars(document.facts) ? .barred : .eligible
    }
  }
}

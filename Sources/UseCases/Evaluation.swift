package import Domain
package import Matching

/// A judged collection as matching sees it: the problems it asks about and the firms it offers.
package struct Evaluation: Sendable {
  /// A record of the collection that cannot be read.
  package struct Failure: Error, Sendable, Equatable {
    /// The file and the place in it: `firms.json, record 3 (F003)`.
    package let place: String
    /// What is wrong.
    package let error: DomainError
  }

  /// Problems that are asked about.
  package let problemCount: Int
  /// Organisations in the index, funds not counted.
  package let organisationCount: Int
  /// Funds in the index.
  package let fundCount: Int
  /// The weights that everything is made with.
  package let weights: Weights
  private let problems: [Problem]
  private let organisations: [Organisation]
  private let lexicon: Lexicon
  private let snapshot: Snapshot
  private let startups: [Organisation]

  /// Matches that a run holds for each problem.
  static let depth = 50

  /// Indexes a collection; its identifiers stay as they are.
  ///
  /// - Parameters:
  ///   - problems: the content of `problems.json`, an array of problems
  ///   - organisations: each file's name with its array of organisations, whose startup and fund
  ///     members may stand flat
  ///   - reference: codes, places and concepts
  ///   - weights: what matches are weighed by
  /// - Throws: `Failure` for the first record that cannot be read.
  package init(
    problems: JSON, organisations: [(file: String, json: JSON)], reference: ReferenceData,
    weights: Weights = .standard
  ) throws(Failure) {
    do { lexicon = try reference.shippedLexicon } catch {
      throw Failure(place: "lexicon", error: error)
    }
    let start = Instant(seconds: 0)
    var asked: [Problem] = []
    var offered: [Organisation] = []
    for (file, json) in [("problems.json", problems)] + organisations {
      for (record, id) in try Self.records(json, in: file, places: reference.places) {
        switch record {
        case .problem(let statement, _):
          let problem = Problem(
            id: ID(id), externalID: id, status: .published, createdAt: start, updatedAt: start,
            publishedAt: start, statement: statement)
          asked.append(problem)
        case .organisation(let profile, _):
          offered.append(
            Organisation(
              id: ID(id), externalID: id, status: .verified, createdAt: start, updatedAt: start,
              profile: profile))
        }
      }
    }
    self.problems = asked
    self.organisations = offered
    self.weights = weights
    startups = offered.filter { $0.profile.startup?.raisingVND != nil }
    snapshot = Snapshot(lexicon: lexicon, weights: weights).applying(
      asked.map { .problem($0) } + offered.map { .organisation($0) })
    problemCount = asked.count
    fundCount = offered.count { $0.profile.kind == .fund }
    organisationCount = offered.count - fundCount
  }

  /// The identifiers that judgements of problems and organisations name and the collection does
  /// not have, in order: what is looked for there can never be found.
  package func unknown(in judgements: Judgements) -> [String] {
    unknown(judgements, asked: problems.map(\.id.text))
  }

  /// The same for judgements of startups and funds.
  package func unknown(inFundJudgements judgements: Judgements) -> [String] {
    unknown(judgements, asked: organisations.map(\.id.text))
  }

  private func unknown(_ judgements: Judgements, asked: [String]) -> [String] {
    let queries = Set(judgements.grades.keys).subtracting(asked)
    let items = Set(judgements.grades.values.flatMap(\.keys))
      .subtracting(organisations.map(\.id.text))
    return queries.union(items).sorted()
  }

  /// The lines `problem<TAB>organisation<TAB>score` of a run, best first for each problem in the
  /// order of the file; whom a hard requirement excludes is left out.
  package var lines: [String] {
    problems.flatMap { problem in
      snapshot.solvers(for: problem.statement, limit: Self.depth, kinds: nil).matches.map {
        "\(problem.id)\t\($0.subject)\t\(Self.decimal($0.scoreMicros))"
      }
    }
  }

  /// The signals of everything that is found, with the judgements.
  package func matches(judgedBy judgements: Judgements) -> JudgedMatches {
    matches(in: snapshot, judgements)
  }

  /// The measures of the whole engine and of the engine without each of its parts.
  package func ablations(
    judgedBy judgements: Judgements
  ) -> [(ablation: Ablation, measures: RankingMeasures)] {
    let whole = matches(judgedBy: judgements)
    return Ablation.all.map { ablation in
      let changed = ablation.change(weights)
      let isReadAnew = ablation.isUnmarked || changed.text != weights.text
      let matches =
        isReadAnew
        ? matches(in: snapshot(weighedBy: changed, isUnmarked: ablation.isUnmarked), judgements)
        : whole
      return (ablation, matches.measures(by: changed))
    }
  }

  /// How well funds are ranked for the startups that are judged.
  package func fundMeasures(judgedBy judgements: Judgements) -> RankingMeasures {
    RankingMeasures(
      run: Dictionary(
        startups.map { startup in
          (startup.id.text, fundMatches(startup).map(\.subject.organisation.text))
        }, uniquingKeysWith: { first, _ in first }), judgements: judgements)
  }

  private func matches(in snapshot: Snapshot, _ judgements: Judgements) -> JudgedMatches {
    JudgedMatches(
      Dictionary(
        problems.map { problem in
          (
            problem.id.text,
            snapshot.scores(for: problem.statement, limit: Registry.rankDepth)
          )
        }, uniquingKeysWith: { first, _ in first }), judgements)
  }

  private func snapshot(weighedBy weights: Weights, isUnmarked: Bool) -> Snapshot {
    Snapshot(lexicon: lexicon, weights: weights).applying(
      problems.map { .problem($0) }
        + organisations.map { .organisation(isUnmarked ? $0.unmarked : $0) })
  }

  /// The lines `startup<TAB>fund<TAB>score` of a run, best first for each startup that is raising
  /// money, in the order of the file; funds that a hard limit excludes are left out.
  package var fundLines: [String] {
    startups.flatMap { startup in
      fundMatches(startup).map {
        "\(startup.id)\t\($0.subject.organisation)\t\(Self.decimal($0.scoreMicros))"
      }
    }
  }

  private func fundMatches(_ startup: Organisation) -> [MandateMatch] {
    snapshot.mandates(.fund, for: startup, limit: Self.depth, now: startup.createdAt).matches
  }

  private static func records(
    _ json: JSON, in file: String, places: Gazetteer
  ) throws(Failure) -> [(record: ImportRecord, id: String)] {
    guard let elements = json.elements else {
      throw Failure(
        place: file,
        error: .invalid([Fault("", .wrongType, found: json.typeName, accepted: "array")]))
    }
    var records: [(record: ImportRecord, id: String)] = []
    for (index, element) in elements.enumerated() {
      let id = element["id"]?.text
      let place = "\(file), record \(index + 1)" + (id.map { " (\($0))" } ?? "")
      guard let id else {
        throw Failure(place: place, error: .invalid([Fault("/id", .missing)]))
      }
      do {
        records.append((try ImportRecord.read(element, places: places).record, id))
      } catch {
        throw Failure(place: place, error: error)
      }
    }
    return records
  }

  /// Millionths with six digits after the point, so that equal texts mean equal scores.
  private static func decimal(_ micros: Int) -> String {
    let digits = String(micros % 1_000_000)
    return "\(micros / 1_000_000)." + String(repeating: "0", count: 6 - digits.count) + digits
  }
}

extension Organisation {
  /// The record with texts as people type them who leave the marks out.
  fileprivate var unmarked: Organisation {
    var copy = self
    copy.profile.name = Folding.fold(profile.name)
    copy.profile.description = profile.description.map(Folding.fold)
    copy.profile.products = profile.products.map(Folding.fold)
    copy.profile.pastProjects = profile.pastProjects.map { project in
      var copy = project
      copy.title = Folding.fold(project.title)
      copy.client = project.client.map(Folding.fold)
      copy.outcome = project.outcome.map(Folding.fold)
      return copy
    }
    copy.profile.certificates = profile.certificates.map(Folding.fold)
    copy.profile.fund?.thesis = profile.fund?.thesis.map(Folding.fold)
    return copy
  }
}

package import Domain
import Matching

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
  /// Organisations in the index, funds included.
  package let organisationCount: Int
  private let problems: [Problem]
  private let snapshot: Snapshot
  private let startups: [Organisation]

  /// Matches that a run holds for each problem.
  private static let depth = 50

  /// Indexes a collection; its identifiers stay as they are.
  ///
  /// - Parameters:
  ///   - problems: the content of `problems.json`, an array of problems
  ///   - organisations: each file's name with its array of organisations, whose startup and fund
  ///     members may stand flat
  ///   - reference: codes, places and concepts
  /// - Throws: `Failure` for the first record that cannot be read.
  package init(
    problems: JSON, organisations: [(file: String, json: JSON)], reference: ReferenceData
  ) throws(Failure) {
    let start = Instant(seconds: 0)
    var asked: [Problem] = []
    var changes: [Snapshot.Change] = []
    for (file, json) in [("problems.json", problems)] + organisations {
      for (record, id) in try Self.records(json, in: file, places: reference.places) {
        switch record {
        case .problem(let statement, _):
          let problem = Problem(
            id: ID(id), externalID: id, status: .published, createdAt: start, updatedAt: start,
            publishedAt: start, statement: statement)
          asked.append(problem)
          changes.append(.problem(problem))
        case .organisation(let profile, _):
          changes.append(
            .organisation(
              Organisation(
                id: ID(id), externalID: id, status: .verified, createdAt: start, updatedAt: start,
                profile: profile)))
        }
      }
    }
    self.problems = asked
    startups = changes.compactMap { change in
      guard case .organisation(let record) = change, record.profile.startup?.raisingVND != nil
      else { return nil }
      return record
    }
    snapshot = Snapshot(lexicon: reference.lexicon, weights: .standard).applying(changes)
    problemCount = asked.count
    organisationCount = snapshot.organisationCount
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

  /// The lines `startup<TAB>fund<TAB>score` of a run, best first for each startup that is raising
  /// money, in the order of the file; funds that a hard limit excludes are left out.
  package var fundLines: [String] {
    startups.flatMap { startup in
      snapshot.mandates(.fund, for: startup, limit: Self.depth, now: startup.createdAt).matches.map
      {
        "\(startup.id)\t\($0.subject.organisation)\t\(Self.decimal($0.scoreMicros))"
      }
    }
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

import Domain
import Matching
import UseCases

/// What `innoreg match` is asked about funds, programmes and mentors.
enum MandateRequest {
  /// Who supports this startup or firm.
  case support(MandateKind, for: String)
  /// The startups for a fund or for a part of an incubator.
  case startups(for: String, programme: String?, mentor: String?)

  /// What the options ask; nil where they ask for problems or solvers.
  init?(_ invocation: Invocation) throws(Failure) {
    let programme = try invocation.optionalString("programme")
    let mentor = try invocation.optionalString("mentor")
    var requests: [MandateRequest] = []
    for (option, kind) in Self.options {
      if let name = try invocation.optionalString(option) {
        requests.append(.support(kind, for: name))
      }
    }
    if let name = try invocation.optionalString("startups-for") {
      requests.append(.startups(for: name, programme: programme, mentor: mentor))
    } else if programme != nil || mentor != nil {
      throw Failure(.usage, "--programme and --mentor go with --startups-for")
    }
    guard requests.count < 2 else {
      throw Failure(
        .usage, "give one of --funds-for, --programmes-for, --mentors-for, --startups-for")
    }
    guard let request = requests.first else { return nil }
    self = request
  }

  private static let options: [(String, MandateKind)] = [
    ("funds-for", .fund), ("programmes-for", .programme), ("mentors-for", .mentor),
  ]

  /// Finds and prints what is asked.
  func answer(_ session: Session, limit: Int, view: MatchView) throws(Failure) -> ExitCode {
    switch self {
    case .support(let kind, let name):
      let found = try session.ask { () throws(DomainError) in
        try session.registry.mandates(
          kind, forOrganisation: name, limit: limit, by: session.actor)
      }
      return try view.print(found.list, about: found.organisation.profile.name)
    case .startups(let name, let programme, let mentor):
      let found = try session.ask { () throws(DomainError) in
        try session.registry.startups(
          forMandateOf: name, programme: programme, mentor: mentor, limit: limit,
          by: session.actor)
      }
      let part = found.part.map { " / \($0)" } ?? ""
      return try view.print(found.list, about: found.organisation.profile.name + part)
    }
  }
}

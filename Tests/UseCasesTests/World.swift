import Domain
import FoundationEssentials
import Storage
import Synchronization
import UseCases

/// A register of one test on a file of its own, with a clock that the test turns.
final class World: Sendable {
  let path: String
  let store: Store
  let registry: Registry
  private let clock: Now
  private let owned: Bool

  private static let reference = Result { try ReferenceData() }
  static let admin = Actor.commandLine
  static let dost = Actor(name: "dost", role: .dost)
  static let reviewer = Actor(name: "reviewer", role: .reviewer)
  static let unbound = Actor(name: "unbound", role: .member)
  /// 2026-06-01T00:00:00Z.
  static let start: Int64 = 1_780_272_000

  init(
    at path: String? = nil, time start: Int64 = World.start, scan: FileScan? = nil
  ) throws {
    _ = Credentials.prepare()
    owned = path == nil
    self.path =
      path
      ?? FileManager.default.temporaryDirectory
      .appending(path: "innoreg-usecases-\(UUID().uuidString).db").path()
    store = try Store(
      path: self.path, create: true, readers: 2, now: Instant(seconds: start),
      digest: Credentials.digest)
    let now = Now(start)
    clock = now
    registry = Registry(
      store: store, reference: try Self.reference.get(),
      vault: Vault(key: [UInt8](repeating: 7, count: 32)) ?? .locked, scan: scan
    ) { now.instant }
  }

  deinit {
    guard owned else { return }
    for suffix in ["", "-wal", "-shm", ".files"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
  }

  /// Turns the clock.
  func turn(to time: String) { if let instant = Instant(rfc3339: time) { clock.set(instant) } }

  /// Turns the clock once it has been looked at so many times.
  func afterNextLook(_ time: String, count: Int) {
    if let instant = Instant(rfc3339: time) { clock.set(instant, after: count) }
  }

  static func member(of organisation: Organisation) -> Actor {
    Actor(name: "member-\(organisation.id.text)", role: .member, organisation: organisation.id)
  }

  /// An organisation in a state, brought there by an administrator.
  func organisation(
    _ status: Organisation.Status = .verified, _ patch: JSON = [:]
  ) throws(DomainError) -> Organisation {
    let json = JSON.object(
      JSONObject([
        ("kind", "technology_firm"), ("name", "Công ty Ví Dụ"), ("province", "66"),
        ("description", "Cảm biến và phần mềm"), ("fields", ["agriculture"]),
      ])
    ).merging(patch)
    var record = try registry.createOrganisation(json, by: Self.admin).record
    let path: [Organisation.Event] =
      switch status {
      case .draft: []
      case .submitted: [.submit]
      case .returned: [.submit, .return]
      case .verified: [.submit, .verify]
      case .suspended: [.submit, .verify, .suspend]
      case .withdrawn: [.withdraw]
      }
    for event in path {
      record = try registry.moveOrganisation(record.id.text, event, reason: "lý do", by: Self.admin)
    }
    return record
  }

  /// A problem, published unless told otherwise.
  func problem(
    publish: Bool = true, by actor: Actor = World.dost, _ patch: JSON = [:]
  ) throws(DomainError) -> Problem {
    let json = JSON.object(
      JSONObject([
        ("title", "Giám sát vườn cà phê"), ("expected_result", "Cảnh báo sâu bệnh sớm"),
        ("deadline", "2026-06-30"),
      ])
    ).merging(patch)
    let draft = try registry.createProblem(json, by: actor).record
    return publish ? try registry.moveProblem(draft.id.text, .publish, by: Self.dost) : draft
  }

  /// A proposal of an organisation for a problem, submitted unless told otherwise.
  func proposal(
    of organisation: Organisation, for problem: Problem, submit: Bool = true,
    approach: String = "Dùng cảm biến"
  ) throws(DomainError) -> Proposal {
    let actor = Self.member(of: organisation)
    let draft = try registry.createProposal(
      [
        "problem": .string(problem.id.text), "approach": .string(approach), "cost_vnd": 1000,
        "duration_months": 6,
      ], by: actor)
    return submit ? try registry.moveProposal(draft.id, .submit, by: actor) : draft
  }

  /// Turns the clock past the deadline, closes the problem and opens the proposals for it.
  @discardableResult
  func open(_ problem: Problem, at time: String = "2026-07-02") throws(DomainError) -> Opening {
    turn(to: time)
    _ = try registry.moveProblem(problem.id.text, .close, by: Self.dost)
    return try registry.openProposals(for: problem.id.text, by: Self.dost)
  }

  /// The bytes of the database file and its log.
  func bytes() throws -> [UInt8] {
    var bytes = Array(try Data(contentsOf: URL(filePath: path)))
    if let log = try? Data(contentsOf: URL(filePath: path + "-wal")) { bytes += Array(log) }
    return bytes
  }
}

/// A clock that stands still until it is set.
private final class Now: Sendable {
  private struct State {
    var seconds: Int64
    var next: (seconds: Int64, looks: Int)?
  }

  private let state: Mutex<State>

  init(_ seconds: Int64) { state = Mutex(State(seconds: seconds)) }

  var instant: Instant {
    state.withLock { state in
      if let next = state.next {
        state.next?.looks -= 1
        if next.looks == 0 {
          state.seconds = next.seconds
          state.next = nil
        }
      }
      return Instant(seconds: state.seconds)
    }
  }

  func set(_ instant: Instant) {
    state.withLock { $0 = State(seconds: instant.seconds) }
  }

  func set(_ instant: Instant, after looks: Int) {
    state.withLock { $0.next = (instant.seconds, looks) }
  }
}

/// What came of an act, in one word.
func outcome<Result>(_ body: () throws(DomainError) -> Result) -> String {
  do {
    _ = try body()
    return "ok"
  } catch { return word(error) }
}

func word(_ error: DomainError) -> String {
  switch error {
  case .invalid(let faults):
    "invalid " + faults.map { "\($0.path) \($0.rule.rawValue)" }.joined(separator: ", ")
  case .notJSON: "notJSON"
  case .notFound: "notFound"
  case .unauthenticated: "unauthenticated"
  case .forbidden: "forbidden"
  case .refused(let refusal): "refused \(refusal.state)"
  case .stale(let current): "stale \(current)"
  case .versionRequired(let current): "versionRequired \(current)"
  case .conflict(let field, _, _): "conflict \(field)"
  case .badCredentials: "badCredentials"
  case .secondFactorRequired: "secondFactorRequired"
  case .throttled(let seconds): "throttled \(seconds)"
  case .lastHolder(let role): "lastHolder \(role)"
  case .keyReused: "keyReused"
  case .ineligible: "ineligible"
  case .deadlinePassed: "deadlinePassed"
  case .tooEarly: "tooEarly"
  case .pending(let missing): "pending " + missing.map(\.what.rawValue).joined(separator: " ")
  case .obstructed(let obstacle): "obstructed \(obstacle.key)"
  case .badCursor: "badCursor"
  case .unavailable: "unavailable"
  case .internalFault(let detail): "internalFault \(detail)"
  }
}

extension Sequence where Element == UInt8 {
  /// Whether a text stands anywhere in these bytes.
  func contains(text: String) -> Bool {
    let (haystack, needle) = (Array(self), Array(text.utf8))
    guard let first = needle.first, haystack.count >= needle.count else { return false }
    for start in 0...(haystack.count - needle.count)
    where haystack[start] == first && haystack[start..<(start + needle.count)].elementsEqual(needle)
    {
      return true
    }
    return false
  }
}

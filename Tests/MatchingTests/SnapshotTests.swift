import Domain
import Matching
import Testing

struct SnapshotTests {
  /// Everything that a snapshot answers, as text.
  static func answers(_ snapshot: Snapshot) -> String {
    let solvers = snapshot.solvers(for: Samples.coffeeProblem, limit: 50)
    let problems = snapshot.problems(
      for: Samples.firms[0].profile, limit: 50, now: Samples.moment)
    let queries = ["", "cà phê", "ca phe", "coffee", "rừng", "truy xuat"]
    let searches = queries.map { snapshot.search(SearchQuery(text: $0, limit: 50)) }
    return "\(solvers)\n\(problems)\n\(searches)"
  }

  private static let problems = [
    Samples.problem("p1", Samples.coffeeProblem),
    Samples.problem("p2", Samples.statement("Cảnh báo sớm cháy rừng")),
  ]

  @Test func countsWhatIsPublic() {
    let snapshot = Samples.snapshot(Samples.firms, Self.problems)
    #expect(snapshot.organisationCount == 7)
    #expect(snapshot.problemCount == 2)
    #expect(snapshot.applying([.remove(id: "f01"), .remove(id: "p1")]).organisationCount == 6)
    #expect(snapshot.applying([.remove(id: "p1")]).problemCount == 1)
    #expect(snapshot.applying([.remove(id: "none")]).organisationCount == 7)
  }

  @Test(arguments: 0..<12)
  func orderAndPortionsOfChangesDoNotMatter(_ seed: UInt64) {
    var random = Seeded(seed: seed)
    var changes: [Snapshot.Change] =
      Samples.firms.map { .organisation($0) } + Self.problems.map { .problem($0) }
    let expected = Self.answers(
      Snapshot(lexicon: Samples.lexicon, weights: .standard).applying(changes))
    changes.shuffle(using: &random)
    var snapshot = Snapshot(lexicon: Samples.lexicon, weights: .standard)
    while !changes.isEmpty {
      let portion = Int.random(in: 1...changes.count, using: &random)
      snapshot = snapshot.applying(Array(changes.prefix(portion)))
      changes.removeFirst(portion)
    }
    #expect(Self.answers(snapshot) == expected)
  }

  @Test(arguments: 0..<8)
  func historyDoesNotMatter(_ seed: UInt64) {
    var random = Seeded(seed: seed)
    let expected = Self.answers(Samples.snapshot(Samples.firms, Self.problems))
    var snapshot = Samples.snapshot(Samples.firms, Self.problems)
    for step in 0..<30 {
      let firm = Samples.firms.randomElement(using: &random)!
      switch step % 3 {
      case 0: snapshot = snapshot.applying([.remove(id: firm.id.text)])
      case 1:
        snapshot = snapshot.applying([
          .organisation(Samples.organisation(firm.id.text, "Tên khác", "Một lời khác hẳn"))
        ])
      default:
        let gone = Samples.organisation("extra\(step)", "Thoáng qua", "Cà phê và rừng")
        snapshot = snapshot.applying([.organisation(gone)]).applying([.remove(id: gone.id.text)])
      }
    }
    snapshot = snapshot.applying(Samples.firms.map { .organisation($0) })
    #expect(Self.answers(snapshot) == expected)
  }

  @Test func lastChangeOfOneCallCounts() {
    let firm = Samples.firms[0]
    let snapshot = Samples.snapshot([]).applying([
      .organisation(firm), .remove(id: firm.id.text),
      .organisation(Samples.organisation("f01", "Mới", "Lời mới")),
    ])
    #expect(snapshot.search(SearchQuery(text: "")).hits.map(\.name) == ["Mới"])
  }

  @Test(arguments: [
    Organisation.Status.draft, .submitted, .returned, .suspended, .withdrawn,
  ])
  func whatIsNotVerifiedIsNotThere(_ status: Organisation.Status) {
    let hidden = Samples.organisation("f01", Samples.firms[0].profile, status: status)
    #expect(Samples.snapshot([hidden]).organisationCount == 0)
    #expect(
      Samples.snapshot(Samples.firms).applying([.organisation(hidden)]).organisationCount == 6)
  }

  @Test func whatWasNeverPublishedIsNotThere() {
    let draft = Samples.problem("p1", Samples.coffeeProblem, status: .draft, published: false)
    #expect(Samples.snapshot([], [draft]).problemCount == 0)
    #expect(Samples.snapshot([], Self.problems).applying([.problem(draft)]).problemCount == 1)
  }

  @Test func anOldSnapshotStaysAsItWas() {
    let old = Samples.snapshot(Samples.firms, Self.problems)
    let before = Self.answers(old)
    _ = old.applying(Samples.firms.map { .remove(id: $0.id.text) })
    #expect(Self.answers(old) == before)
  }

  @Test func privateValuesAreNowhere() {
    let secrets = [
      "Bimatdiachi", "bimat@example.vn", "0900111222", "987654321", "Bimatdoanhthu", "Bimatlydo",
    ]
    var profile = Samples.firms[0].profile
    profile.address = secrets[0]
    profile.email = secrets[1]
    profile.phone = secrets[2]
    var startup = StartupProfile()
    startup.stage = .seed
    startup.raisingVND = 987_654_321
    startup.traction = secrets[4]
    profile.startup = startup
    var organisation = Samples.organisation("f01", profile)
    organisation.statusReason = secrets[5]
    let snapshot = Samples.snapshot([organisation], Self.problems)
    let answers = Self.answers(snapshot)
    for secret in secrets {
      #expect(!answers.contains(secret))
      #expect(snapshot.search(SearchQuery(text: secret)).total == 0)
    }
    // The search itself works on this record.
    #expect(snapshot.search(SearchQuery(text: "Hạt Đỏ")).total == 1)
  }

  @Test func programmesFollowTheirIncubator() {
    var incubator = IncubatorProfile()
    incubator.programmes = [
      Programme(title: "Ươm tạo cà phê"), Programme(title: "Ươm tạo du lịch"),
    ]
    func record(_ status: Organisation.Status) -> Organisation {
      Samples.organisation(
        "i1", Samples.profile("Vườn ươm", kind: .incubator) { $0.incubator = incubator },
        status: status)
    }
    var snapshot = Samples.snapshot([record(.verified)])
    #expect(snapshot.programmeCount == 2)
    var query = SearchQuery(text: "ươm tạo")
    query.types = [.programme]
    #expect(snapshot.search(query).ids == ["i1/uom-tao-ca-phe", "i1/uom-tao-du-lich"])
    incubator.programmes.removeLast()
    snapshot = snapshot.applying([.organisation(record(.verified))])
    #expect(snapshot.search(query).ids == ["i1/uom-tao-ca-phe"])
    #expect(snapshot.applying([.organisation(record(.suspended))]).programmeCount == 0)
    #expect(snapshot.applying([.remove(id: "i1")]).programmeCount == 0)
  }
}

/// A repeatable source of randomness.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 31)
  }
}

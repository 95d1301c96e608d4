import Domain
import Matching
import Testing

@Suite struct MandateLimitsTests {
  private typealias Change = @Sendable (inout FundProfile) -> Void
  private typealias Own = @Sendable (inout OrganisationProfile) -> Void

  private func found(_ fund: Change, _ own: Own) -> MandateMatches {
    let record = MandateSamples.fund("f", "Cà phê, truy xuất nguồn gốc.", fund)
    var startup = MandateSamples.coffee
    own(&startup.profile)
    return MandateSamples.snapshot([record, startup]).mandates(
      .fund, for: startup, limit: 5, now: MandateSamples.now)
  }

  private static let limits: [(Change, Own, [MandateReason.Limit])] = [
    ({ _ in }, { _ in }, []),
    ({ $0.open = false }, { _ in }, [.fundClosed]),
    ({ $0.stages = [.growth] }, { _ in }, [.stage]),
    ({ $0.provinces = ["01", "79"] }, { _ in }, [.province]),
    ({ $0.provinces = ["01", "66"] }, { _ in }, []),
    ({ $0.ticketMinVND = 4_000_000_001 }, { _ in }, [.ticketAboveRound]),
    ({ $0.ticketMinVND = 4_000_000_000 }, { _ in }, []),
    ({ $0.fundKind = .stateVentureFund }, { _ in }, []),
    ({ $0.fundKind = .stateVentureFund }, { $0.legal = [LegalStatus(.smeSmall)] }, [.legalClass]),
    (
      { $0.fundKind = .stateVentureFund },
      { $0.legal = [LegalStatus(.smeSmall), LegalStatus(.highTechEnterprise)] }, []
    ),
    ({ $0.fundKind = .ventureCapital }, { $0.legal = [LegalStatus(.smeSmall)] }, []),
    (
      {
        $0.open = false
        $0.stages = [.idea]
        $0.provinces = ["01"]
      }, { _ in }, [.fundClosed, .stage, .province]
    ),
  ]

  @Test(arguments: limits.indices) func aHardLimitBarsWithItsReason(_ row: Int) throws {
    let (fund, own, expected) = Self.limits[row]
    let found = found(fund, own)
    #expect(found.limits("f") == expected)
    #expect(found.names == (expected.isEmpty ? ["f"] : []))
    for reason in found.excluded.first?.reasons ?? [] {
      #expect(!reason.text.vi.isEmpty && !reason.text.en.isEmpty)
      #expect(reason.text.vi != reason.text.en)
    }
  }

  @Test(
    arguments: [
      (4_000_000_001, "4,000000001 tỷ đồng", "4.000000001 billion đồng"),
      (4_050_000_000, "4,05 tỷ đồng", "4.05 billion đồng"),
      (5_000_000_000, "5 tỷ đồng", "5 billion đồng"),
    ] as [(Int64, String, String)])
  func differentAmountsReadDifferently(_ least: Int64, _ vi: String, _ en: String) throws {
    let found = found({ $0.ticketMinVND = least }, { _ in })
    let text = try #require(found.excluded.first?.reasons.first?.text)
    #expect(text.vi.contains("khoản nhỏ nhất \(vi) lớn hơn vòng gọi vốn 4 tỷ đồng"))
    #expect(text.en.contains("\(en), is larger than the round, 4 billion đồng"))
  }

  @Test(arguments: [
    ("2025-06-30T12:00:00Z", false), ("2025-06-30T17:00:00Z", true),
    ("2026-12-31T16:59:59Z", true), ("2026-12-31T17:00:00Z", false),
  ]) func theLawBarsOnItsDaysAndNamesItself(_ time: String, _ bars: Bool) throws {
    let fund = MandateSamples.fund("f", "Cà phê, truy xuất nguồn gốc.") {
      $0.fundKind = .stateVentureFund
    }
    var startup = MandateSamples.coffee
    startup.profile.legal = [LegalStatus(.smeSmall)]
    let found = MandateSamples.snapshot([fund, startup]).mandates(
      .fund, for: startup, limit: 5, now: try #require(Instant(rfc3339: time)))
    #expect(found.limits("f") == (bars ? [.legalClass] : []))
    for text in found.excluded.flatMap(\.reasons).map(\.text) {
      #expect(text.vi.contains("1/VD, Điều 2") && text.en.contains("1/VD, Điều 2"))
    }
  }

  private static let unknowns: [(Change, Own, String)] = [
    ({ _ in }, { $0.startup?.stage = nil }, "stage_unknown"),
    ({ $0.provinces = ["01"] }, { $0.province = nil }, "province_unknown"),
    ({ $0.ticketMinVND = 9 }, { $0.startup?.raisingVND = nil }, "raising_unknown"),
    (
      {
        $0.ticketMinVND = nil
        $0.ticketMaxVND = nil
      }, { _ in }, "ticket_unknown"
    ),
    ({ $0.open = nil }, { _ in }, "open_unknown"),
    ({ $0.fundKind = .stateVentureFund }, { $0.legal = [] }, "legal_unknown"),
    ({ $0.fields = [.energy] }, { $0.fields = [] }, "field_unknown"),
    ({ $0.technologies = [.iot] }, { $0.technologies = [] }, "technology_unknown"),
  ]

  @Test(arguments: unknowns.indices) func unknownIsNoFailureButIsTold(_ row: Int) throws {
    let (fund, own, key) = Self.unknowns[row]
    let found = found(fund, own)
    let match = try #require(found.matches.first)
    #expect(match.missing.map(\.key).contains(key))
    #expect(found.excluded.isEmpty)
  }

  /// A round that is told changes the answer, so leaving it out is what hides it.
  @Test func aKnownRoundShows() {
    func answer(_ raising: Int64?) -> [String] {
      let found = found({ $0.ticketMinVND = 1_000_000_000 }, { $0.startup?.raisingVND = raising })
      return found.matches.map { "\($0.scoreMicros) \($0.missing) \($0.summary)" }
        + found.excluded.map { "\($0.scoreMicros) \($0.reasons)" }
    }
    #expect(answer(nil) != answer(500_000_000))
    #expect(answer(nil) != answer(400_000_000_000))
  }

  @Test(arguments: [
    ("2026-09-20", "2026-09-22", 5, [], "open on its days"),
    ("2026-09-21", "2026-09-21", 5, [], "open on its only day"),
    ("2026-09-22", nil, 5, [MandateReason.Limit.intakeNotOpen], "opens tomorrow"),
    (nil, "2026-09-20", 5, [.intakeClosed], "closed yesterday"),
    (nil, nil, 0, [.noPlaces], "full"),
    (nil, nil, 5, [], "rolling"),
  ]) func intakesFollowTheDayInVietnam(
    _ opens: String?, _ closes: String?, _ places: Int, _ expected: [MandateReason.Limit],
    _ what: String
  ) throws {
    var programme = Programme(title: "Ươm tạo cà phê")
    programme.opens = opens
    programme.closes = closes
    programme.places = places
    var incubator = IncubatorProfile()
    incubator.programmes = [programme]
    let home = Samples.organisation(
      "inc", Samples.profile("Vườn ươm", kind: .incubator) { $0.incubator = incubator })
    let snapshot = MandateSamples.snapshot([home, MandateSamples.coffee])
    // The first and the last second of 21 September in Vietnam, which is 20 September in UTC.
    for time in ["2026-09-20T17:00:00Z", "2026-09-21T16:59:59Z"] {
      let now = try #require(Instant(rfc3339: time))
      let found = snapshot.mandates(
        .programme, for: MandateSamples.coffee, limit: 5, now: now)
      #expect(found.limits("uom-tao-ca-phe") == expected, "\(what) \(time)")
      #expect(found.names == (expected.isEmpty ? ["uom-tao-ca-phe"] : []), "\(what) \(time)")
    }
  }

  @Test func mentorsHelpFirmsTooUnlessTheyAreUnavailable() throws {
    var free = MentorProfile(title: "Cố vấn cà phê")
    free.open = true
    var busy = MentorProfile(title: "Cố vấn truy xuất nguồn gốc")
    busy.open = false
    var far = MentorProfile(title: "Cố vấn drone")
    far.fields = [.security]
    var incubator = IncubatorProfile()
    incubator.mentorProfiles = [free, busy, far]
    let home = Samples.organisation(
      "inc", Samples.profile("Vườn ươm", kind: .incubator) { $0.incubator = incubator })
    let firm = Samples.organisation("firm", "Công ty", "Truy xuất nguồn gốc cà phê.")
    let snapshot = MandateSamples.snapshot([home, firm])
    let found = snapshot.mandates(.mentor, for: firm, limit: 5, now: MandateSamples.now)
    #expect(found.names == ["co-van-ca-phe"])
    #expect(found.limits("co-van-truy-xuat-nguon-goc") == [.mentorUnavailable])
    let mentor = try #require(snapshot.offers(of: home, .mentor).first)
    #expect(snapshot.nearest(to: mentor) == [firm.id])
  }

  @Test func aStricterMandateNeverAddsAMatch() {
    let steps: [Change] = [
      { $0.stages = [.seed] }, { $0.provinces = ["66"] }, { $0.provinces = ["01"] },
      { $0.ticketMinVND = 3_000_000_000 }, { $0.ticketMinVND = 9_000_000_000 },
      { $0.open = false }, { $0.fundKind = .stateVentureFund },
    ]
    for stricter in steps {
      for startup in MandateSamples.startups {
        let loose = found({ _ in }, { $0 = startup.profile })
        let strict = found(stricter, { $0 = startup.profile })
        #expect(strict.matches.count <= loose.matches.count)
      }
    }
  }
}

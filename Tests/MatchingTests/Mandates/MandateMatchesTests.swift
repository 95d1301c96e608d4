import Domain
import Matching
import Testing

@Suite struct MandateMatchesTests {
  private let now = MandateSamples.now

  @Test func theThesisThatNamesTheVentureComesFirst() {
    let found = MandateSamples.snapshot().mandates(
      .fund, for: MandateSamples.coffee, limit: 10, now: now)
    #expect(Set(found.names.prefix(2)) == ["f-coffee", "f-local"])
    let met = found.matches.prefix(2).flatMap { $0.evidence.compactMap(\.concept) }
    #expect(Set(met) == ["traceability", "coffee"])
    #expect(found.excluded.isEmpty)
  }

  @Test func componentsSumToTheScoreAndWeightsToOne() {
    let snapshot = MandateSamples.snapshot()
    for startup in MandateSamples.startups {
      for match in snapshot.mandates(.fund, for: startup, limit: 10, now: now).matches {
        #expect(match.components.map(\.contributionMicros).reduce(0, +) == match.scoreMicros)
        #expect(match.components.map(\.signal) == MandateSignal.allCases)
        for component in match.components { #expect((0...1).contains(component.value)) }
      }
    }
    for kind in MandateKind.allCases {
      let weights = Weights.standard.mandates(kind)
      #expect(MandateSignal.allCases.map { weights.micros($0) }.reduce(0, +) == 1_000_000)
    }
  }

  @Test func aPairScoresTheSameWhicheverSideAsks() throws {
    let snapshot = MandateSamples.snapshot()
    var scores: [String: Int] = [:]
    for startup in MandateSamples.startups {
      for match in snapshot.mandates(.fund, for: startup, limit: 50, now: now).matches {
        scores["\(startup.id) \(match.subject.organisation)"] = match.scoreMicros
      }
    }
    var seen = 0
    for fund in MandateSamples.funds {
      let mandate = try #require(snapshot.offers(of: fund, .fund).first)
      let found = snapshot.ventures(MandateSamples.startups, for: mandate, limit: 50, now: now)
      for match in found.matches {
        #expect(scores["\(match.subject.organisation) \(fund.id)"] == match.scoreMicros)
        seen += 1
      }
    }
    #expect(seen == scores.count && seen > 15)
  }

  @Test func theOrderOfTheRegisterChangesNothing() {
    let records = MandateSamples.funds + MandateSamples.startups
    var random = Seeded(seed: 3)
    let expected = answer(MandateSamples.snapshot(records))
    for _ in 0..<5 {
      #expect(answer(MandateSamples.snapshot(records.shuffled(using: &random))) == expected)
    }
  }

  private func answer(_ snapshot: Snapshot) -> [String] {
    MandateSamples.startups.flatMap { startup in
      snapshot.mandates(.fund, for: startup, limit: 10, now: now).matches.map {
        "\(startup.id) \($0.subject.organisation) \($0.scoreMicros) \($0.summary.vi)"
      }
    }
  }

  @Test func nearestFindsTheStartupsThatSpeakOfIt() throws {
    let snapshot = MandateSamples.snapshot()
    let fund = try #require(MandateSamples.funds.first { $0.id == ID("f-forest") })
    let mandate = try #require(snapshot.offers(of: fund, .fund).first)
    #expect(snapshot.nearest(to: mandate).first == ID("s-drone"))
    #expect(!snapshot.nearest(to: mandate).contains { $0.text.hasPrefix("f-") })
  }

  @Test func whatTheThesisExcludesCountsAgainst() throws {
    func score(_ thesis: String) throws -> MandateMatch {
      let fund = MandateSamples.fund("f-x", thesis) { $0.fields = [.agriculture] }
      let dairy = try #require(MandateSamples.startups.first { $0.id == ID("s-dairy") })
      let found = MandateSamples.snapshot(MandateSamples.startups + [fund]).mandates(
        .fund, for: dairy, limit: 1, now: now)
      return try #require(found.matches.first)
    }
    let named = try score("Nông nghiệp, bò sữa.")
    let silent = try score("Nông nghiệp.")
    let excluded = try score("Nông nghiệp. Không đầu tư bò sữa.")
    #expect(named.scoreMicros > silent.scoreMicros)
    #expect(excluded.scoreMicros <= silent.scoreMicros)
    #expect(named.against.isEmpty && silent.against.isEmpty)
    #expect(excluded.against.first?.concept == "dairy")
    #expect(!excluded.evidence.contains { $0.concept == "dairy" })
    #expect(excluded.summary.vi.contains("không nhận “bò sữa”"))
    #expect(excluded.summary.en.contains("excludes “bò sữa”"))
  }

  /// What meets only through another concept is named, so that the reason bears the verdict out.
  @Test func whatIsOnlyNearIsNamed() throws {
    let fund = MandateSamples.fund("f-x", "Cây trồng.") { $0.fields = [.agriculture] }
    let found = MandateSamples.snapshot(MandateSamples.startups + [fund]).mandates(
      .fund, for: MandateSamples.coffee, limit: 1, now: now)
    let match = try #require(found.matches.first)
    #expect(!match.evidence.isEmpty && match.evidence.allSatisfy(\.isIndirect))
    #expect(match.summary.vi.contains("gần với “Cây trồng” của quỹ"))
    #expect(match.summary.en.contains("is near “Cây trồng” of the fund"))
    #expect(!match.summary.vi.contains("chưa thấy nội dung"))
  }

  @Test func evidenceStandsWhereItSays() throws {
    let fund = MandateSamples.fund(
      "f-x", "Không đầu tư bò sữa. Đầu tư cà phê, truy xuất nguồn gốc.")
    let snapshot = MandateSamples.snapshot(MandateSamples.startups + [fund])
    let found = snapshot.mandates(.fund, for: MandateSamples.coffee, limit: 9, now: now)
    let match = try #require(found.matches.first { $0.subject.organisation == fund.id })
    #expect(!match.evidence.isEmpty)
    for evidence in match.evidence where evidence.mandateField == "thesis" {
      let scalars = Array((fund.profile.fund?.thesis ?? "").unicodeScalars)
      let phrase = String(String.UnicodeScalarView(scalars[evidence.mandateOffset]))
      #expect(phrase == evidence.mandatePhrase)
    }
  }

  @Test func aTicketThatIsSmallBesideTheRoundHalvesTheScore() throws {
    func match(most: Int64) throws -> MandateMatch {
      let fund = MandateSamples.fund("f-x", "Cà phê, truy xuất nguồn gốc.") {
        $0.ticketMinVND = nil
        $0.ticketMaxVND = most
      }
      return try #require(
        MandateSamples.snapshot(MandateSamples.startups + [fund]).mandates(
          .fund, for: MandateSamples.coffee, limit: 1, now: now
        ).matches.first)
    }
    let quarter = try match(most: 1_000_000_000)
    let less = try match(most: 999_999_999)
    let half = quarter.scoreMicros / 2
    #expect((half - 20...half + 20).contains(less.scoreMicros))
    #expect(less.summary.vi.contains("một phần tư") && !quarter.summary.vi.contains("phần tư"))
  }

  @Test func nothingIsLeftOfAFundThatIsSuspendedOrRemoved() {
    let snapshot = MandateSamples.snapshot()
    var fund = MandateSamples.funds[0]
    fund.status = .suspended
    for change in [Snapshot.Change.organisation(fund), .remove(id: fund.id.text)] {
      let found = snapshot.applying([change]).mandates(
        .fund, for: MandateSamples.coffee, limit: 10, now: now)
      #expect(!found.names.contains("f-coffee") && found.names.count == 4)
    }
  }
}

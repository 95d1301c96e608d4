import Domain
import Testing

@Suite struct WatchTests {
  private typealias Change = @Sendable (inout Organisation) -> Void

  private static let start: Organisation = {
    var profile = OrganisationProfile(kind: .startup, name: "Hạt")
    var startup = StartupProfile()
    startup.stage = .seed
    profile.startup = startup
    return Organisation(
      id: ID("s"), status: .verified, createdAt: Instant(seconds: 0),
      updatedAt: Instant(seconds: 0), profile: profile)
  }()

  private static let changes: [(Change, Change, [Notice.Kind])] = [
    ({ _ in }, { $0.profile.description = "x" }, []),
    ({ _ in }, { $0.profile.startup?.stage = .growth }, [.watchedStage]),
    ({ _ in }, { $0.profile.startup?.stage = nil }, []),
    ({ _ in }, { $0.status = .suspended }, [.watchedHidden]),
    ({ _ in }, { $0.status = .withdrawn }, [.watchedHidden]),
    ({ $0.status = .suspended }, { $0.status = .verified }, [.watchedVerified]),
    ({ $0.status = .draft }, { $0.status = .submitted }, []),
    ({ $0.status = .suspended }, { $0.profile.startup?.stage = .growth }, []),
    // A round is nobody's business until the startup shows it to funds.
    ({ _ in }, { $0.profile.startup?.raisingVND = 5 }, []),
    (
      { $0.profile.startup?.raisingVND = 5 }, { $0.profile.startup?.isRaisingShownToFunds = true },
      [.watchedRaising]
    ),
    (
      { $0.profile.startup?.isRaisingShownToFunds = true }, { $0.profile.startup?.raisingVND = 5 },
      [.watchedRaising]
    ),
    (
      {
        $0.status = .suspended
        $0.profile.startup?.isRaisingShownToFunds = true
      }, { $0.profile.startup?.raisingVND = 5 }, []
    ),
  ]

  @Test(arguments: changes.indices) func onlyWhatMayBeSeenIsTold(_ row: Int) {
    let (first, second, expected) = Self.changes[row]
    var before = Self.start
    first(&before)
    var after = before
    second(&after)
    #expect(Watch.news(from: before, to: after) == expected)
  }
}

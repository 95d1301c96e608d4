import Domain
import Testing

/// Who acts on and sees what stands between two organisations.
@Suite struct BetweenTests {
  private static let asking = ID<Organisation>("asking")
  private static let asked = ID<Organisation>("asked")

  private static func member(
    _ organisation: ID<Organisation>, _ role: Membership.Role = .editor
  ) -> Actor {
    Actor(name: "m", role: .member, organisation: organisation, membership: role)
  }

  private static let people: [(who: Actor, parties: Set<Party>, isSide: Bool, isOfficer: Bool)] = [
    (.anonymous, [], false, false),
    (member(asking), [.requester], true, false), (member(asked), [.recipient], true, false),
    (member(asking, .viewer), [], true, false), (member(asked, .owner), [.recipient], true, false),
    (member(ID("third")), [], false, false),
    (Actor(name: "r", role: .reviewer, organisation: asking), [.reviewer], false, false),
    (Actor(name: "d", role: .dost), [.dost], false, true),
    (.commandLine, [.admin], false, true), (.clock, [.clock], false, false),
  ]

  private func introduction(_ status: Introduction.Status) -> Introduction {
    Introduction(
      id: ID("i"), requester: Self.asking, recipient: Self.asked, message: "m", status: status,
      createdAt: Instant(seconds: 0), updatedAt: Instant(seconds: 0),
      expiresAt: Instant(seconds: 10))
  }

  @Test(arguments: people.indices) func capacitiesFollowFromTheSide(_ row: Int) {
    let person = Self.people[row]
    #expect(person.who.parties(asking: Self.asking, asked: Self.asked) == person.parties)
  }

  /// Contacts are for the two sides alone, officers not included, and not before consent.
  @Test(arguments: people.indices) func contactsNeverLeakBeforeConsent(_ row: Int) {
    let person = Self.people[row]
    for status in Introduction.Status.allCases {
      let record = introduction(status)
      #expect(Visibility.sees(person.who, record) == (person.isSide || person.isOfficer))
      #expect(
        Visibility.seesContacts(person.who, of: record) == (person.isSide && status == .accepted))
    }
  }

  @Test(arguments: people.indices) func anApplicationIsTheStartupsUntilItIsHandedIn(_ row: Int) {
    let person = Self.people[row]
    for submitted in [nil, Instant(seconds: 1)] {
      let record = Application(
        id: ID("a"), cohort: ID("c"), startup: Self.asking, incubator: Self.asked,
        content: Application.Content(), createdAt: Instant(seconds: 0),
        updatedAt: Instant(seconds: 0), submittedAt: submitted)
      let isOwn = person.isSide && person.who.belongs(to: Self.asking)
      #expect(
        Visibility.sees(person.who, record)
          == (isOwn || (submitted != nil && (person.isSide || person.isOfficer))))
    }
  }

  @Test func anUnansweredIntroductionExpiresToTheSecond() {
    let record = introduction(.requested)
    #expect(record.status(at: Instant(seconds: 10)) == .requested)
    #expect(record.status(at: Instant(seconds: 11)) == .expired)
    #expect(introduction(.accepted).status(at: Instant(seconds: 11)) == .accepted)
  }

  @Test func moneyAsksForFirmsAndFirmsForMoney() {
    for requester in OrganisationKind.allCases {
      let asked = OrganisationKind.allCases.filter { Introduction.mayAsk(requester, for: $0) }
      switch requester {
      case .fund, .incubator, .agency: #expect(asked == [.startup, .technologyFirm])
      case .startup, .technologyFirm: #expect(asked == [.fund])
      case .researchInstitute, .university: #expect(asked == [])
      }
    }
  }

  @Test func anIntakeIsOpenFromItsFirstToItsLastSecond() {
    var cohort = Cohort(
      id: ID("c"), incubator: Self.asked, programme: "p", status: .announced,
      terms: Cohort.Terms(
        name: "Khoá", opens: Instant(seconds: 10), closes: Instant(seconds: 20), capacity: 1),
      createdAt: Instant(seconds: 0), updatedAt: Instant(seconds: 0))
    let intakes = [9, 10, 20, 21].map { cohort.intake(at: Instant(seconds: $0)) }
    #expect(intakes == [.upcoming, .open, .open, .closed])
    cohort.status = .draft
    #expect(cohort.intake(at: Instant(seconds: 10)) == nil)
  }
}

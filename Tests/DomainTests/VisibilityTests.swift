import Domain
import Testing

@Suite struct VisibilityTests {
  static let own = ID<Organisation>("own")
  static let other = ID<Organisation>("other")
  static let anonymous = Actor.anonymous
  static let unbound = Actor(name: "m0", role: .member)
  static let member = Actor(name: "m1", role: .member, organisation: own)
  static let stranger = Actor(name: "m2", role: .member, organisation: other)
  static let reviewer = Actor(name: "r", role: .reviewer, organisation: own)
  static let dost = Actor(name: "d", role: .dost)
  static let admin = Actor(name: "a", role: .admin)
  static let actors = [anonymous, unbound, member, stranger, reviewer, dost, admin]

  private func organisation(_ status: Organisation.Status) -> Organisation {
    var profile = OrganisationProfile(kind: .startup, name: "x")
    profile.address = "a"
    profile.email = "e@x.vn"
    profile.phone = "0123"
    profile.website = "https://x.vn"
    profile.description = "d"
    var startup = StartupProfile()
    startup.stage = .seed
    startup.raisingVND = 5
    startup.traction = "t"
    profile.startup = startup
    return Organisation(
      id: Self.own, externalID: "ext", status: status, statusReason: "reason",
      createdAt: Instant(seconds: 0), updatedAt: Instant(seconds: 0), profile: profile)
  }

  @Test(arguments: Organisation.Status.allCases)
  func thePublicSeesVerifiedOrganisations(_ status: Organisation.Status) {
    for actor in Self.actors {
      let expected = status == .verified || [Self.member, Self.dost, Self.admin].contains(actor)
      #expect(Visibility.sees(actor, organisation(status)) == expected, "\(actor.name) \(status)")
    }
  }

  @Test func onlyThePrivateMembersAreLeftOut() {
    let record = organisation(.verified)
    for actor in [Self.member, Self.dost, Self.admin] { #expect(record.seen(by: actor) == record) }
    for actor in [Self.anonymous, Self.unbound, Self.stranger, Self.reviewer] {
      guard case .object(let before) = record.json,
        case .object(let after) = record.seen(by: actor).json
      else {
        Issue.record("not objects")
        continue
      }
      let removed = Set(before.members.map(\.name)).subtracting(after.members.map(\.name))
      #expect(
        removed == ["address", "email", "phone", "status_reason"], "\(actor.name)")
      #expect(after["startup"] == ["stage": "seed"], "\(actor.name)")
      for (name, value) in after.members where name != "startup" { #expect(before[name] == value) }
      for group in [
        Visibility.Part.organisationContacts, .organisationRaising, .organisationAdministration,
      ] {
        #expect(!Visibility.sees(actor, group, of: Self.own), "\(actor.name)")
      }
    }
  }

  @Test func whatWasOncePublishedStaysPublic() {
    for published in [nil, Instant(seconds: 5)] {
      for author in [nil, Self.own] {
        let problem = Problem(
          id: ID("p"), status: published == nil ? .draft : .cancelled,
          createdAt: Instant(seconds: 0), updatedAt: Instant(seconds: 0), publishedAt: published,
          author: author, statement: ProblemStatement(title: "x"))
        for actor in Self.actors {
          let expected =
            published != nil || actor.isOfficer || (actor == Self.member && author == Self.own)
          #expect(Visibility.sees(actor, problem) == expected, "\(actor.name)")
        }
      }
    }
  }

  @Test func proposalsMayBeOpenedWhenTheyAreClosedAndInTime() {
    for status in Problem.Status.allCases {
      for deadline in [nil, 100] as [Int64?] {
        var statement = ProblemStatement(title: "x")
        statement.deadline = deadline.map(Instant.init(seconds:))
        let problem = Problem(
          id: ID("p"), status: status, createdAt: Instant(seconds: 0),
          updatedAt: Instant(seconds: 0), publishedAt: Instant(seconds: 0), statement: statement)
        for now in [99, 100, 101] as [Int64] {
          let expected =
            [.closed, .reviewing].contains(status) && (deadline.map { $0 < now } ?? true)
          #expect(problem.mayBeOpened(at: Instant(seconds: now)) == expected)
        }
      }
    }
  }

  @Test func whatIsNotOpenedIsKnownToItsOrganisationsOnly() {
    let now = Instant(seconds: 5)
    for status in Proposal.Status.allCases {
      for opened in [nil, now] {
        for partner in [nil] + Partnership.Status.allCases {
          let proposal = Proposal(
            id: ID("o"), problem: ID("p"), organisation: Self.own, status: status,
            createdAt: now, updatedAt: now, openedAt: opened,
            partnerships: partner.map {
              [Partnership(organisation: Self.other, status: $0, at: now)]
            } ?? [])
          for actor in Self.actors {
            let takesPart = actor == Self.stranger && partner != nil && partner != .refused
            let expected =
              actor == Self.member || takesPart || (actor.isOfficer && opened != nil)
            #expect(Visibility.sees(actor, proposal) == expected, "\(actor.name) \(status)")
          }
        }
      }
    }
  }

  @Test func whatAnAccountWasToldIsItsOwn() {
    let own = Actor(name: "x", role: nil, account: ID("a"))
    #expect(Visibility.seesNotifications(own, of: ID("a")))
    #expect(!Visibility.seesNotifications(own, of: ID("b")))
    for actor in Self.actors {
      #expect(!Visibility.seesNotifications(actor, of: ID("a")), "\(actor.name)")
      #expect(Visibility.seesDeliveries(actor) == (actor == Self.admin), "\(actor.name)")
    }
  }

  @Test func partiesFollowFromTheRoleAndTheOwner() {
    let table: [(Actor, ID<Organisation>?, Set<Party>)] = [
      (Self.anonymous, Self.own, []), (Self.anonymous, nil, []), (Self.unbound, nil, []),
      (Self.unbound, Self.own, []), (Self.member, Self.own, [.owner]), (Self.member, nil, []),
      (Self.member, Self.other, []), (Self.reviewer, Self.own, [.reviewer]),
      (Self.dost, Self.own, [.dost]), (Self.admin, nil, [.admin]),
      (Actor(name: "x", role: .dost, organisation: Self.own), Self.own, [.dost]),
    ]
    for (actor, owner, parties) in table {
      #expect(actor.parties(towards: owner) == parties, "\(actor.name)")
    }
    #expect(Self.actors.filter(\.isOfficer) == [Self.dost, Self.admin])
    #expect(Actor.commandLine.role == .admin)
  }
}

/// A member of the ecosystem as the register holds it.
package struct Organisation: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<Organisation>
  /// The identifier it had in the file it was imported from.
  package var externalID: String?
  /// Where it stands.
  package var status: Status
  /// Why it was returned or suspended.
  package var statusReason: String?
  /// Counts changes from 1; the entity tag.
  package var version: Int
  /// When it was created.
  package let createdAt: Instant
  /// When it last changed.
  package var updatedAt: Instant
  /// What it says of itself.
  package var profile: OrganisationProfile
  /// What the register keeps of its registration.
  package var registration: Registration
  /// Whether its record has not been confirmed for long; said where it is shown, never stored.
  package var isStale = false

  /// The states of a registration.
  package enum Status: String, Code {
    case draft, submitted, returned, verified, suspended, withdrawn
    package static let list = "organisation_states"
  }

  /// What can be done to a registration.
  package enum Event: String, Code {
    case submit, verify, `return`, suspend, withdraw
    package static let list = "organisation_events"
  }

  /// Puts a record together.
  package init(
    id: ID<Organisation>, externalID: String? = nil, status: Status, statusReason: String? = nil,
    version: Int = 1, createdAt: Instant, updatedAt: Instant, profile: OrganisationProfile,
    registration: Registration = Registration()
  ) {
    self.id = id
    self.externalID = externalID
    self.status = status
    self.statusReason = statusReason
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.profile = profile
    self.registration = registration
  }

  /// The life of a registration, as data.
  package static let lifecycle = StateMachine<Status, Event>(
    aggregate: "organisation",
    transitions: [
      Transition(.draft, .submit, .submitted, by: [.owner, .dost, .admin]),
      Transition(.returned, .submit, .submitted, by: [.owner, .dost, .admin]),
      Transition(.submitted, .verify, .verified, by: [.dost, .admin]),
      Transition(.submitted, .return, .returned, by: [.dost, .admin], needsReason: true),
      Transition(.verified, .suspend, .suspended, by: [.dost, .admin], needsReason: true),
      Transition(.suspended, .verify, .verified, by: [.dost, .admin]),
      Transition(.draft, .withdraw, .withdrawn, by: [.owner, .dost, .admin]),
      Transition(.submitted, .withdraw, .withdrawn, by: [.owner, .dost, .admin]),
      Transition(.returned, .withdraw, .withdrawn, by: [.owner, .dost, .admin]),
      Transition(.verified, .withdraw, .withdrawn, by: [.owner, .dost, .admin]),
      Transition(.suspended, .withdraw, .withdrawn, by: [.owner, .dost, .admin]),
    ])
}

/// What an organisation says of itself; everything but kind and name may be unknown.
package struct OrganisationProfile: Sendable, Equatable {
  /// What it is.
  package var kind: OrganisationKind
  /// Its name, in its own spelling.
  package var name: String
  /// Its English name.
  package var nameEN: String?
  /// Its tax code, normalised.
  package var taxCode: String?
  /// Why an officer took a tax code whose check digit is wrong.
  package var taxCodeOverride: String?
  /// By which register of another country it is known, where it has no tax code.
  package var foreignRegister: ForeignRegister?
  /// The number of the person behind a household business or of an angel; private but its mask.
  package var personalID: PersonalID?
  /// The legal classes it holds; an absent class is not held.
  package var legal: [LegalStatus] = []
  /// Year of foundation.
  package var founded: Int?
  /// Number of employees.
  package var employees: Int?
  /// GSO code of its province, as it is now.
  package var province: String?
  /// GSO code of its commune or ward.
  package var commune: String?
  /// Street address; private.
  package var address: String?
  /// Web address, http or https.
  package var website: String?
  /// E-mail address; private.
  package var email: String?
  /// Telephone number; private.
  package var phone: String?
  /// What it does, in its own words.
  package var description: String?
  /// What it sells or gives away.
  package var products: [String] = []
  /// Sectors it works in; empty means not said.
  package var fields: [Field] = []
  /// Technologies it masters; empty means not said.
  package var technologies: [Technology] = []
  /// Technology readiness level, 1 to 9; nil means not declared.
  package var trl: Int?
  /// What it has done for others.
  package var pastProjects: [PastProject] = []
  /// Certificates and prizes.
  package var certificates: [String] = []
  /// A startup's own part.
  package var startup: StartupProfile?
  /// A fund's mandate.
  package var fund: FundProfile?
  /// An incubator's own part.
  package var incubator: IncubatorProfile?

  /// The least that a draft needs.
  package init(kind: OrganisationKind, name: String) {
    self.kind = kind
    self.name = name
  }

  /// The legal classes held, without their evidence.
  package var legalClasses: Set<LegalClass> { Set(legal.map(\.status)) }
}

/// A legal class with the evidence for it, as far as known.
package struct LegalStatus: Sendable, Equatable {
  /// The class.
  package var status: LegalClass
  /// Who recognised it.
  package var issuer: String?
  /// The number of the document.
  package var number: String?
  /// Day of issue, yyyy-mm-dd.
  package var issuedOn: String?
  /// Last day on which it counts, yyyy-mm-dd.
  package var expiresOn: String?
  /// The paper itself; private.
  package var file: ID<StoredFile>?
  /// Whether an officer has seen this evidence; without, it is the holder's own word.
  package var isRecognised = false

  /// A class without evidence.
  package init(_ status: LegalClass) { self.status = status }
}

/// Something an organisation has done for a client.
package struct PastProject: Sendable, Equatable {
  /// What it was.
  package var title: String
  /// For whom.
  package var client: String?
  /// In which year.
  package var year: Int?
  /// What came of it.
  package var outcome: String?

  /// A project of which only the title is known.
  package init(title: String) { self.title = title }

  /// Everything that is said of it, as one text.
  package var text: String {
    [title, client, outcome].compactMap { $0 }.joined(separator: ". ")
  }
}

/// The part of a profile that only startups have.
package struct StartupProfile: Sendable, Equatable {
  /// How far it has come.
  package var stage: Stage?
  /// What it wants to raise, in đồng; private.
  package var raisingVND: Int64?
  /// Customers, revenue, growth; private like all terms of a round.
  package var traction: String?
  /// Whether verified funds are shown what it raises; false unless it so chooses.
  package var isRaisingShownToFunds = false

  /// A startup of which nothing more is known.
  package init() {}
}

/// A fund's mandate; empty lists mean "not restricted".
package struct FundProfile: Sendable, Equatable {
  /// What kind of money it is.
  package var fundKind: FundKind?
  /// What it looks for, in its own words.
  package var thesis: String?
  /// Sectors.
  package var fields: [Field] = []
  /// Technologies.
  package var technologies: [Technology] = []
  /// Stages it enters at.
  package var stages: [Stage] = []
  /// Smallest ticket, in đồng.
  package var ticketMinVND: Int64?
  /// Largest ticket, in đồng.
  package var ticketMaxVND: Int64?
  /// GSO codes; empty means the whole country.
  package var provinces: [String] = []
  /// How it gives money.
  package var instruments: [Instrument] = []
  /// Whether it takes applications; nil means not said.
  package var open: Bool?

  /// A fund of which nothing more is known.
  package init() {}
}

import Domain

extension Seeded {
  /// Text as it is stored: normalised, trimmed and not empty.
  mutating func storedText(_ most: Int = 40, lines: Bool = false) -> String {
    let letters = Array("abcđêơ ạỹ-'’.,()/0123&\"\\~<>ČƀŎ").map(String.init) + (lines ? ["\n"] : [])
    var text = ""
    for _ in 0..<number(0...most) { text += pick(letters) }
    return Folding.nfc("x" + text).trimmed
  }

  private mutating func maybe<Value>(_ make: (inout Seeded) -> Value) -> Value? {
    chance(60) ? make(&self) : nil
  }

  private mutating func day() -> String {
    let (month, day) = (number(1...12), number(1...28))
    return "20\(number(10...49))-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }

  mutating func taxCode() -> String {
    while true {
      let digits = (0..<9).map { _ in number(0...9) }
      guard digits[2...].contains(where: { $0 != 0 }), let check = TaxCode.checkDigit(of: digits)
      else { continue }
      let code = digits.map(String.init).joined() + String(check)
      return chance(30) ? code + "-" + String(number(100...999)) : code
    }
  }

  mutating func profile() -> OrganisationProfile {
    let kind = pick(OrganisationKind.allCases)
    var profile = OrganisationProfile(kind: kind, name: storedText(60))
    profile.nameEN = maybe { $0.storedText() }
    profile.taxCode = maybe { $0.taxCode() }
    for status in some(LegalClass.allCases) {
      var legal = LegalStatus(status)
      legal.issuer = maybe { $0.storedText() }
      legal.number = maybe { $0.storedText(20) }
      legal.issuedOn = maybe { $0.day() }
      legal.expiresOn = maybe { $0.day() }
      profile.legal.append(legal)
    }
    profile.founded = maybe { $0.number(1800...2100) }
    profile.employees = maybe { $0.number(0...10_000_000) }
    profile.province = maybe { $0.pick(["66", "01", "79"]) }
    if profile.province == "66" { profile.commune = maybe { _ in "24133" } }
    profile.address = maybe { $0.storedText() }
    profile.website = maybe { _ in "https://vi-du.example/duong?q=1" }
    profile.email = maybe { _ in "lien.he+1@vi-du.example" }
    profile.phone = maybe { _ in "+84 (262) 385-0000" }
    profile.description = maybe { $0.storedText(200, lines: true) }
    for _ in 0..<number(0...3) { profile.products.append(storedText()) }
    profile.fields = some(Field.allCases)
    profile.technologies = some(Technology.allCases)
    profile.trl = maybe { $0.number(1...9) }
    for _ in 0..<number(0...3) {
      var project = PastProject(title: storedText())
      project.client = maybe { $0.storedText() }
      project.year = maybe { $0.number(1900...2100) }
      project.outcome = maybe { $0.storedText(60, lines: true) }
      profile.pastProjects.append(project)
    }
    for _ in 0..<number(0...2) { profile.certificates.append(storedText()) }
    switch kind {
    case .startup: profile.startup = maybe { $0.startup() }
    case .fund: profile.fund = maybe { $0.fund() }
    case .incubator: profile.incubator = maybe { $0.incubator() }
    default: break
    }
    return profile
  }

  private mutating func startup() -> StartupProfile {
    var part = StartupProfile()
    part.stage = maybe { $0.pick(Stage.allCases) }
    part.raisingVND = maybe { Int64($0.number(0...1_000_000_000_000_000)) }
    part.traction = maybe { $0.storedText(60, lines: true) }
    part.isRaisingShownToFunds = chance(50)
    return part
  }

  private mutating func fund() -> FundProfile {
    var part = FundProfile()
    part.fundKind = maybe { $0.pick(FundKind.allCases) }
    part.thesis = maybe { $0.storedText(60, lines: true) }
    part.fields = some(Field.allCases)
    part.technologies = some(Technology.allCases)
    part.stages = some(Stage.allCases)
    part.ticketMinVND = maybe { Int64($0.number(0...1000)) }
    part.ticketMaxVND = maybe { Int64($0.number(1000...1_000_000_000_000)) }
    part.provinces = some(["66", "01", "92"])
    part.instruments = some(Instrument.allCases)
    part.open = maybe { $0.chance(50) }
    return part
  }

  private mutating func incubator() -> IncubatorProfile {
    var part = IncubatorProfile()
    part.capacity = maybe { $0.number(0...1_000_000) }
    part.mentors = maybe { $0.number(0...1_000_000) }
    for place in 0..<number(0...2) {
      var programme = Programme(title: storedText())
      programme.id = "p-\(place)"
      programme.description = maybe { $0.storedText(60, lines: true) }
      programme.fields = some(Field.allCases)
      programme.technologies = some(Technology.allCases)
      programme.stages = some(Stage.allCases)
      programme.places = maybe { $0.number(0...500) }
      let days = [day(), day()].sorted()
      programme.opens = maybe { _ in days[0] }
      programme.closes = maybe { _ in days[1] }
      part.programmes.append(programme)
    }
    for place in 0..<number(0...2) {
      var mentor = MentorProfile(title: storedText())
      mentor.id = "m-\(place)"
      mentor.expertise = maybe { $0.storedText(60, lines: true) }
      mentor.fields = some(Field.allCases)
      mentor.technologies = some(Technology.allCases)
      mentor.stages = some(Stage.allCases)
      mentor.languages = some(["vi", "en", "fr"])
      mentor.open = maybe { $0.chance(50) }
      part.mentorProfiles.append(mentor)
    }
    return part
  }

  mutating func statement() -> ProblemStatement {
    var statement = ProblemStatement(title: storedText(80))
    statement.grounds = maybe { $0.storedText(80, lines: true) }
    statement.description = maybe { $0.storedText(200, lines: true) }
    statement.expectedResult = maybe { $0.storedText(80, lines: true) }
    statement.field = maybe { $0.pick(Field.allCases) }
    statement.technologies = some(Technology.allCases)
    statement.owner = maybe { $0.storedText() }
    statement.mechanism = maybe { $0.pick(Mechanism.allCases) }
    statement.budgetVND = maybe { Int64($0.number(0...1_000_000_000_000_000)) }
    statement.province = maybe { $0.pick(["66", "01"]) }
    let requirements: [Requirement] = [
      .minTRL(number(1...9)), .legal(pick(LegalClass.allCases)), .province("66"),
      .minEmployees(number(1...500)), .foundedBefore(number(1800...2100)),
    ]
    statement.required = some(requirements, percent: 40)
    statement.deadline = maybe { Instant(seconds: Int64($0.number(0...4_000_000_000))) }
    return statement
  }

  mutating func offer() -> ProposalOffer {
    var offer = ProposalOffer()
    for _ in 0..<number(0...3) { offer.partners.append(ID("p\(number(0...99999))")) }
    offer.approach = maybe { $0.storedText(200, lines: true) }
    offer.trl = maybe { $0.number(1...9) }
    offer.costVND = maybe { Int64($0.number(0...1_000_000_000_000_000)) }
    offer.durationMonths = maybe { $0.number(1...240) }
    return offer
  }
}

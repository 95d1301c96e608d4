/// Limits on what an organisation may say, in Unicode scalars and elements.
package enum TextLimit {
  /// Names and titles.
  package static let name = 300
  /// Single lines such as products.
  package static let line = 500
  /// Long texts such as descriptions.
  package static let text = 20_000
  /// Elements of a list of texts.
  package static let list = 100
}

extension OrganisationProfile {
  /// Members that the register itself keeps; a client may read but not write them.
  package static let readOnly: Set<String> = [
    "id", "external_id", "status", "status_reason", "version", "created_at", "updated_at", "notes",
    "reasons", "pending", "revision_refused", "verified_on", "confirmed_on", "stale",
    "merged_into", "possible_duplicates",
  ]

  /// Members that people write, for reasons that point at one.
  package static let written: [String] = [
    "kind", "name", "name_en", "tax_code", "tax_code_override", "foreign_register", "personal_id",
    "legal", "founded", "employees", "province", "commune", "address", "website", "email", "phone",
    "description", "products", "fields", "technologies", "trl", "past_projects", "certificates",
    "startup", "fund", "incubator",
  ]

  /// Reads a profile from its JSON form, collecting every fault.
  /// - Throws: `DomainError.invalid` with all faults.
  package static func read(
    _ json: JSON, places: Gazetteer, ignoring ignored: Set<String> = []
  ) throws(DomainError) -> (profile: OrganisationProfile, notes: [Note]) {
    let log = FaultLog()
    var profile: OrganisationProfile?
    if var reader = ObjectReader(json, log: log) {
      profile = read(&reader, places)
      reader.finish(readOnly: readOnly, ignored: ignored)
    }
    try log.check()
    guard let profile else { throw .invalid([Fault("/kind", .missing)]) }
    return (profile, log.notes)
  }

  private static func read(_ reader: inout ObjectReader, _ places: Gazetteer) -> Self? {
    let kind = reader.code("kind", OrganisationKind.self)
    let name = reader.line("name", most: TextLimit.name)
    reader.require("kind", kind != nil)
    reader.require("name", name != nil)
    var profile = OrganisationProfile(kind: kind ?? .startup, name: name ?? "")
    profile.nameEN = reader.line("name_en", most: TextLimit.name)
    profile.taxCodeOverride =
      reader.object("tax_code_override") { part in
        let reason = part.text("reason", most: 2000)
        part.require("reason", reason != nil)
        return reason
      } ?? nil
    profile.taxCode = taxCode(&reader, override: profile.taxCodeOverride != nil)
    profile.foreignRegister = reader.object("foreign_register") { ForeignRegister(&$0) } ?? nil
    profile.personalID = personalID(&reader)
    profile.legal = legal(&reader)
    profile.founded = reader.integer("founded", in: 1800...2100)
    profile.employees = reader.integer("employees", in: 0...10_000_000)
    profile.province = reader.province("province", places)
    profile.commune = commune(&reader, in: profile.province, places)
    profile.address = reader.line("address", most: TextLimit.line)
    profile.website = website(&reader)
    profile.email = reader.address("email")
    profile.phone = phone(&reader)
    profile.description = reader.text("description", most: TextLimit.text)
    profile.products = reader.lines("products", most: TextLimit.list, length: TextLimit.line)
    profile.fields = reader.codes("fields", Field.self)
    profile.technologies = reader.codes("technologies", Technology.self)
    profile.trl = reader.integer("trl", in: 1...9)
    profile.pastProjects = pastProjects(&reader)
    profile.certificates = reader.lines(
      "certificates", most: TextLimit.list, length: TextLimit.line)
    profile.startup = part("startup", of: .startup, kind, &reader) { StartupProfile(&$0) }
    profile.fund = part("fund", of: .fund, kind, &reader) { FundProfile(&$0, places) }
    profile.incubator = part("incubator", of: .incubator, kind, &reader) { IncubatorProfile(&$0) }
    return kind == nil || name == nil ? nil : profile
  }

  private static func part<Part>(
    _ name: String, of owner: OrganisationKind, _ kind: OrganisationKind?,
    _ reader: inout ObjectReader, _ read: (inout ObjectReader) -> Part
  ) -> Part? {
    let part = reader.object(name, read)
    if part != nil, let kind, kind != owner {
      reader.log.add(
        Fault(
          reader.pointer(name), .notForKind, found: kind.rawValue, accepted: owner.rawValue))
    }
    return part
  }

  private static func personalID(_ reader: inout ObjectReader) -> PersonalID? {
    guard let written = reader.line("personal_id", most: 40) else { return nil }
    do { return try PersonalID(written) } catch {
      // What was written may be nearly a person's number, so it is not repeated.
      reader.log.add(
        Fault(reader.pointer("personal_id"), .badFormat, found: "…", accepted: "066090000001"))
      return nil
    }
  }

  private static func taxCode(_ reader: inout ObjectReader, override: Bool) -> String? {
    guard let written = reader.line("tax_code", most: 40) else { return nil }
    do {
      return try TaxCode(written, ignoringCheckDigit: override).text
    } catch {
      let path = reader.pointer("tax_code")
      let fault =
        switch error {
        case .checkDigit(let expected):
          Fault(
            path, .checkDigit, found: written,
            accepted: expected.map { Self.corrected(written, $0) } ?? "0100233488")
        case .length, .character, .serial, .branch:
          Fault(path, .badFormat, found: written, accepted: "0100233488, 0100233488-001")
        }
      reader.log.add(fault)
      return nil
    }
  }

  /// The code as written with the tenth digit that would check.
  private static func corrected(_ written: String, _ digit: Int) -> String {
    let digits = written.filter(\.isWholeNumber)
    return digits.prefix(9) + String(digit) + (digits.count > 10 ? "-" + digits.suffix(3) : "")
  }

  private static func legal(_ reader: inout ObjectReader) -> [LegalStatus] {
    var statuses: [LegalStatus] = []
    for (element, path) in reader.elements("legal", most: TextLimit.list) {
      guard let status = LegalStatus.read(element, at: path, reader.log) else { continue }
      if statuses.contains(where: { $0.status == status.status }) {
        reader.log.add(Fault(path, .repeated, found: status.status.rawValue))
      } else {
        statuses.append(status)
      }
    }
    return statuses
  }

  /// Communes of other provinces are not all known, so only a contradiction is a fault.
  private static func commune(
    _ reader: inout ObjectReader, in province: String?, _ places: Gazetteer
  ) -> String? {
    guard let code = reader.line("commune", most: 40) else { return nil }
    guard code.utf8.count == 5, code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      reader.log.add(
        Fault(reader.pointer("commune"), .badFormat, found: code, accepted: "24133"))
      return nil
    }
    if let province, let actual = places.province(ofCommune: code), actual != province {
      reader.log.add(
        Fault(
          reader.pointer("commune"), .notAccepted, found: code, accepted: "province \(actual)"))
      return nil
    }
    return code
  }

  private static func website(_ reader: inout ObjectReader) -> String? {
    guard let address = reader.line("website", most: TextLimit.line) else { return nil }
    let scheme = ["https://", "http://"].first { address.lowercased().hasPrefix($0) }
    let host = scheme.map { address.dropFirst($0.count).prefix { !"/?#".contains($0) } }
    guard let host, host.contains("."), !address.contains(where: { " <>\"".contains($0) }) else {
      reader.log.add(
        Fault(
          reader.pointer("website"), .badFormat, found: address, accepted: "https://example.vn"))
      return nil
    }
    return address
  }

  private static func phone(_ reader: inout ObjectReader) -> String? {
    guard let number = reader.line("phone", most: 60) else { return nil }
    let digits = number.count { $0.isASCII && $0.isNumber }
    guard (3...20).contains(digits),
      number.allSatisfy({ ($0.isASCII && $0.isNumber) || " +-.()/".contains($0) })
    else {
      reader.log.add(
        Fault(reader.pointer("phone"), .badFormat, found: number, accepted: "+84 262 385 0000"))
      return nil
    }
    return number
  }

  private static func pastProjects(_ reader: inout ObjectReader) -> [PastProject] {
    var projects: [PastProject] = []
    for (element, path) in reader.elements("past_projects", most: 200) {
      if case .string = element {
        if let title = reader.text(of: element, at: path, most: 2000) {
          projects.append(PastProject(title: title))
        }
        continue
      }
      guard var part = ObjectReader(element, path: path, log: reader.log) else { continue }
      var project = PastProject(title: part.line("title", most: 2000) ?? "")
      part.require("title", !project.title.isEmpty)
      project.client = part.line("client", most: TextLimit.name)
      project.year = part.integer("year", in: 1900...2100)
      project.outcome = part.text("outcome", most: 2000)
      part.finish()
      projects.append(project)
    }
    return projects
  }
}

extension LegalStatus {
  fileprivate static func read(_ json: JSON, at path: String, _ log: FaultLog) -> LegalStatus? {
    if case .string(let text) = json {
      if let status = LegalClass(rawValue: text) { return LegalStatus(status) }
      log.add(
        Fault(
          path, .notAccepted, found: text, accepted: LegalClass.accepted.joined(separator: ", "))
      )
      return nil
    }
    guard var reader = ObjectReader(json, path: path, log: log) else { return nil }
    let status = reader.code("status", LegalClass.self)
    reader.require("status", status != nil)
    var result = LegalStatus(status ?? .large)
    result.issuer = reader.line("issuer", most: TextLimit.name)
    result.number = reader.line("number", most: 100)
    result.issuedOn = reader.day("issued_on")
    result.expiresOn = reader.day("expires_on")
    result.file = reader.line("file", most: 100).map { ID($0) }
    result.isRecognised = reader.bool("recognised") ?? false
    reader.finish()
    return status == nil ? nil : result
  }
}

extension StartupProfile {
  fileprivate init(_ reader: inout ObjectReader) {
    self.init()
    stage = reader.code("stage", Stage.self)
    raisingVND = reader.money("raising_vnd")
    traction = reader.text("traction", most: 5000)
    isRaisingShownToFunds = reader.bool("raising_visible_to_funds") ?? false
  }
}

extension FundProfile {
  fileprivate init(_ reader: inout ObjectReader, _ places: Gazetteer) {
    self.init()
    fundKind = reader.code("fund_kind", FundKind.self)
    thesis = reader.text("thesis", most: TextLimit.text)
    fields = reader.codes("fields", Field.self)
    technologies = reader.codes("technologies", Technology.self)
    stages = reader.codes("stages", Stage.self)
    ticketMinVND = reader.money("ticket_min_vnd")
    ticketMaxVND = reader.money("ticket_max_vnd")
    provinces = reader.provinces("provinces", places)
    instruments = reader.codes("instruments", Instrument.self)
    open = reader.bool("open")
    if let least = ticketMinVND, let most = ticketMaxVND, least > most {
      reader.log.add(
        Fault(
          reader.pointer("ticket_max_vnd"), .outOfRange, found: String(most),
          accepted: "≥ \(least)"))
    }
  }
}

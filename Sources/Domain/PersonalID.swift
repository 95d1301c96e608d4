/// The 12-digit personal identification number by which a household business or an individual is
/// known where there is no tax code; personal data.
///
/// From 1 July 2025 households and individuals use it instead of a tax code (Circular
/// 86/2024/TT-BTC, in force since 6 February 2025). Its digits are the code of the province of
/// birth (three), sex and century of birth (one), the year of birth (two) and a random rest
/// (Decree 137/2015/NĐ-CP, Article 13); there is no check digit.
package struct PersonalID: Sendable, Hashable {
  /// All twelve digits; nil where only the mask is known.
  package let digits: String?
  /// What may be shown: the last four digits after eight asterisks.
  package let mask: String

  /// Why a text is no personal number.
  package enum Failure: Error, Sendable, Equatable {
    case length(digits: Int)
    case character(String)
    case province
    case century
  }

  /// Reads a number written with or without spaces, dots and hyphens, or its mask.
  package init(_ written: String) throws(Failure) {
    if written.hasPrefix(Self.hidden), written.utf8.count == 12,
      written.utf8.dropFirst(8).allSatisfy({ (0x30...0x39).contains($0) })
    {
      digits = nil
      mask = written
      return
    }
    var text = ""
    for character in written where !" .-\u{2013}".contains(character) {
      guard character.isASCII, character.isWholeNumber else {
        throw .character(String(character))
      }
      text.append(character)
    }
    guard text.count == 12 else { throw .length(digits: text.count) }
    // The codes of the 63 provinces at birth lie between 001 and 096 and outlive the mergers.
    guard let province = Int(text.prefix(3)), (1...96).contains(province) else { throw .province }
    // 0 and 1 for the twentieth century, 2 and 3 for the twenty-first.
    guard let century = Int(text.dropFirst(3).prefix(1)), century <= 3 else { throw .century }
    digits = text
    mask = Self.hidden + text.suffix(4)
  }

  private init(mask: String) {
    digits = nil
    self.mask = mask
  }

  /// The same number of which nothing but the mask is known.
  package var masked: PersonalID { PersonalID(mask: mask) }

  private static let hidden = "********"
}

/// By which public register of another country an organisation is known.
package struct ForeignRegister: Sendable, Hashable {
  /// The country, as a code of ISO 3166-1 of two capitals; never VN.
  package var country: String
  /// Its number there.
  package var number: String?

  /// A country, without a number.
  package init(country: String) { self.country = country }
}

/// By what an organisation is told from all others.
package enum OrganisationIdentity: String, Sendable, CaseIterable {
  case taxCode = "tax_code"
  case foreignRegister = "foreign_register"
  case personalID = "personal_id"
  /// Nothing yet; officers look closely.
  case none
}

extension OrganisationProfile {
  /// By what it is told from others.
  package var identity: OrganisationIdentity {
    if taxCode != nil { return .taxCode }
    if foreignRegister != nil { return .foreignRegister }
    return personalID == nil ? .none : .personalID
  }

  /// What does not fit together, although each member is well formed.
  ///
  /// Told when a record is written and not when it is read, so that what an older release took
  /// stays readable.
  package var contradictions: [Fault] {
    var faults: [Fault] = []
    if personalID != nil, !mayBePerson {
      faults.append(
        Fault(
          "/personal_id", .notForKind, found: kind.rawValue,
          accepted: "legal: household_business; angel_network"))
    }
    for (index, status) in legal.enumerated() {
      if let issued = status.issuedOn, let ends = status.expiresOn, ends < issued {
        faults.append(
          Fault("/legal/\(index)/expires_on", .outOfRange, found: ends, accepted: "≥ \(issued)"))
      }
    }
    return faults
  }

  /// A household business or an angel, who are known by a person's number.
  package var mayBePerson: Bool {
    legal.contains { $0.status == .householdBusiness }
      || (kind == .fund && fund?.fundKind == .angelNetwork)
  }
}

extension ForeignRegister {
  init?(_ reader: inout ObjectReader) {
    let written = reader.line("country", most: 40)
    number = reader.line("number", most: 100)
    reader.require("country", written != nil)
    guard let written else { return nil }
    let code = written.uppercased()
    guard code.utf8.count == 2, code.utf8.allSatisfy({ (0x41...0x5A).contains($0) }), code != "VN"
    else {
      reader.log.add(
        Fault(reader.pointer("country"), .notAccepted, found: written, accepted: "SG, US, JP, …"))
      return nil
    }
    country = code
  }

  var json: JSON {
    var members: [(String, JSON)] = [("country", .string(country))]
    members.add("number", number)
    return .object(JSONObject(members))
  }
}

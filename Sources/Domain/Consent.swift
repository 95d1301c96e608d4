/// What a person can agree to beyond what the service needs; each stops as soon as they do not.
package enum ConsentPurpose: String, Code {
  /// Mail about what is new for one's saved searches.
  case searchAlertsByMail = "search_alerts_by_mail"
  /// Mail about organisations that one's fund watches.
  case watchAlertsByMail = "watch_alerts_by_mail"
  package static let list = "consent_purposes"
}

/// A decision of a person on a purpose.
package struct Consent: Sendable, Equatable {
  /// Who.
  package let account: ID<Account>
  /// On what.
  package let purpose: ConsentPurpose
  /// Which text was agreed to, or was in force when consent was withdrawn.
  package let version: String
  /// Whether it was given; else it was withdrawn.
  package let isGiven: Bool
  /// When.
  package let at: Instant

  /// Puts a record together.
  package init(
    account: ID<Account>, purpose: ConsentPurpose, version: String, isGiven: Bool, at: Instant
  ) {
    self.account = account
    self.purpose = purpose
    self.version = version
    self.isGiven = isGiven
    self.at = at
  }

  /// The decision as it stands in the API.
  package var json: JSON {
    [
      "purpose": .string(purpose.rawValue), "version": .string(version), "given": .bool(isGiven),
      "at": .string(at.description),
    ]
  }

  /// A decision as somebody sends it.
  package struct Decision: Sendable, Equatable {
    /// On what.
    package let purpose: ConsentPurpose
    /// The text that was shown; needed only to agree.
    package let version: String?
    /// Whether they agree.
    package let isGiven: Bool

    /// Reads a decision. To agree, the version of the text must be named and `given` be said: what
    /// is left out is no consent.
    /// - Throws: `DomainError.invalid` with all faults.
    package init(_ json: JSON) throws(DomainError) {
      let log = FaultLog()
      var (purpose, version, given): (ConsentPurpose?, String?, Bool?)
      if var reader = ObjectReader(json, log: log) {
        purpose = reader.code("purpose", ConsentPurpose.self)
        version = reader.line("version", most: 40)
        given = reader.bool("given")
        reader.require("purpose", purpose != nil)
        reader.require("given", given != nil)
        if given == true { reader.require("version", version != nil) }
        reader.finish(readOnly: ["at", "text"])
      }
      try log.check()
      guard let purpose, let given else { throw .invalid([Fault("", .missing)]) }
      (self.purpose, self.version, isGiven) = (purpose, version, given)
    }
  }
}

/// What people are asked to agree to, in a wording that is never edited.
package struct ConsentText: Sendable, Equatable {
  /// For what.
  package let purpose: ConsentPurpose
  /// Names the wording among those of its purpose.
  package let version: String
  /// First day on which it is asked, yyyy-mm-dd.
  package let validFrom: String
  /// The wording.
  package let text: Bilingual

  fileprivate init?(_ json: JSON) {
    let log = FaultLog()
    guard var reader = ObjectReader(json, log: log) else { return nil }
    let purpose = reader.code("purpose", ConsentPurpose.self)
    let version = reader.line("version", most: 40)
    let from = reader.day("valid_from")
    let (vi, en) = (reader.text("vi", most: 5000), reader.text("en", most: 5000))
    reader.finish()
    guard log.faults.isEmpty, let purpose, let version, let from, let vi, let en else {
      return nil
    }
    self.purpose = purpose
    self.version = version
    validFrom = from
    text = Bilingual(vi: vi, en: en)
  }
}

/// Every wording, read from `fixtures/consents/texts.json`.
package struct ConsentTexts: Sendable {
  /// In the order of the file.
  package let all: [ConsentText]

  /// Reads the file.
  /// - Throws: `ReferenceDataError` naming what cannot be read or is there twice, or the purpose
  ///   that has no text.
  package init(json: JSON) throws(ReferenceDataError) {
    guard let elements = json.elements else {
      throw ReferenceDataError(source: "consents", detail: "not a list")
    }
    var texts: [ConsentText] = []
    for element in elements {
      guard let text = ConsentText(element),
        !texts.contains(where: { $0.purpose == text.purpose && $0.version == text.version })
      else { throw ReferenceDataError(source: "consents", detail: element.compact) }
      texts.append(text)
    }
    for purpose in ConsentPurpose.allCases
    where !texts.contains(where: { $0.purpose == purpose }) {
      throw ReferenceDataError(source: "consents", detail: purpose.rawValue)
    }
    all = texts
  }

  /// The text of a purpose that is in force on a day, yyyy-mm-dd.
  package func text(for purpose: ConsentPurpose, on day: String) -> ConsentText? {
    all.filter { $0.purpose == purpose && $0.validFrom <= day }.max {
      $0.validFrom < $1.validFrom
    }
  }
}

extension Notice.Kind {
  /// The consent without which no mail tells of it; nil for what the service owes.
  package var purpose: ConsentPurpose? {
    switch self {
    case .savedSearchHits: .searchAlertsByMail
    case .watchedHidden, .watchedRaising, .watchedStage, .watchedVerified: .watchAlertsByMail
    default: nil
    }
  }
}

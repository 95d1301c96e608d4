private import Assets
package import Domain
package import Matching
private import Synchronization

/// What is baked into the program and never changes while it runs.
package struct ReferenceData: Sendable {
  /// Code labels.
  package let codes: CodeBook
  /// Provinces.
  package let places: Gazetteer
  /// What the law sets for funds.
  package let fundRules: FundRules
  /// The criteria by which proposals are judged where a problem has none of its own.
  package let reviewTemplate: ReviewTemplate
  /// On which days offices work.
  package let workingDays: WorkingDays
  /// What the law sets for answering people about their data.
  package let dataRights: DataRights
  /// What people are asked to agree to.
  package let consentTexts: ConsentTexts
  /// Which periods reports tell of, and when they are owed.
  package let reportCalendar: ReportCalendar
  private let concepts: ConceptFile

  /// Reads what is baked in. The concepts wait until they are first asked for: reading them takes
  /// longer than most commands do, and few commands need them.
  /// - Parameter lexicon: reads the concepts.
  /// - Throws: `ReferenceDataError` naming the data that cannot be read.
  package init(
    lexicon: @escaping @Sendable () throws(ReferenceDataError) -> Lexicon = {
      () throws(ReferenceDataError) in
      try Lexicon(jsonLines: Asset.all(in: "fixtures/lexicon").map { ($0.name, $0.text) })
    }
  ) throws(ReferenceDataError) {
    codes = try CodeBook(json: Self.json("fixtures/codes/codes.json"))
    places = try Gazetteer(
      json: Self.json("fixtures/codes/provinces.json"),
      communes: Self.json("fixtures/codes/communes.json"))
    fundRules = try FundRules(json: Self.json("fixtures/codes/fund_rules.json"))
    reviewTemplate = try ReviewTemplate(json: Self.json("fixtures/codes/review_criteria.json"))
    workingDays = try WorkingDays(json: Self.json("fixtures/codes/holidays.json"))
    dataRights = try DataRights(json: Self.json("fixtures/codes/data_rights.json"))
    consentTexts = try ConsentTexts(json: Self.json("fixtures/consents/texts.json"))
    reportCalendar = try ReportCalendar(json: Self.json("fixtures/codes/report_calendar.json"))
    concepts = ConceptFile(lexicon)
  }

  /// Concepts and their words, read once by whoever asks first.
  /// - Throws: `ReferenceDataError` naming the line that cannot be read.
  package var lexicon: Lexicon {
    get throws(ReferenceDataError) { try concepts.lexicon() }
  }

  /// The concepts for a use case; they come with the program, so that no user can mend them.
  var shippedLexicon: Lexicon {
    get throws(DomainError) {
      do { return try lexicon } catch {
        throw .internalFault("\(error.source): \(error.detail)")
      }
    }
  }

  private static func json(_ name: String) throws(ReferenceDataError) -> JSON {
    do { return try JSONParser.parse(Asset.named(name).bytes) } catch {
      throw ReferenceDataError(source: name, detail: "\(error)")
    }
  }
}

/// The concepts that come with the program, which wait to be read.
private final class ConceptFile: Sendable {
  private let read: @Sendable () throws(ReferenceDataError) -> Lexicon
  private let held = Mutex<Result<Lexicon, ReferenceDataError>?>(nil)

  init(_ read: @escaping @Sendable () throws(ReferenceDataError) -> Lexicon) { self.read = read }

  func lexicon() throws(ReferenceDataError) -> Lexicon {
    let result = held.withLock { held in
      let result = held ?? Result { () throws(ReferenceDataError) in try read() }
      held = result
      return result
    }
    return try result.get()
  }
}

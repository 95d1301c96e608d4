/// What the law sets for answering people about their data: dated data with its source.
package struct DataRight: Sendable, Equatable {
  /// What they ask for.
  package let kind: DataRequest.Kind
  /// Working days until they must have a reply.
  package let replyWorkingDays: Int
  /// Days until it must be done.
  package let actDays: Int
  /// Days by which that can be put off, once; nil where it cannot.
  package let extensionDays: Int?
  /// The numbers of the documents that it stands in.
  package let document: String
  /// Where in them, as far as known.
  package let clause: String?
  /// First day on which it holds, yyyy-mm-dd.
  package let validFrom: String
  /// Last day on which it holds; nil while it is in force.
  package let validTo: String?
  /// The rule in words.
  package let text: Bilingual

  /// The rule as it stands in the API.
  package var json: JSON {
    var members: [(String, JSON)] = [
      ("kind", .string(kind.rawValue)), ("reply_working_days", JSON(replyWorkingDays)),
      ("act_days", JSON(actDays)),
    ]
    members.add("extension_days", extensionDays.map(Int64.init))
    members.append(("document", .string(document)))
    members.add("clause", clause)
    members.append(("valid_from", .string(validFrom)))
    members.add("valid_to", validTo)
    members.append(("text", ["vi": .string(text.vi), "en": .string(text.en)]))
    return .object(JSONObject(members))
  }

  fileprivate init?(_ json: JSON) {
    let log = FaultLog()
    guard var reader = ObjectReader(json, log: log) else { return nil }
    let kind = reader.code("kind", DataRequest.Kind.self)
    let reply = reader.integer("reply_working_days", in: 1...100)
    let act = reader.integer("act_days", in: 1...1000)
    extensionDays = reader.integer("extension_days", in: 1...1000)
    let document = reader.line("document", most: TextLimit.line)
    clause = reader.line("clause", most: TextLimit.line)
    let from = reader.day("valid_from")
    validTo = reader.day("valid_to")
    let (vi, en) = (reader.line("vi", most: 1000), reader.line("en", most: 1000))
    reader.finish()
    guard log.faults.isEmpty, let kind, let reply, let act, let document, let from, let vi, let en
    else { return nil }
    self.kind = kind
    replyWorkingDays = reply
    actDays = act
    self.document = document
    validFrom = from
    text = Bilingual(vi: vi, en: en)
  }
}

/// Every such rule, read from `fixtures/codes/data_rights.json`.
package struct DataRights: Sendable {
  /// In the order of the file.
  package let all: [DataRight]

  /// Reads the file.
  /// - Throws: `ReferenceDataError` naming the rule that cannot be read, or the kind of request
  ///   that there is none for.
  package init(json: JSON) throws(ReferenceDataError) {
    guard let elements = json.elements else {
      throw ReferenceDataError(source: "data_rights", detail: "not a list")
    }
    var rules: [DataRight] = []
    for element in elements {
      guard let rule = DataRight(element) else {
        throw ReferenceDataError(source: "data_rights", detail: element.compact)
      }
      rules.append(rule)
    }
    for kind in DataRequest.Kind.allCases where !rules.contains(where: { $0.kind == kind }) {
      throw ReferenceDataError(source: "data_rights", detail: kind.rawValue)
    }
    all = rules
  }

  /// The rule for a kind of request on a day, yyyy-mm-dd; the earliest before there was one.
  package func rule(for kind: DataRequest.Kind, on day: String) -> DataRight? {
    let own = all.filter { $0.kind == kind }.sorted { $0.validFrom < $1.validFrom }
    return own.last { $0.validFrom <= day && ($0.validTo.map { day <= $0 } ?? true) } ?? own.first
  }
}

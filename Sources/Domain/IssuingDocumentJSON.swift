extension IssuingDocument.Particulars {
  /// Members that the register itself keeps; a client may read but not write them.
  package static let readOnly: Set<String> = [
    "id", "status", "version", "created_at", "updated_at", "superseded_by",
  ]

  /// Reads what a paper says of itself.
  /// - Throws: `DomainError.invalid` with all faults.
  package static func read(_ json: JSON) throws(DomainError) -> Self {
    let log = FaultLog()
    var particulars: Self?
    if var reader = ObjectReader(json, log: log) {
      particulars = read(&reader)
      reader.finish(readOnly: readOnly)
    }
    try log.check()
    guard let particulars else { throw .invalid([Fault("", .missing)]) }
    return particulars
  }

  private static func read(_ reader: inout ObjectReader) -> Self? {
    let number = reader.line("number", most: 100)
    let kind = reader.code("kind", IssuingDocument.Kind.self)
    let date = reader.day("date")
    let issuer = reader.line("issuer", most: TextLimit.name)
    reader.require("number", number != nil)
    reader.require("kind", kind != nil)
    reader.require("date", date != nil)
    reader.require("issuer", issuer != nil)
    let title = reader.line("title", most: TextLimit.line)
    let signer = reader.line("signer", most: TextLimit.name)
    let batch = reader.line("batch", most: 100)
    let file = reader.line("file", most: 100)
    guard let number, let kind, let date, let issuer else { return nil }
    var particulars = Self(number: number, kind: kind, date: date, issuer: issuer)
    particulars.title = title
    particulars.signer = signer
    particulars.batch = batch
    particulars.file = file.map { ID($0) }
    return particulars
  }

  /// The members in the order in which people read them.
  package var members: [(String, JSON)] {
    var members: [(String, JSON)] = [
      ("number", .string(number)), ("kind", .string(kind.rawValue)), ("date", .string(date)),
      ("issuer", .string(issuer)),
    ]
    members.add("title", title)
    members.add("signer", signer)
    members.add("batch", batch)
    members.add("file", file?.text)
    return members
  }
}

extension IssuingDocument {
  /// The record as it stands in the API.
  package var json: JSON {
    var members: [(String, JSON)] = [("id", .string(id.text))]
    members += particulars.members
    members.append(("status", .string(status.rawValue)))
    members.add("superseded_by", supersededBy?.text)
    members.append(("version", JSON(version)))
    members.append(("created_at", .string(createdAt.description)))
    members.append(("updated_at", .string(updatedAt.description)))
    return .object(JSONObject(members))
  }
}

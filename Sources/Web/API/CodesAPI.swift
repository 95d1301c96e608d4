import Domain
import HTTP
import UseCases

/// `/codes`: every closed list with its labels, and the provinces.
extension Site {
  func listCodes(_ call: Call) throws(DomainError) -> Response {
    try QueryReader(call.request.query).finish()
    var members: [(String, JSON)] = registry.codes.lists.map { list in
      (
        list.name,
        .array(
          list.entries.map {
            ["code": .string($0.code), "vi": .string($0.label.vi), "en": .string($0.label.en)]
          })
      )
    }
    members.append(("provinces", .array(registry.places.rows.map(province))))
    members.append(("communes", .array(registry.places.communes.map(commune))))
    var response = Response.json(.object(JSONObject(members)))
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
  }

  private func commune(_ row: Gazetteer.Commune) -> JSON {
    [
      "code": .string(row.code), "vi": .string(row.name), "en": .string(row.name),
      "kind": .string(row.kind), "province": .string(row.province),
    ]
  }

  private func province(_ row: Gazetteer.Province) -> JSON {
    [
      "code": .string(row.code), "vi": .string(row.name.vi), "en": .string(row.name.en),
      "kind": .string(row.kind), "valid_from": JSON(row.validFrom), "valid_to": JSON(row.validTo),
      "successor": JSON(row.successor),
    ]
  }
}

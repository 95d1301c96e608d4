import Domain
import HTTP
import UseCases

/// `/organisations`.
extension Site {
  func listOrganisations(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    var filter = OrganisationFilter()
    filter.kinds = query.codes("kind", OrganisationKind.self)
    filter.statuses = query.codes("status", Organisation.Status.self)
    filter.provinces = query.provinces("province", registry.places)
    filter.fields = query.codes("field", Field.self)
    filter.technologies = query.codes("technology", Technology.self)
    filter.legal = query.codes("legal", LegalClass.self)
    filter.taxCode = query.text("tax_code").map { (try? TaxCode($0))?.text ?? $0 }
    let limit = query.limit()
    let cursor = query.text("cursor", most: 2000)
    try query.finish()
    let after: (key: SortKey, id: String)? =
      if let cursor { try Cursor.decode(cursor, "organisations", .name) } else { nil }
    let page = try registry.organisations(
      filter, page: PageRequest(limit: limit, after: after), by: call.actor)
    return call.list(page.json("organisations", \.json))
  }

  func createOrganisation(_ call: Call) throws(DomainError) -> Response {
    let made = try registry.createOrganisation(
      try call.body(), by: call.actor, key: try call.idempotencyKey(Credentials.digest))
    return created(made, ownerView(call.actor, made.record.id), call)
  }

  /// Whoever asks for a record that was merged into another is led there, but for officers, who
  /// see what it was.
  func showOrganisation(_ call: Call) throws(DomainError) -> Response {
    let name = call.parameter("id")
    do {
      let (record, json) = try registry.organisationInFull(name, by: call.actor)
      return .record(json, version: record.version, for: call.request)
    } catch {
      guard case .notFound = error, let next = try registry.successor(of: name, by: call.actor)
      else { throw error }
      var response = Response.json(
        ["merged_into": .string(next.text)], status: .permanentRedirect)
      response.headers["Location"] = "/api/v1/organisations/\(next)"
      return response
    }
  }

  func updateOrganisation(_ call: Call) throws(DomainError) -> Response {
    let name = call.parameter("id")
    let patch = try call.body()
    let version = try call.expectedVersion { () throws(DomainError) in
      try registry.organisation(name, by: call.actor).version
    }
    let changed = try registry.updateOrganisation(
      name, patch: patch, expecting: version, by: call.actor)
    return .record(
      changed.record.seen(by: call.actor).json.with(changed.notes, errors),
      version: changed.record.version, for: call.request)
  }

  func moveOrganisation(_ event: Organisation.Event) -> Action {
    { call throws(DomainError) in
      let name = call.parameter("id")
      let said = try Organisation.StepReason(
        try call.body(orEmpty: true), takesReasons: event == .return)
      let version = try call.expectedVersion { () throws(DomainError) in
        try registry.organisation(name, by: call.actor).version
      }
      let record = try registry.moveOrganisation(
        name, event, reason: said.reason, reasons: said.reasons, expecting: version,
        by: call.actor,
        key: try call.idempotencyKey(Credentials.digest))
      return .record(
        record.seen(by: call.actor).json, version: record.version, for: call.request)
    }
  }

  private func created(
    _ made: Accepted<Organisation>, _ viewer: Actor, _ call: Call
  ) -> Response {
    let record = made.record.seen(by: viewer)
    var json = record.json.with(made.notes, errors)
    if !made.duplicates.isEmpty {
      json = json.merging(["possible_duplicates": .array(made.duplicates.map(\.json))])
    }
    var response = Response.record(
      json, version: record.version, for: call.request, status: .created)
    response.headers["Location"] = "/api/v1/organisations/\(record.id)"
    return response
  }

  /// Whoever has just registered an organisation, be it by a token or as a person, owns it.
  private func ownerView(_ actor: Actor, _ id: ID<Organisation>) -> Actor {
    if actor.isOfficer { return actor }
    return Actor(
      name: actor.name, role: .member, organisation: id, account: actor.account,
      token: actor.token)
  }
}

import Domain
import HTTP
import UseCases

/// Who belongs to an organisation: `/organisations/{id}/members`, `/invitations` and `/claims`.
extension Site {
  func listMembers(_ call: Call) throws(DomainError) -> Response {
    let members = try registry.members(of: call.parameter("id"), by: call.actor)
    return .whole(members.map(\.json))
  }

  func changeMember(_ call: Call) throws(DomainError) -> Response {
    let log = FaultLog()
    var role: Membership.Role?
    if var reader = ObjectReader(try call.body(), log: log) {
      role = reader.code("role", Membership.Role.self)
      reader.require("role", role != nil)
      reader.finish(readOnly: ["account", "name", "email", "since"])
    }
    try log.check()
    guard let role else { throw .invalid([Fault("/role", .missing)]) }
    let member = try registry.changeMember(
      ID(call.parameter("account")), of: call.parameter("id"), to: role, by: call.actor)
    return .json(member.json)
  }

  func endMembership(_ call: Call) throws(DomainError) -> Response {
    try registry.endMembership(
      of: ID(call.parameter("account")), in: call.parameter("id"), by: call.actor)
    return Response(.noContent)
  }

  func listInvitations(_ call: Call) throws(DomainError) -> Response {
    let open = try registry.invitations(to: call.parameter("id"), by: call.actor)
    return .whole(open.map(\.json))
  }

  func invite(_ call: Call) throws(DomainError) -> Response {
    let made = try registry.invite(
      to: call.parameter("id"), try call.body(), by: call.actor,
      key: try call.idempotencyKey(Credentials.digest))
    return .json(made.json, status: .created)
  }

  func withdrawInvitation(_ call: Call) throws(DomainError) -> Response {
    try registry.withdrawInvitation(
      ID(call.parameter("invitation")), to: call.parameter("id"), by: call.actor)
    return Response(.noContent)
  }

  func acceptInvitation(_ call: Call) throws(DomainError) -> Response {
    let member = try registry.acceptInvitation(try call.body(), by: call.actor)
    return .json(
      member.json.merging(["organisation": .string(member.membership.organisation.text)]))
  }

  func createClaim(_ call: Call) throws(DomainError) -> Response {
    let claim = try registry.claim(
      call.parameter("id"), try call.body(), by: call.actor,
      key: try call.idempotencyKey(Credentials.digest))
    var response = Response.record(
      claim.json, version: claim.version, for: call.request, status: .created)
    response.headers["Location"] = "/api/v1/claims/\(claim.id)"
    return response
  }

  func listClaims(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let organisation = query.text("organisation", most: 100)
    let statuses = query.codes("status", Claim.Status.self)
    let page = try registry.claims(
      organisation: organisation, statuses: statuses, page: try query.page(of: "claims"),
      by: call.actor)
    let records = try registry.records(of: page.items, by: call.actor)
    return call.list(
      Page(items: records, total: page.total, next: page.next).json("claims", \.json))
  }

  func showClaim(_ call: Call) throws(DomainError) -> Response {
    let claim = try registry.claim(ID(call.parameter("id")), by: call.actor)
    return try told(claim, call)
  }

  func moveClaim(_ event: Claim.Event) -> Action {
    { call throws(DomainError) in
      let id = ID<Claim>(call.parameter("id"))
      let reason = try call.reason()
      let version = try call.expectedVersion { () throws(DomainError) in
        try registry.claim(id, by: call.actor).version
      }
      let claim = try registry.moveClaim(
        id, event, reason: reason, expecting: version, by: call.actor,
        key: try call.idempotencyKey(Credentials.digest))
      return try told(claim, call)
    }
  }

  private func told(_ claim: Claim, _ call: Call) throws(DomainError) -> Response {
    let json = try registry.records(of: [claim], by: call.actor).first?.json ?? claim.json
    return .record(json, version: claim.version, for: call.request)
  }
}

extension Response {
  /// A list that is given as a whole, since it can never be long.
  fileprivate static func whole(_ items: [JSON]) -> Response {
    .json(["items": .array(items), "total": JSON(items.count), "next_cursor": nil])
  }
}

extension OrganisationProfile {
  /// The profile's members in the order in which people read them.
  package var members: [(String, JSON)] {
    var members: [(String, JSON)] = [
      ("kind", .string(kind.rawValue)), ("name", .string(name)),
    ]
    members.add("name_en", nameEN)
    members.add("tax_code", taxCode)
    if let taxCodeOverride {
      members.append(("tax_code_override", ["reason": .string(taxCodeOverride)]))
    }
    if let foreignRegister { members.append(("foreign_register", foreignRegister.json)) }
    members.add("personal_id", personalID?.mask)
    if !legal.isEmpty { members.append(("legal", .array(legal.map(\.json)))) }
    members.add("founded", founded)
    members.add("employees", employees)
    members.add("province", province)
    members.add("commune", commune)
    members.add("address", address)
    members.add("website", website)
    members.add("email", email)
    members.add("phone", phone)
    members.add("description", description)
    members.add("products", products)
    members.add("fields", fields)
    members.add("technologies", technologies)
    members.add("trl", trl)
    if !pastProjects.isEmpty {
      members.append(("past_projects", .array(pastProjects.map(\.json))))
    }
    members.add("certificates", certificates)
    if let startup { members.append(("startup", startup.json)) }
    if let fund { members.append(("fund", fund.json)) }
    if let incubator { members.append(("incubator", incubator.json)) }
    return members
  }

  /// What must be there before a draft can be submitted for verification.
  package var submissionFaults: [Fault] {
    var missing: [String] = []
    if province == nil { missing.append("/province") }
    if description == nil { missing.append("/description") }
    if kind != .fund, kind != .agency, fields.isEmpty { missing.append("/fields") }
    if kind == .startup, startup?.stage == nil { missing.append("/startup/stage") }
    if kind == .fund {
      if fund?.fundKind == nil { missing.append("/fund/fund_kind") }
      if fund?.thesis == nil { missing.append("/fund/thesis") }
    }
    return missing.map { Fault($0, .missing) }
  }
}

extension LegalStatus {
  /// A bare code where nothing else is known, an object otherwise.
  var json: JSON {
    var members: [(String, JSON)] = [("status", .string(status.rawValue))]
    members.add("issuer", issuer)
    members.add("number", number)
    members.add("issued_on", issuedOn)
    members.add("expires_on", expiresOn)
    members.add("file", file?.text)
    if isRecognised { members.append(("recognised", true)) }
    return members.count == 1 ? .string(status.rawValue) : .object(JSONObject(members))
  }
}

extension PastProject {
  /// A bare title where nothing else is known, an object otherwise.
  var json: JSON {
    var members: [(String, JSON)] = [("title", .string(title))]
    members.add("client", client)
    members.add("year", year)
    members.add("outcome", outcome)
    return members.count == 1 ? .string(title) : .object(JSONObject(members))
  }
}

extension StartupProfile {
  var json: JSON {
    var members: [(String, JSON)] = []
    members.add("stage", stage?.rawValue)
    members.add("raising_vnd", raisingVND)
    members.add("traction", traction)
    if isRaisingShownToFunds { members.append(("raising_visible_to_funds", true)) }
    return .object(JSONObject(members))
  }
}

extension FundProfile {
  var json: JSON {
    var members: [(String, JSON)] = []
    members.add("fund_kind", fundKind?.rawValue)
    members.add("thesis", thesis)
    members.add("fields", fields)
    members.add("technologies", technologies)
    members.add("stages", stages)
    members.add("ticket_min_vnd", ticketMinVND)
    members.add("ticket_max_vnd", ticketMaxVND)
    members.add("provinces", provinces)
    members.add("instruments", instruments)
    if let open { members.append(("open", .bool(open))) }
    return .object(JSONObject(members))
  }
}

extension Organisation {
  /// The record as it stands in the API and in exported files.
  package var json: JSON {
    var members: [(String, JSON)] = [("id", .string(id.text))]
    members.add("external_id", externalID)
    members += profile.members
    members.append(("status", .string(status.rawValue)))
    members.add("status_reason", statusReason)
    members += registration.shownMembers
    if isStale { members.append(("stale", true)) }
    members.append(("version", JSON(version)))
    members.append(("created_at", .string(createdAt.description)))
    members.append(("updated_at", .string(updatedAt.description)))
    return .object(JSONObject(members))
  }
}

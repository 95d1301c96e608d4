import Domain
import Testing

@Suite struct OrganisationJSONTests {
  let places: Gazetteer

  init() throws { places = try Places.gazetteer() }

  private func read(_ json: JSON) throws -> (profile: OrganisationProfile, notes: [Note]) {
    try OrganisationProfile.read(json, places: places)
  }

  private func refusals(_ json: JSON) -> [Fault] {
    faults { () throws(DomainError) in _ = try OrganisationProfile.read(json, places: places) }
  }

  @Test func aKindAndANameAreEnough() throws {
    let profile = try read(["kind": "agency", "name": " Sở  Khoa học "]).profile
    #expect(profile == OrganisationProfile(kind: .agency, name: "Sở  Khoa học"))
  }

  @Test func everyFaultIsToldAtOnce() {
    let json: JSON = [
      "kind": "bakery", "tax_code": "0100233489", "founded": 1799, "employees": "35",
      "province": "Atlantis", "website": "ftp://x.example", "email": "a@b", "trl": 10,
      "fields": ["agriculture", "farming", "agriculture"], "past_projects": [["year": 2020], 7],
      "fond": 1, "id": "x",
    ]
    #expect(
      keys(refusals(json)).sorted() == [
        "/email bad_format", "/employees wrong_type", "/fields/1 not_accepted",
        "/fields/2 repeated", "/fond unknown_member", "/founded out_of_range", "/id read_only",
        "/kind not_accepted", "/name missing", "/past_projects/0/title missing",
        "/past_projects/1 wrong_type", "/province not_accepted", "/tax_code check_digit",
        "/trl out_of_range", "/website bad_format",
      ])
  }

  @Test func faultsSayWhatWasFoundAndWhatIsAccepted() {
    let found = refusals([
      "kind": "bakery", "name": "x", "tax_code": "0100233489", "trl": 0,
      "province": "Đà Lạt",
    ])
    #expect(found.count == 4)
    #expect(found[0].found == "bakery")
    #expect(found[0].accepted == OrganisationKind.accepted.joined(separator: ", "))
    #expect(
      found[1] == Fault("/tax_code", .checkDigit, found: "0100233489", accepted: "0100233488"))
    #expect(found[2].found == "Đà Lạt")
    #expect(found[2].accepted?.hasPrefix("01, 04, 08") == true)
    #expect(found[3] == Fault("/trl", .outOfRange, found: "0", accepted: "1…9"))
  }

  /// A member, the value it is given and what is said of it.
  static let members: [(String, JSON, [String])] = [
    ("kind", 1, ["/kind wrong_type"]), ("kind", nil, ["/kind missing"]),
    ("name", "   ", ["/name missing"]), ("name", 7, ["/name wrong_type"]),
    ("name", "a\nb", ["/name control_character"]), ("name", "a\0b", ["/name control_character"]),
    ("name", .string(String(repeating: "ắ", count: 300)), []),
    ("name", .string(String(repeating: "a", count: 301)), ["/name too_long"]),
    ("name_en", ["x"], ["/name_en wrong_type"]), ("name_en", nil, []), ("name_en", "", []),
    ("tax_code", "0100 233 488", []), ("tax_code", 100_233_488, ["/tax_code wrong_type"]),
    ("tax_code", "010023348", ["/tax_code bad_format"]),
    ("tax_code", "0100233488-000", ["/tax_code bad_format"]),
    ("tax_code", "066080012345", ["/tax_code bad_format"]),
    ("legal", "large", ["/legal wrong_type"]), ("legal", ["large"], []),
    ("legal", ["large", "large"], ["/legal/1 repeated"]),
    ("legal", ["big"], ["/legal/0 not_accepted"]),
    ("legal", [["status": "large"], "large"], ["/legal/1 repeated"]),
    ("legal", [["issuer": "x"]], ["/legal/0/status missing"]),
    ("legal", [["status": "large", "issued_on": "2026-02-30"]], ["/legal/0/issued_on bad_format"]),
    ("legal", [["status": "large", "issued_on": "1/2/2026"]], ["/legal/0/issued_on bad_format"]),
    ("legal", [["status": "large", "by": "x"]], ["/legal/0/by unknown_member"]),
    ("legal", [7], ["/legal/0 wrong_type"]),
    ("founded", 1800, []), ("founded", 2100, []), ("founded", 2101, ["/founded out_of_range"]),
    ("founded", 2020.5, ["/founded wrong_type"]), ("founded", "2020", ["/founded wrong_type"]),
    ("employees", 0, []), ("employees", -1, ["/employees out_of_range"]),
    ("employees", .integer(.max), ["/employees out_of_range"]),
    ("employees", .number(1e19), ["/employees wrong_type"]),
    ("employees", true, ["/employees wrong_type"]),
    ("province", 66, ["/province wrong_type"]), ("province", "66", []),
    ("commune", "24133", []), ("commune", "2413", ["/commune bad_format"]),
    ("commune", "２4133", ["/commune bad_format"]), ("commune", 24133, ["/commune wrong_type"]),
    ("address", .string(String(repeating: "a", count: 501)), ["/address too_long"]),
    ("website", "https://vi-du.example", []), ("website", "HTTP://VI-DU.EXAMPLE/x", []),
    ("website", "vi-du.example", ["/website bad_format"]),
    ("website", "javascript:alert(1)", ["/website bad_format"]),
    ("website", "https://localhost", ["/website bad_format"]),
    ("website", "https://a.b/<script>", ["/website bad_format"]),
    ("website", "https://a.b/ c", ["/website bad_format"]),
    ("email", "a@b.vn", []), ("email", "a@b", ["/email bad_format"]),
    ("email", "a@@b.vn", ["/email bad_format"]), ("email", "@b.vn", ["/email bad_format"]),
    ("email", "a b@c.vn", ["/email bad_format"]), ("email", "a@.vn", ["/email bad_format"]),
    ("email", "a@b.vn,c@d.vn", ["/email bad_format"]),
    ("email", "A <a@b.vn>", ["/email bad_format"]),
    ("phone", "0262 385 0000", []), ("phone", "+84.262-385(0)", []),
    ("phone", "12", ["/phone bad_format"]),
    ("phone", "0262 x5", ["/phone bad_format"]), ("phone", "٠١٢٣", ["/phone bad_format"]),
    ("description", "a\n\tb\r\nc", []),
    ("description", "a\u{7}", ["/description control_character"]),
    ("description", "a\u{85}b", ["/description control_character"]),
    ("description", .string(String(repeating: "a", count: 20_000)), []),
    ("description", .string(String(repeating: "a", count: 20_001)), ["/description too_long"]),
    ("products", ["a", "", " "], []), ("products", "a", ["/products wrong_type"]),
    ("products", ["a", 1], ["/products/1 wrong_type"]),
    ("products", .array(Array(repeating: "a", count: 101)), ["/products too_many"]),
    ("products", ["a\nb"], ["/products/0 control_character"]),
    ("fields", [], []), ("fields", nil, []), ("fields", [nil], ["/fields/0 wrong_type"]),
    ("fields", ["Agriculture"], ["/fields/0 not_accepted"]),
    ("technologies", ["ai", "iot", "ai"], ["/technologies/2 repeated"]),
    ("trl", 1, []), ("trl", 9, []), ("trl", 0, ["/trl out_of_range"]),
    ("trl", "7", ["/trl wrong_type"]),
    ("past_projects", ["x", ["title": "y", "year": 2024]], []),
    ("past_projects", [["title": "y", "year": 1899]], ["/past_projects/0/year out_of_range"]),
    ("past_projects", [["title": "y", "price": 1]], ["/past_projects/0/price unknown_member"]),
    ("past_projects", .array(Array(repeating: "a", count: 201)), ["/past_projects too_many"]),
    ("certificates", [[]], ["/certificates/0 wrong_type"]),
    ("status", "verified", ["/status read_only"]), ("version", 1, ["/version read_only"]),
    ("created_at", nil, ["/created_at read_only"]),
    ("external_id", "x", ["/external_id read_only"]),
    ("notes", [], ["/notes read_only"]), ("Name", "x", ["/Name unknown_member"]),
    ("a/b~c", 1, ["/a~1b~0c unknown_member"]), ("", 1, ["/ unknown_member"]),
  ]

  @Test(arguments: members.indices) func judgesEachMember(_ index: Int) {
    let (name, value, expected) = Self.members[index]
    var object = JSONObject([("kind", "agency"), ("name", "x")])
    object[name] = value
    #expect(keys(refusals(.object(object))) == expected, "\(name): \(value.compact)")
  }

  /// A kind with a part, and what is said of it.
  static let parts: [(String, JSON, [String])] = [
    ("startup", ["startup": ["stage": "seed", "raising_vnd": 3_000_000_000]], []),
    ("startup", ["startup": [:]], []), ("startup", ["startup": nil], []),
    ("startup", ["startup": []], ["/startup wrong_type"]),
    ("startup", ["startup": ["stage": "ipo"]], ["/startup/stage not_accepted"]),
    ("startup", ["startup": ["raising_vnd": 1.5]], ["/startup/raising_vnd wrong_type"]),
    (
      "startup", ["startup": ["raising_vnd": 1_000_000_000_000_001]],
      ["/startup/raising_vnd out_of_range"]
    ),
    ("startup", ["startup": ["raising_vnd": -1]], ["/startup/raising_vnd out_of_range"]),
    ("startup", ["startup": ["revenue": 1]], ["/startup/revenue unknown_member"]),
    ("startup", ["fund": ["thesis": "x"]], ["/fund not_for_kind"]),
    (
      "university", ["startup": ["stage": "ipo"], "incubator": [:]],
      ["/startup/stage not_accepted", "/startup not_for_kind", "/incubator not_for_kind"]
    ),
    ("fund", ["fund": ["fund_kind": "venture_capital", "open": true]], []),
    ("fund", ["fund": ["open": "yes"]], ["/fund/open wrong_type"]),
    ("fund", ["fund": ["stages": ["seed", "seed"]]], ["/fund/stages/1 repeated"]),
    ("fund", ["fund": ["ticket_min_vnd": 5, "ticket_max_vnd": 5]], []),
    (
      "fund", ["fund": ["ticket_min_vnd": 6, "ticket_max_vnd": 5]],
      ["/fund/ticket_max_vnd out_of_range"]
    ),
    ("fund", ["fund": ["provinces": ["66", "x"]]], ["/fund/provinces/1 not_accepted"]),
    ("fund", ["fund": ["instruments": ["cash"]]], ["/fund/instruments/0 not_accepted"]),
    ("incubator", ["incubator": ["capacity": 20, "mentors": 12]], []),
    ("incubator", ["incubator": ["capacity": -1]], ["/incubator/capacity out_of_range"]),
    ("incubator", ["incubator": ["programmes": [[:]]]], ["/incubator/programmes/0/title missing"]),
    (
      "incubator",
      [
        "incubator": [
          "programmes": [["title": "a", "opens": "2026-03-01", "closes": "2026-02-01"]]
        ]
      ],
      ["/incubator/programmes/0/closes out_of_range"]
    ),
  ]

  @Test(arguments: parts.indices) func judgesThePartOfAKind(_ index: Int) {
    let (kind, part, expected) = Self.parts[index]
    let json = JSON.object(JSONObject([("kind", .string(kind)), ("name", "x")])).merging(part)
    #expect(keys(refusals(json)) == expected)
  }

  @Test(arguments: ["[]", "null", "\"x\"", "1"]) func onlyAnObjectIsAnOrganisation(_ text: String)
    throws
  {
    #expect(keys(refusals(try JSONParser.parse(text))) == [" wrong_type"])
  }

  @Test func formerProvincesAreMappedAndSaidSo() throws {
    let (profile, notes) = try read([
      "kind": "fund", "name": "x", "province": "Phú Yên",
      "fund": ["provinces": ["tỉnh Bến Tre", "86", "54"]],
    ])
    #expect(profile.province == "66")
    #expect(profile.fund?.provinces == ["86", "66"])
    #expect(
      notes == [
        Note(path: "/province", key: "former_province", found: "Phú Yên", became: "66"),
        Note(
          path: "/fund/provinces/0", key: "former_province", found: "tỉnh Bến Tre", became: "86"),
        Note(path: "/fund/provinces/2", key: "former_province", found: "54", became: "66"),
      ])
  }

  @Test func aCommuneOfAnotherProvinceIsAContradiction() {
    let found = refusals(["kind": "agency", "name": "x", "province": "01", "commune": "24133"])
    #expect(found == [Fault("/commune", .notAccepted, found: "24133", accepted: "province 66")])
    #expect(
      refusals(["kind": "agency", "name": "x", "province": "01", "commune": "00004"]).isEmpty)
    #expect(
      refusals(["kind": "agency", "name": "x", "province": "Phú Yên", "commune": "22015"]).isEmpty)
  }

  @Test func textIsNormalisedAndTaxCodesTakeOneForm() throws {
    let profile = try read([
      "kind": "agency", "name": "  Đa\u{306}\u{301}k La\u{306}\u{301}k ",
      "tax_code": "0100.233.488 001",
    ]).profile
    #expect(Array(profile.name.unicodeScalars) == Array("Đắk Lắk".unicodeScalars))
    #expect(profile.taxCode == "0100233488-001")
  }

  @Test func whatItWritesItReadsBack() throws {
    var random = Seeded(8)
    for _ in 0..<300 {
      let profile = random.profile()
      let json = JSON.object(JSONObject(profile.members))
      let again = try read(json)
      #expect(again.profile == profile)
      #expect(again.notes.isEmpty)
      #expect(try read(JSONParser.parse(json.pretty)).profile == profile)
    }
  }

  @Test func theRecordIsReadBackWhereItsBookkeepingIsIgnored() throws {
    var random = Seeded(9)
    let record = Organisation(
      id: ID("abc"), externalID: "7", status: .returned, statusReason: "thiếu", version: 3,
      createdAt: Instant(seconds: 0), updatedAt: Instant(seconds: 60), profile: random.profile())
    let again = try OrganisationProfile.read(
      record.json, places: places, ignoring: OrganisationProfile.readOnly)
    #expect(again.profile == record.profile)
    #expect(record.json["id"] == "abc" && record.json["external_id"] == "7")
    #expect(record.json["status"] == "returned" && record.json["status_reason"] == "thiếu")
    #expect(record.json["version"] == 3)
    #expect(record.json["created_at"] == "1970-01-01T00:00:00Z")
    #expect(record.json["updated_at"] == "1970-01-01T00:01:00Z")
  }

  @Test(
    arguments: [
      ("startup", ["/province", "/description", "/fields", "/startup/stage"]),
      ("technology_firm", ["/province", "/description", "/fields"]),
      ("fund", ["/province", "/description", "/fund/fund_kind", "/fund/thesis"]),
      ("agency", ["/province", "/description"]),
      ("incubator", ["/province", "/description", "/fields"]),
    ] as [(String, [String])]) func submissionOwesWhatTheKindNeeds(_ row: (String, [String])) throws
  {
    let thin = try read(["kind": .string(row.0), "name": "x"]).profile
    #expect(thin.submissionFaults == row.1.map { Fault($0, .missing) })
    let full = try read([
      "kind": .string(row.0), "name": "x", "province": "66", "description": "y",
      "fields": ["energy"],
      "startup": row.0 == "startup" ? ["stage": "idea"] : nil,
      "fund": row.0 == "fund" ? ["fund_kind": "angel_network", "thesis": "z"] : nil,
    ]).profile
    #expect(full.submissionFaults.isEmpty)
  }
}

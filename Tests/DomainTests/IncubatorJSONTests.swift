import Domain
import Testing

@Suite struct IncubatorJSONTests {
  private let places: Gazetteer

  init() throws { places = try Places.gazetteer() }

  private func read(_ incubator: JSON) throws(DomainError) -> IncubatorProfile? {
    try OrganisationProfile.read(
      ["kind": "incubator", "name": "Vườn ươm", "incubator": incubator], places: places
    ).profile.incubator
  }

  @Test(arguments: [
    ("Ươm tạo Nông nghiệp: khoá 3", "uom-tao-nong-nghiep-khoa-3"), ("Đất đỏ", "dat-do"),
    ("…", "x"),
    (
      "một hai ba bốn năm sáu bảy tám chín mười mười một",
      "mot-hai-ba-bon-nam-sau-bay-tam-chin"
    ),
  ]) func anIdentifierIsMadeFromTheTitle(_ title: String, _ expected: String) {
    #expect(Programme(title: title).id == expected)
    #expect(MentorProfile(title: title).id == expected)
    #expect(PartID.isValid(expected))
  }

  @Test(arguments: ["", "A", "a b", "-a", "a-", "a--b", "đ", String(repeating: "a", count: 61)])
  func otherTextsAreNone(_ text: String) { #expect(!PartID.isValid(text)) }

  @Test func identifiersStayAndAreUnique() throws {
    let incubator = try #require(
      try read([
        "mentors": 12,
        "programmes": [
          ["title": "Khoá 1"], ["title": "Khoá 1"], ["id": "khoa-1-2", "title": "Khác"],
        ],
        "mentor_profiles": [["title": "Khoá 1"]],
      ]))
    #expect(incubator.programmes.map(\.id) == ["khoa-1", "khoa-1-3", "khoa-1-2"])
    #expect(incubator.mentorProfiles.map(\.id) == ["khoa-1"])
    #expect(incubator.mentors == 12)
    var profile = OrganisationProfile(kind: .incubator, name: "Vườn ươm")
    profile.incubator = incubator
    let again = try OrganisationProfile.read(
      .object(JSONObject(profile.members)), places: places)
    #expect(again.profile == profile)
  }

  private static let refused: [(JSON, [String])] = [
    (
      ["programmes": [["id": "A b", "title": "x"]]],
      ["/incubator/programmes/0/id bad_format"]
    ),
    (
      ["programmes": [["id": "a", "title": "x"], ["id": "a", "title": "y"]]],
      ["/incubator/programmes/1/id repeated"]
    ),
    (["mentor_profiles": [[:]]], ["/incubator/mentor_profiles/0/title missing"]),
    (
      ["mentor_profiles": [["title": "x", "languages": ["vi", "Việt"]]]],
      ["/incubator/mentor_profiles/0/languages/1 bad_format"]
    ),
    (
      ["mentor_profiles": [["title": "x", "email": "a@b.vn"]]],
      ["/incubator/mentor_profiles/0/email unknown_member"]
    ),
    (["mentor_profiles": 12], ["/incubator/mentor_profiles wrong_type"]),
  ]

  @Test(arguments: refused.indices) func faultsNameTheirPlace(_ row: Int) {
    let found = faults { () throws(DomainError) in _ = try read(Self.refused[row].0) }
    #expect(keys(found) == Self.refused[row].1)
  }
}

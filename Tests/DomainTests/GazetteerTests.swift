import Domain
import Testing

@Suite struct GazetteerTests {
  let places: Gazetteer

  init() throws { places = try Places.gazetteer() }

  @Test func thirtyFourProvincesExist() {
    #expect(
      places.current.keys.sorted() == [
        "01", "04", "08", "11", "12", "14", "15", "19", "20", "22", "24", "25", "31", "33", "37",
        "38", "40", "42", "44", "46", "48", "51", "52", "56", "66", "68", "75", "79", "80", "82",
        "86", "91", "92", "96",
      ])
  }

  @Test(
    arguments: [
      ("66", "66", nil), (" 66 ", "66", nil), ("Đắk Lắk", "66", nil), ("đăk lăk", "66", nil),
      ("Daklak", "66", nil), ("Tỉnh Đắk Lắk", "66", nil), ("dak lak province", "66", nil),
      ("Phú Yên", "66", "Phú Yên"), ("tỉnh Phú Yên", "66", "Phú Yên"), ("phu yen", "66", "Phú Yên"),
      ("PHÚ YÊN", "66", "Phú Yên"), ("54", "66", "Phú Yên"),
      ("Phu\u{301} Ye\u{302}n", "66", "Phú Yên"),
      ("Gia Lai", "52", nil), ("64", "52", nil), ("Bình Định", "52", "Bình Định"),
      ("Lào Cai", "15", nil), ("10", "15", nil), ("Yên Bái", "15", "Yên Bái"),
      ("Bến Tre", "86", "Bến Tre"), ("83", "86", "Bến Tre"), ("Trà Vinh", "86", "Trà Vinh"),
      ("84", "86", "Trà Vinh"), ("Vĩnh Long", "86", nil),
      ("Đồng Nai", "75", nil), ("TP. Đồng Nai", "75", nil), ("Tỉnh Đồng Nai", "75", nil),
      ("TP.HCM", "79", nil), ("Sài Gòn", "79", nil), ("TP HCM", "79", nil), ("HCMC", "79", nil),
      ("Thành phố Hồ Chí Minh", "79", nil), ("Hồ Chí Minh", "79", nil),
      ("ho chi minh city", "79", nil),
      ("Hà Nội", "01", nil), ("hanoi", "01", nil), ("Quảng Trị", "44", nil), ("45", "44", nil),
      ("Đắk Nông", "68", "Đắk Nông"), ("Khánh Hoà", "56", nil), ("An Giang", "91", nil),
      ("Tây Ninh", "80", nil), ("Đồng Tháp", "82", nil), ("Bắc Ninh", "24", nil),
    ] as [(String, String, String?)]) func resolves(_ row: (String, String, String?))
  {
    let resolution = places.resolve(row.0)
    #expect(resolution?.code == row.1)
    #expect(resolution?.former?.vi == row.2)
  }

  @Test(arguments: [
    "", "  ", "6", "066", "99", "00", "Đà Lạt", "Phường Phú Yên", "Atlantis", "tỉnh",
  ])
  func knowsNoOthers(_ text: String) {
    #expect(places.resolve(text) == nil)
  }

  @Test func theCityOfDongNaiIsNew() {
    #expect(places.current["75"]?.kind == "city")
    #expect(places.current["75"]?.validFrom == "2026-04-30")
  }

  @Test func everyFormerProvinceLeadsToOneThatExists() {
    let former = places.rows.filter { $0.validTo != nil }
    #expect(former.count >= 29)
    for row in former {
      let successor = row.successor
      #expect(successor != nil, "\(row.name.vi)")
      #expect(successor.flatMap { places.current[$0] } != nil, "\(row.name.vi)")
      for name in [row.name.vi, row.name.en] + row.aliases {
        let resolved = places.resolve(name)?.code
        let isNameOfToday = places.current.values.contains { $0.name.vi == row.name.vi }
        if !isNameOfToday { #expect(resolved == successor, "\(name)") }
        #expect(resolved != nil, "\(name)")
      }
    }
  }

  @Test func everyProvinceOfTodayIsFoundByEachOfItsNames() {
    for row in places.current.values {
      for name in [row.code, row.name.vi, row.name.en] + row.aliases {
        #expect(places.resolve(name)?.code == row.code, "\(name)")
        #expect(places.resolve(name)?.former == nil, "\(name)")
        #expect(places.resolve(name.uppercased())?.code == row.code, "\(name)")
      }
    }
  }

  @Test func dakLakHasItsHundredAndTwoCommunes() {
    let own = places.communes.filter { $0.province == "66" }
    #expect(own.count == 102)
    #expect(own.count { $0.kind == "ward" } == 14)
    #expect(Set(own.map(\.code)).count == 102)
    #expect(places.province(ofCommune: "22015") == "66")
    #expect(places.province(ofCommune: "24604") == "66")
    #expect(places.province(ofCommune: "00001") == nil)
  }

  @Test func namesThemAndFallsBackToTheCode() {
    #expect(places.name("66") == Bilingual(vi: "Đắk Lắk", en: "Đắk Lắk"))
    #expect(places.name("54") == Bilingual(vi: "54", en: "54"))
  }

  @Test(arguments: [#"[{"code":"01"}]"#, #"[{"code":1,"vi":"a","en":"b","kind":"city"}]"#])
  func refusesRowsItCannotRead(_ text: String) throws {
    let json = try JSONParser.parse(text)
    #expect(throws: ReferenceDataError.self) { try Gazetteer(json: json) }
    #expect(throws: ReferenceDataError.self) { try Gazetteer(json: [], communes: json) }
  }

  @Test func trimsWhiteSpaceAtBothEndsOnly() {
    #expect("\u{A0} a  b\n\t".trimmed == "a  b")
    #expect(" \n".trimmed == "")
  }
}
